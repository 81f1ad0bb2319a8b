import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from support.rules import amazon
from support.rules.signatures import BadSignature, check, seen_before_as
from tests.support import bodies

AT = datetime.fromtimestamp(1795434000, UTC)
GRAFANA = bodies.payload("grafana_unified/hmac_signed_with_timestamp.json")
PAGERDUTY = bodies.payload("pagerduty/v3_incident_triggered.json")
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
CERTIFICATE_URL = (
    "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
)


def _hmac(secret, signed):
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def test_grafana_signs_time_and_body():
    secret = "planner-grafana-hmac"
    assert check("grafana", GRAFANA.headers, GRAFANA.body, ["other", secret], AT) == secret


@pytest.mark.parametrize("minutes", [-6, 6])
def test_grafana_signature_of_another_time_is_refused(minutes):
    at = AT + timedelta(minutes=minutes)
    with pytest.raises(BadSignature, match="five minutes"):
        check("grafana", GRAFANA.headers, GRAFANA.body, ["planner-grafana-hmac"], at)


def test_grafana_time_cannot_be_taken_away_or_changed():
    for change in ({"X-Grafana-Timestamp": ""}, {"X-Grafana-Timestamp": "1795434001"}):
        with pytest.raises(BadSignature, match="wrong"):
            check("grafana", GRAFANA.headers | change, GRAFANA.body, ["planner-grafana-hmac"], AT)


@pytest.mark.parametrize("stamp", ["x", "-1", "1e9", "٣", "9" * 30])
def test_grafana_time_that_is_none_is_refused(stamp):
    headers = GRAFANA.headers | {"X-Grafana-Timestamp": stamp}
    with pytest.raises(BadSignature, match="no time"):
        check("grafana", headers, GRAFANA.body, ["planner-grafana-hmac"], AT)


def test_grafana_without_a_time_signs_the_body():
    headers = {"X-Grafana-Alerting-Signature": _hmac("s3cret-s3cret", b"{}")}
    assert check("grafana", headers, b"{}", ["s3cret-s3cret"], AT)


def test_pagerduty_shows_several_signatures_and_one_is_enough():
    secret = "planner-test-secret-1"
    assert check("pagerduty", PAGERDUTY.headers, PAGERDUTY.body, [secret], AT) == secret
    other = {"X-PagerDuty-Signature": f"v0=ab, v1=00,v1={_hmac('moved-over', b'x')}"}
    assert check("pagerduty", other, b"x", [secret, "moved-over"], AT) == "moved-over"


@pytest.mark.parametrize(
    "shown", ["", "v1=", "v2=" + "0" * 64, "v1=" + "0" * 64, "v1=é", ",".join(["v1=0"] * 999)]
)
def test_pagerduty_signature_that_is_none_is_refused(shown):
    with pytest.raises(BadSignature):
        check("pagerduty", {"X-PagerDuty-Signature": shown}, b"x", ["planner-test-secret-1"], AT)


def test_sentry_signs_the_body():
    headers = {"Sentry-Hook-Signature": _hmac("client-secret", b"{}")}
    assert check("sentry", headers, b"{}", ["client-secret"], AT)
    with pytest.raises(BadSignature, match="wrong"):
        check("sentry", headers, b"{ }", ["client-secret"], AT)


def test_nothing_is_signed_with_no_secret():
    with pytest.raises(BadSignature):
        check("sentry", {"Sentry-Hook-Signature": _hmac("", b"{}")}, b"{}", [], AT)


