"""Metrics backends that say what they are told to: real servers on loopback."""

import json
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.rules.prometheus import MARK
from tests.support.serving import serving


class Backend(ThreadingHTTPServer):
    """
    ``series`` are a metric's key to pairs of labels and a number; ``asked`` the queries it got.

    As Prometheus it answers a query with those series whose mark is in it, and refuses one with a
    metric of ``broken`` in it. As Datadog it follows the reference of ``GET /api/v1/query``: both
    keys are needed, several queries are parted by commas outside of braces, each series says by
    ``query_index`` which of them it answers.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.series: dict[str, list[tuple[dict[str, str], float]]] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.statuses: list[int] = []  # of the next answers, before it answers well
        self.keys = ("", "")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def prometheus(self, query: str) -> tuple[int, Any]:
        if bad := [name for name in self.broken if f'"{name}"' in query]:
            return 422, {"status": "error", "errorType": "execution", "error": f"bad {bad[0]}"}
        result = [
            {"metric": {**labels, MARK: key}, "value": [1.5, str(value)]}
            for key, all_of in self.series.items()
            for labels, value in all_of
            if f'"{MARK}", "{key}"' in query
        ]
        return 200, {"status": "success", "data": {"resultType": "vector", "result": result}}

    def datadog(self, given: dict[str, list[str]], keys: tuple[str, str]) -> tuple[int, Any]:
        if keys != self.keys:
            return 403, {"errors": ["Forbidden"]}
        if missing := {"from", "to", "query"} - given.keys():
            return 400, {"errors": [f"Missing required parameter {missing.pop()}"]}
        begins, ends = int(given["from"][0]) * 1000, int(given["to"][0]) * 1000
        found = []
        for index, query in enumerate(_parted(given["query"][0])):
            for labels, value in self.series.get(query, []):
                tags = [f"{name}:{text}" for name, text in labels.items()]
                found.append(
                    {
                        "metric": query.partition("{")[0],
                        "expression": query,
                        "query_index": index,
                        "tag_set": tags,
                        "scope": ",".join(tags) or "*",
                        "pointlist": [[begins, value - 1], [ends - 20_000, value], [ends, None]],
                        "length": 3,
                    }
                )
        whole = {"status": "ok", "res_type": "time_series", "from_date": begins, "to_date": ends}
        return 200, {**whole, "query": given["query"][0], "series": found}


def _parted(queries: str) -> list[str]:
    parts, depth = [""], 0
    for letter in queries:
        depth += (letter in "{(") - (letter in "})")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


class _Handler(BaseHTTPRequestHandler):
    server: Backend

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(given["query"][0], lambda: self.server.prometheus(given["query"][0]))

    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query)
        keys = (self.headers.get("DD-API-KEY", ""), self.headers.get("DD-APPLICATION-KEY", ""))
        self._answer(given["query"][0], lambda: self.server.datadog(given, keys))

    def _answer(self, query: str, find: Any) -> None:
        self.server.asked.append(query)
        self.server.headers.append(dict(self.headers))
        status, content = find()
        if self.server.statuses:
            status, content = self.server.statuses.pop(0), {}
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


def listening() -> AbstractContextManager[Backend]:
    return serving(Backend())
