"""
The one door outwards: requests to addresses that people typed.

What is typed may lead anywhere, also to machines that trust us. So the name is resolved once, each
address that it has is checked, and the connection goes to an address that was checked: a name
that resolves to something else a moment later gains nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, IncompleteRead

from planner.kit.deadline import Deadline, TooLate
from planner.kit.faults import Fault

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 20.0
LARGEST: Final = 64 * 1024
ADDRESSES_TRIED: Final = 2
PORTS: Final = {"http": 80, "https": 443}

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 networks that carry an IPv4 address to which a gateway may lead: never needed for a webhook.
_GATEWAYS: Final = [
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
]


_WORDS: Final[Mapping[str, Promise]] = {
    "closed": _(
        "{where} is in a private or reserved network. Who runs this planner can allow "
        "it with PLANNER_OUTGOING_ALLOW."
    ),
    "no_address": _("That is no address."),
    "not_https": _("Give an address that begins with https://, without a sign-in in it."),
    "spaces": _("An address has no spaces."),
    "unknown_name": _("The name {host} is not known."),
    "too_large": _("The answer is larger than {mib} MiB, or came too slowly."),
    "nobody": _("Nobody answered within {seconds} s."),
    "no_answer": _("There was no answer within {seconds} s."),
    "certificate": _("Its certificate cannot be trusted: {why}"),
    "no_https": _("It does not speak HTTPS as it should: {why}"),
    "no_http": _("What answers there does not speak HTTP."),
    "refused": _("Nobody listens there: the connection was refused."),
    "hung_up": _("It closed the connection before its answer was whole."),
    "connection": _("The connection failed: {why}"),
}


class CannotBeSent(Fault):
    """Why there is no answer; the message is for the person who set the address."""

    WORDS = _WORDS


class AddressRefused(CannotBeSent):
    """The address is none that may be spoken to: trying again will not help."""


class NoAnswer(CannotBeSent):
    """Nobody answered as they should; trying again may help."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str  # its beginning
    retry_after: int  # seconds; 0 where it does not say
    is_cut: bool = False

    @property
    def is_good(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """
    Send it, and answer with what came back, whatever its status.

    :raises AddressRefused: the address is no http(s) URL, or leads to a network that is closed.
    :raises NoAnswer: the name is unknown, nobody listens, or it took too long.
    """
    return _send(_Question("POST", url, headers, body, LARGEST))


def ask(url: str, headers: Mapping[str, str], *, body: bytes | None, largest: int) -> Answer:
    """
    Get the whole answer, by POST where there is a body.

    :raises AddressRefused: as above. :raises NoAnswer: as above, or it is larger than that.
    """
    plain = {"Accept-Encoding": "identity", **headers}
    answer = _send(_Question("GET" if body is None else "POST", url, plain, body, largest + 1))
    if answer.is_cut:
        raise NoAnswer("too_large", mib=largest // 1024**2)
    return answer


@dataclass(frozen=True)
class _Question:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    largest: int


def _send(question: _Question) -> Answer:
    host, port, scheme = _parts(question.url)
    addresses = check_addresses(host, port)
    fault: Exception | None = None
    for address in addresses[:ADDRESSES_TRIED]:
        try:
            return _send_to(address, question, host, scheme)
        except TooLate as error:
            raise NoAnswer("no_answer", seconds=f"{READ_SECONDS:.0f}") from error
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ConnectionError) as error:
            fault = error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _why(error) from error
    raise _why(fault) from fault


def check_url(url: str) -> None:
    """:raises AddressRefused: it can be seen without asking anybody that it will not do."""
    host = _parts(url)[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    _refuse_closed(host, [address])


def check_place(url: str) -> None:
    """
    The same for where its name leads just now, so outside of a transaction: it asks the resolver.

    A name that is not known may be tomorrow, and is checked whenever something is sent.

    :raises AddressRefused: nothing may be sent there.
    """
    host, port, _scheme = _parts(url)
    with suppress(NoAnswer):
        check_addresses(host, port)


def check_addresses(host: str, port: int) -> list[Address]:
    """
    All addresses that the name has now, each of them one that may be spoken to.

    :raises AddressRefused: one of them may not. :raises NoAnswer: there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("unknown_name", host=host) from error
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    _refuse_closed(host, addresses)
    return list(dict.fromkeys(addresses))


def is_open(address: Address) -> bool:
    """Whether it is an address of the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_open(address.ipv4_mapped)
        if any(address in network for network in _GATEWAYS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refuse_closed(host: str, addresses: list[Address]) -> None:
    if host in settings.OUTGOING_HOSTS:
        return
    for address in addresses:
        plain = getattr(address, "ipv4_mapped", None) or address
        allowed = any(plain in network for network in settings.OUTGOING_NETWORKS)
        if not allowed and not is_open(address):
            where = host if host == str(address) else f"{host} ({address})"
            raise AddressRefused("closed", where=where)


def _parts(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("no_address") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise AddressRefused("not_https")
    if any(each.isspace() or not each.isprintable() for each in url):
        raise AddressRefused("spaces")
    return parts.hostname.rstrip(".").lower(), port or PORTS[parts.scheme], parts.scheme


class _Pinned(HTTPAdapter):
    """Connects to the address that was checked, and asks for the certificate of the name."""

    def __init__(self, address: Address, host: str, scheme: str, deadline: Deadline) -> None:
        self._address, self._host, self._scheme = address, host, scheme
        self._deadline = deadline
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        parts = self.build_connection_pool_key_attributes(request, verify, cert)
        host_params: dict[str, Any] = dict(parts[0])
        pool_kwargs: dict[str, Any] = dict(parts[1])
        if self._scheme == "https":
            pool_kwargs |= {"server_hostname": self._host, "assert_hostname": self._host}
        pool: Any = self.poolmanager.connection_from_host(
            **(host_params | {"host": str(self._address)}), pool_kwargs=pool_kwargs
        )
        pool.ConnectionCls = self._deadline.kept_by(pool.ConnectionCls)
        return pool


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere: before it says where to, it would read the whole answer, however long."""


def _send_to(address: Address, question: _Question, host: str, scheme: str) -> Answer:
    ends = time.monotonic() + WHOLE_SECONDS
    with Deadline(READ_SECONDS) as head, _Session() as session:
        session.trust_env = False  # a proxy would resolve the name once more
        session.mount(f"{scheme}://", _Pinned(address, host, scheme, head))
        netloc = urlsplit(question.url).netloc
        with session.request(
            question.method,
            question.url,
            data=question.body,
            headers={"User-Agent": "Sixweek", **question.headers, "Host": netloc},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
            verify=str(settings.CA_FILE) if settings.CA_FILE else True,
        ) as answer:
            head.has_been_met()
            read, is_cut = _beginning(answer, question.largest, ends)
            text = read.decode("utf-8", "replace").replace("\0", "")
            wait = _seconds(answer.headers.get("Retry-After"))
            return Answer(answer.status_code, text, wait, is_cut)


def _beginning(answer: requests.Response, largest: int, ends: float) -> tuple[bytes, bool]:
    """As much of it as is worth keeping, not for longer than is worth waiting; if more is left."""
    read = bytearray()
    while len(read) < largest and time.monotonic() < ends:
        chunk = answer.raw.read1(64 * 1024, decode_content=False)
        if not chunk:
            return bytes(read), False
        read += chunk
    return bytes(read[:largest]), True


def _seconds(retry_after: str | None) -> int:
    given = (retry_after or "").strip()
    return min(int(given), 24 * 3600) if given.isascii() and given.isdigit() else 0


def _why(error: Exception | None) -> NoAnswer:
    causes = list(_causes(error))
    match error:
        case requests.exceptions.ConnectTimeout():
            return NoAnswer("nobody", seconds=f"{CONNECT_SECONDS:.0f}")
        case requests.exceptions.Timeout():
            return NoAnswer("no_answer", seconds=f"{READ_SECONDS:.0f}")
        case requests.exceptions.SSLError():
            is_other = _has(causes, ssl.SSLError) and not _has(causes, ssl.SSLCertVerificationError)
            return NoAnswer("no_https" if is_other else "certificate", why=_root(error))
    if _has(causes, ConnectionRefusedError):
        return NoAnswer("refused")
    if _has(causes, ConnectionError, http.client.IncompleteRead, IncompleteRead):
        return NoAnswer("hung_up")
    if _has(causes, http.client.HTTPException):
        return NoAnswer("no_http")
    return NoAnswer("connection", why=_root(error))


def _causes(error: Any) -> Iterator[Exception]:
    """It, and what lies below: each library wraps in its own way."""
    if not isinstance(error, Exception):
        return
    yield error
    for below in (*error.args, getattr(error, "reason", None), error.__cause__):
        yield from _causes(below)


def _has(causes: list[Exception], *kinds: type[Exception]) -> bool:
    return any(isinstance(each, kinds) for each in causes)


def _root(error: Any) -> str:
    reason = getattr(error.args[0], "reason", error) if error and error.args else error
    return str(reason).rpartition(": ")[2] or type(error).__name__
