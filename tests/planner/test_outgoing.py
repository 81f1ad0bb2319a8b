"""Requests of ours reach what they should, over real sockets, and nothing else."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from planner.kit import outgoing
from planner.kit.outgoing import AddressRefused, NoAnswer, post

pytestmark = pytest.mark.once


class _Echo(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers["Host"], body))
        status, headers, answer = self.server.answers
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    made.seen, made.answers = [], (200, {}, b"ok")
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def loopback_is_allowed(settings):
    settings.OUTGOING_NETWORKS = (ip_network("127.0.0.0/8"),)


def _resolves_to(monkeypatch, *answers):
    """The resolver says one after the other, the last for ever."""
    asked, really = [], socket.getaddrinfo

    def resolve(host, port, *how, **more):
        if host[0].isdigit():
            return really(host, port, *how, **more)  # an address, which needs no resolver
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::",
        "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_closed_addresses_are_not_open(address):
    assert not outgoing.is_open(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_open(address):
    assert outgoing.is_open(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://0x7f.1/", "http://localhost/", "ftp://example.org/", "//example.org", "nonsense",
        "https://user:pass@example.org/", "https://exa mple.org/", "http://[1/", "http://x:99999/",
        "https://example.org/\r\nHost: other",
    ],
)  # fmt: skip
def test_address_that_leads_inside_or_nowhere_is_refused(url):
    with pytest.raises(AddressRefused):
        post(url, b"", {})


def test_refusal_says_what_the_operator_can_do():
    with pytest.raises(AddressRefused, match="PLANNER_OUTGOING_ALLOW"):
        outgoing.check_url("http://169.254.169.254/latest/meta-data/")


def test_one_closed_address_among_open_ones_refuses_the_name(monkeypatch):
    _resolves_to(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(AddressRefused, match=r"rebind\.test \(10\.0\.0\.1\)"):
        post("http://rebind.test/", b"", {})


def test_request_reaches_an_allowed_network_under_its_own_name(
    server, monkeypatch, loopback_is_allowed
):
    asked = _resolves_to(monkeypatch, ["127.0.0.1"])
    answer = post(f"http://hook.test:{server.server_port}/a?b", b"hello", {})
    assert (answer.status, answer.text, answer.is_good) == (200, "ok", True)
    assert server.seen == [("/a?b", f"hook.test:{server.server_port}", b"hello")]
    assert asked == ["hook.test"]


def test_name_that_resolves_otherwise_a_moment_later_gains_nothing(
    server, monkeypatch, loopback_is_allowed
):
    asked = _resolves_to(monkeypatch, ["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"])
    assert post(f"http://rebind.test:{server.server_port}/", b"", {}).is_good
    assert asked == ["rebind.test"]


def test_allowed_host_may_be_anywhere(server, settings):
    settings.OUTGOING_HOSTS = frozenset({"localhost"})
    assert post(f"http://localhost:{server.server_port}/", b"", {}).is_good


def test_redirect_is_an_answer_and_is_not_followed(server, loopback_is_allowed):
    server.answers = (302, {"Location": "http://10.0.0.1/"}, b"")
    answer = post(f"http://127.0.0.1:{server.server_port}/", b"", {})
    assert (answer.status, answer.is_good, len(server.seen)) == (302, False, 1)


def test_long_answer_is_cut_and_retry_after_is_heard(server, loopback_is_allowed):
    server.answers = (429, {"Retry-After": "30"}, b"x" * 300_000)
    answer = post(f"http://127.0.0.1:{server.server_port}/", b"", {})
    assert (len(answer.text), answer.retry_after) == (outgoing.LARGEST, 30)


def test_nobody_there_is_told(loopback_is_allowed):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        with pytest.raises(NoAnswer, match="refused"):
            post(f"http://127.0.0.1:{taken.getsockname()[1]}/", b"", {})


def test_silence_is_given_up(loopback_is_allowed, monkeypatch):
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NoAnswer, match="no answer within"):
            post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"", {})


def test_answer_that_never_ends_is_left(loopback_is_allowed, monkeypatch, server):
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0)
    server.answers = (200, {}, b"x" * 5000)
    assert post(f"http://127.0.0.1:{server.server_port}/", b"", {}).text == ""


@contextmanager
def _speaking(*words, pause=0.0, forever=b""):
    """Says these to whoever asks, and hangs up; or goes on and on with the last."""

    class Speaker(BaseRequestHandler):
        def handle(self):
            self.request.recv(4096)
            with suppress(OSError):
                for each in words:
                    self.request.sendall(each)
                while forever and not over.wait(pause):
                    self.request.sendall(forever)

    over = threading.Event()
    with ThreadingTCPServer(("127.0.0.1", 0), Speaker) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}/"
        over.set()
        made.shutdown()
        thread.join()


def test_head_that_comes_byte_by_byte_is_given_up(loopback_is_allowed, monkeypatch):
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.3)
    begun = time.monotonic()
    slow = _speaking(b"HTTP/1.1 200 OK\r\nX-A: ", pause=0.05, forever=b"a")
    with slow as url, pytest.raises(NoAnswer, match="no answer within"):
        post(url, b"", {})
    assert time.monotonic() - begun < 10


def test_redirect_is_not_read_to_its_end(loopback_is_allowed):
    head = b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n"
    with _speaking(head, forever=b"x" * 65_536) as url:
        answer = post(url, b"", {})
    assert (answer.status, len(answer.text)) == (302, outgoing.LARGEST)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "closed the connection before its answer was whole"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart",), "before its answer was whole"),
        ((b"220 mail.test ESMTP\r\n\r\n",), "does not speak HTTP"),
    ],
)
def test_fault_is_told_in_words(loopback_is_allowed, words, said):
    with _speaking(*words) as url, pytest.raises(NoAnswer, match=said) as told:
        post(url, b"", {})
    assert "Error" not in str(told.value)


def test_http_in_place_of_https_is_told(loopback_is_allowed):
    plain = _speaking(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    with plain as url, pytest.raises(NoAnswer, match="does not speak HTTPS"):
        post(url.replace("http:", "https:"), b"", {})


def test_unknown_name_is_told(monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(NoAnswer, match="not known"):
        post("https://nowhere.test/", b"", {})


def _certificate_of(host, folder):
    """Self-signed, in a file with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, file = serialization.Encoding.PEM, folder / "certificate.pem"
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *plain))
    return file


def test_certificate_is_asked_of_the_name_though_the_address_is_pinned(
    server, monkeypatch, loopback_is_allowed, settings, tmp_path
):
    file = _certificate_of("hook.test", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    named = []
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    settings.CA_FILE = file
    _resolves_to(monkeypatch, ["127.0.0.1"])

    assert post(f"https://hook.test:{server.server_port}/", b"", {}).is_good
    assert named == ["hook.test"]
    with pytest.raises(NoAnswer, match="certificate cannot be trusted"):
        post(f"https://other.test:{server.server_port}/", b"", {})