def test_only_what_names_itself_or_its_time_is_known_when_it_comes_again():
    assert seen_before_as("pagerduty", {}, b"a") == seen_before_as("pagerduty", {}, b"a")
    assert seen_before_as("grafana", GRAFANA.headers, b"a")
    assert seen_before_as("grafana", {}, b"a") == seen_before_as("sentry", {}, b"a") == ""


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def pem(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def signed(key, version="2", **changes):
    """A message of Amazon's, as it signs it."""
    body = {
        "Type": "Notification",
        "MessageId": "m",
        "TopicArn": TOPIC,
        "Subject": "ALARM",
        "Message": "{}",
        "Timestamp": AT.isoformat(),
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE_URL,
    } | changes
    names = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    text = "".join(f"{name}\n{body[name]}\n" for name in names if name in body)
    scheme = SHA256() if version == "2" else SHA1()  # noqa: S303  # theirs
    signature = key.sign(text.encode(), padding.PKCS1v15(), scheme)
    return body | {"Signature": base64.b64encode(signature).decode()}


@pytest.mark.parametrize("version", ["1", "2"])
def test_amazon_signature_of_either_version_is_right(key, pem, version):
    amazon.verify(amazon.read(signed(key, version), TOPIC), pem)


@pytest.mark.parametrize(
    "change",
    [
        {"Message": "{ }"},
        {"Subject": None},
        {"MessageId": "n"},
        {"SignatureVersion": "1"},
        {"Signature": "AAAA"},
        {"Signature": "not base64"},
        {"SignatureVersion": "3"},
        {"Type": "Other"},
        {"TopicArn": TOPIC + "x"},
        {"Timestamp": "yesterday"},
        {"Message": 7},
        {"Message": "\ud800"},
    ],
)
def test_amazon_message_that_was_changed_is_refused(key, pem, change):
    with pytest.raises(BadSignature):
        amazon.verify(amazon.read(signed(key) | change, TOPIC), pem)


def test_amazon_certificate_must_have_been_valid_then(key, pem):
    late = signed(key, Timestamp=(AT + timedelta(days=2)).isoformat())
    with pytest.raises(BadSignature, match="not valid"):
        amazon.verify(amazon.read(late, TOPIC), pem)
    with pytest.raises(BadSignature, match="cannot be read"):
        amazon.verify(amazon.read(signed(key), TOPIC), b"-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize(
    "url",
    [
        CERTIFICATE_URL.replace("https", "http"),
        CERTIFICATE_URL.replace("amazonaws.com", "amazonaws.com.evil.example"),
        CERTIFICATE_URL.replace("sns.", "sns@evil.example/"),
        CERTIFICATE_URL.replace("sns.eu-west-1", "s3.eu-west-1"),
        CERTIFICATE_URL.replace("sns.eu-west-1.", "sns."),
        CERTIFICATE_URL.replace("/Simple", ":443/Simple"),
        CERTIFICATE_URL.replace("/Simple", "/x/../Simple"),
        CERTIFICATE_URL + "?x=1",
        CERTIFICATE_URL + "#x",
        CERTIFICATE_URL.replace(".pem", ".pem.exe"),
        CERTIFICATE_URL.replace("0123", "01%2f"),
        "https://[::1",
        "",
        None,
        7,
    ],
)
def test_amazon_certificate_lies_with_amazon_only(url):
    with pytest.raises(BadSignature):
        amazon.certificate_url(url)


def test_amazon_certificate_lies_in_china_too():
    url = CERTIFICATE_URL.replace("eu-west-1.amazonaws.com", "cn-north-1.amazonaws.com.cn")
    assert amazon.certificate_url(url) == url


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_amazon_really_signs_so(version):
    if not bodies.ELSEWHERE.is_dir():
        pytest.skip("payload files outside the repository")
    folder = bodies.ELSEWHERE / "sns_cloudwatch"
    body = json.loads((folder / f"real_signature_{version}_no_subject.json").read_bytes())
    pem = (folder / "sns_cert_2021_2022.pem").read_bytes()

    amazon.verify(amazon.read(body, body["TopicArn"]), pem)
    changed = body | {"Message": "Hello World"}
    with pytest.raises(BadSignature):
        amazon.verify(amazon.read(changed, body["TopicArn"]), pem)
