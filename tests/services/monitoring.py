"""Real Prometheus and Alertmanager, and something for Prometheus to look at."""

import json
import threading
import urllib.request
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.services.binaries import binary
from tests.services.process import Process, answers, free_port


def _write(path: Path, content: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps(content, indent=2))  # JSON is YAML
    return path


class Exporter:
    """
    Shows Prometheus the values that a test sets.

    ``exporter.show('kube_pod_ready{pod="checkout-1"}', 0)``
    """

    def __init__(self) -> None:
        self.samples: dict[str, float] = {}
        exporter = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text = "".join(f"{name} {value}\n" for name, value in exporter.samples.items())
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.target = f"127.0.0.1:{self._server.server_port}"

    def show(self, sample: str, value: float) -> None:
        self.samples[sample] = value

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Alertmanager(Process):
    """
    Sends to ``webhook``; ``token`` goes into the ``Authorization`` header.

    ``route`` overrides what is quick here: groups of one ``alertname``, 1 s to wait, told again
    after 5 s when it changed. ``config`` stands in place of all that.
    """

    def __init__(
        self,
        folder: Path,
        *,
        webhook: str = "",
        token: str = "",
        route: Mapping[str, Any] | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        receiver: dict[str, Any] = {"url": webhook, "send_resolved": True}
        if token:
            receiver["http_config"] = {"authorization": {"credentials": token}}
        quick = {
            "receiver": "sixweek",
            "group_by": ["alertname"],
            "group_wait": "1s",
            "group_interval": "2s",
            "repeat_interval": "1h",
        }
        usual = {
            "route": {**quick, **(route or {})},
            "receivers": [{"name": "sixweek", "webhook_configs": [receiver]}],
        }
        file = _write(folder / "alertmanager.yml", config or usual)
        super().__init__(
            "alertmanager",
            [
                *(binary("prometheus-alertmanager"), f"--config.file={file}"),
                *(f"--storage.path={folder / 'alertmanager'}", "--cluster.listen-address="),
                f"--web.listen-address=127.0.0.1:{self.port}",
            ],
            log=folder / "alertmanager.log",
            ready=lambda: answers(self.port),
        )


class Prometheus(Process):
    """
    Looks at ``target`` (an ``Exporter``'s) each second and tells ``alertmanager``, if any.

    ``rules`` are alerting rules as Prometheus writes them:
    ``[{"alert": "PodsNotReady", "expr": "pods_unready > 0", "labels": {...}}]``
    ``groups`` are whole groups of them, in their place; ``paths`` are all that is looked at there,
    each as often as it says.
    """

    def __init__(
        self,
        folder: Path,
        *,
        target: str,
        alertmanager: Alertmanager | None = None,
        rules: list[dict[str, Any]] | None = None,
        groups: list[dict[str, Any]] | None = None,
        paths: Mapping[str, str] = MappingProxyType({"/metrics": "1s"}),
        resend: str = "1s",
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        usual = [{"name": "rules", "interval": "1s", "rules": rules or []}]
        rule_file = _write(folder / "rules.yml", {"groups": groups or usual})
        peers = [f"127.0.0.1:{alertmanager.port}"] if alertmanager else []
        config = _write(
            folder / "prometheus.yml",
            {
                "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                "rule_files": [str(rule_file)],
                "alerting": {"alertmanagers": [{"static_configs": [{"targets": peers}]}]},
                "scrape_configs": [
                    {
                        "job_name": f"exporter{path}",
                        "metrics_path": path,
                        "scrape_interval": every,
                        "scrape_timeout": every,
                        "honor_labels": True,
                        "static_configs": [{"targets": [target]}],
                    }
                    for path, every in paths.items()
                ],
            },
        )
        super().__init__(
            "prometheus",
            [
                *(binary("prometheus"), f"--config.file={config}"),
                *(f"--storage.tsdb.path={folder / 'prometheus'}",),
                f"--rules.alert.resend-delay={resend}",
                f"--web.listen-address=127.0.0.1:{self.port}",
            ],
            log=folder / "prometheus.log",
            ready=self._is_ready,
        )

    def _is_ready(self) -> bool:
        """It listens before it knows anything."""
        try:
            urllib.request.urlopen(f"{self.url}/-/ready", timeout=1).close()
        except OSError:
            return False
        return True
