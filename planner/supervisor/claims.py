"""What must be ours alone before anything starts: the data folder and the port."""

import fcntl
import os
import socket
import tempfile
from pathlib import Path

_SOCKET_PATH_LIMIT = 107  # bytes, of a Unix socket's address


class CannotStart(Exception):
    """One sentence that says what is wrong and what to do."""


def claim_folder(var: Path) -> int:
    """
    Make the data folder if need be and lock it; the lock lasts as long as the process.

    :raises CannotStart: it cannot be written, or another planner runs on it.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var):
            pass
        lock = os.open(var / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(
            f"The data folder {var} cannot be written ({error.strerror}): "
            "make it writable, or set PLANNER_VAR to another folder."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise CannotStart(
            f"Another planner runs on the data folder {var}: stop it, or set PLANNER_VAR to "
            "another folder."
        ) from error
    return lock


def check_socket_path(path: Path) -> None:
    """:raises CannotStart: a Unix socket cannot have so long a path."""
    length = len(os.fsencode(path))
    if length > _SOCKET_PATH_LIMIT:
        raise CannotStart(
            f"The path of the data folder is too long for a socket in it ({path} has {length} "
            f"bytes, {_SOCKET_PATH_LIMIT} are allowed): set PLANNER_VAR to a shorter one."
        )


def check_port(host: str, port: int) -> None:
    """:raises CannotStart: somebody listens there, or we may not."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # Connections of the planner that has just been stopped are no reason to refuse.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error.strerror}): "
            "stop what listens there, or choose another one with --port N."
        ) from error
