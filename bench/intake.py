"""
How many requests a second the intake stores, and how soon they are tickets.

``/hooks/alertmanager`` as ``./run`` serves it, on a durable PostgreSQL; in the same rounds pgbench
(8 clients, single-row commits) and Alerta (its defaults, two workers) on the same server. The load
client is on the machine too. Single times mean little on a shared machine: read the ratios.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import load
from bench.alerta import PATH as ALERTA_PATH
from bench.alerta import Alerta
from bench.backlog import Backlog
from bench.commits import commits_per_second
from bench.senders import body, source_token
from bench.servers import Servers

PATH = "/hooks/alertmanager"
TIMES_ALERTA = {"a": 20, "b": 8, "c": 30, "d": 20}
OF_PGBENCH, P95_MS, P95_MS_MEANWHILE, GROWTH = 0.2, 20.0, 60.0, 1.3
POOL = range(1_000_000, 1_000_200)  # alerts that are told again and again, each in its own ticket
STEPS = (8, 12, 16, 24, 32)  # times Alerta, tried one after the other


@dataclass
class Figures:
    """Of each round what was measured, by what it is called."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> float:
        self.of.setdefault(name, []).append(value)
        return value

    def ratio(self, name: str, to: str) -> float:
        """The median of the ratios of each round."""
        return median(a / b for a, b in zip(self.of[name], self.of[to], strict=True))

    def __getitem__(self, name: str) -> float:
        return median(self.of[name])


class Bench:
    """The planner and Alerta side by side, which are sent the same."""

    def __init__(self, servers: Servers, alerta: Alerta, *, quick: bool) -> None:
        self.servers, self.alerta = servers, alerta
        self.backlog = Backlog(servers.postgresql.url)
        self.token = source_token()
        self.seconds = 1.0 if quick else 4.0
        self.size = 10 if quick else 100  # hundreds of alerts
        self.figures = Figures()
        self._group = 0

    def groups(self, count: int) -> range:
        self._group += count
        return range(self._group - count, self._group)

    def ours(self, groups: range, alerts: int = 1) -> list[bytes]:
        port = self.servers.port
        return [load.request(PATH, self.token, body(one, alerts), port) for one in groups]

    def theirs(self, groups: range, alerts: int = 1) -> list[bytes]:
        port = self.alerta.port
        return [load.request(ALERTA_PATH, "", body(one, alerts), port) for one in groups]

    @contextmanager
    def worker(self) -> Iterator[None]:
        self.servers.worker.start()
        for _ in range(4):  # each of its processes is awake, and warm, as Alerta is by then
            load.send(self.servers.port, self.ours(self.groups(10), alerts=100))
            self.backlog.until_empty()
        yield
        self.servers.worker.stop()

    def round(self) -> None:
        note = self.figures.note
        self.backlog.settle()
        note("pgbench", commits_per_second(self.servers, int(self.seconds)))
        accepted = load.run(self.servers.port, self.ours(POOL), seconds=int(self.seconds))
        note("a", accepted.per_second)
        note("p95", accepted.p95_ms)
        self.backlog.forget()
        for request in self.theirs(POOL):  # two first ones at once are an error
            load.once(self.alerta.port, request, status=201)
        said = load.run(self.alerta.port, self.theirs(POOL), seconds=int(self.seconds), status=201)
        note("alerta a", said.per_second)
        with self.worker():
            self._hundreds()
            self._repeats()
        self.backlog.forget()

    def _hundreds(self) -> None:
        count = self.size * 6
        asked = self.ours(self.groups(count), alerts=100)
        self.figures.note("c", count * 100 / self.backlog.digest(self.servers.port, asked))
        count = max(8, count // 20)
        asked = self.theirs(self.groups(count), alerts=100)
        self.figures.note("alerta c", count * 100 / load.send(self.alerta.port, asked, status=201))

    def _repeats(self) -> None:
        """:raises AssertionError: a repeat was not counted, or counted twice."""
        count, (group,) = self.size * 40, self.groups(1)
        asked = self.ours(range(group, group + 1)) * count
        self.figures.note("d", count / self.backlog.digest(self.servers.port, asked))
        seen = self.backlog.seen(group)
        assert seen == count, f"{count} were sent, {seen} are counted."
        count = max(40, count // 20)
        asked = self.theirs(range(group, group + 1)) * count
        load.once(self.alerta.port, asked[0], status=201)  # two first ones at once are an error
        self.figures.note("alerta d", count / load.send(self.alerta.port, asked, status=201))

    def sustained(self) -> float:
        """How many times Alerta's rate is sent while the backlog stays under one second's worth."""
        held, reference = 0.0, self.figures["alerta a"]
        for times in STEPS:
            rate, seconds = 1.02 * times * reference, 2 * self.seconds  # none is sent a bit late
            asked = cycle(self.ours(POOL))
            with self.worker():
                sent = load.paced(self.servers.port, asked, per_second=rate, seconds=seconds)
                left = self.backlog.left()
                self.backlog.until_empty()
            self.backlog.forget()
            print(f"b: {sent.per_second:.0f}/s sent, {left} not digested when it ended", flush=True)
            if sent.per_second < 0.95 * rate or left > rate:
                break
            held = sent.per_second / reference
        return held

    def growth(self) -> float:
        """
        Time per alert of the last quarter of a backlog in ratio to the first; meanwhile single
        webhooks are answered.
        """
        count = max(self.size * 10, 400)  # four batches at least
        load.send(self.servers.port, self.ours(self.groups(count), alerts=100))
        self.servers.worker.start()
        meanwhile = cycle(self.ours(POOL))
        with self.backlog.watched() as seen:
            while self.backlog.left(of_many=True):
                answered = load.paced(self.servers.port, meanwhile, per_second=50, seconds=1)
                self.figures.note("p95 meanwhile", answered.p95_ms)
        self.backlog.until_empty()
        self.servers.worker.stop()
        return seen.growth()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a bar is missed")
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sixweek-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Servers(folder) as servers, Alerta(servers.postgresql, folder) as alerta:
            bench = Bench(servers, alerta, quick=options.quick)
            servers.web.start()
            missed = measure(bench, rounds=1 if options.quick else 3)
    for one in missed:
        print(f"MISSED: {one}")
    return 1 if missed and options.check else 0


def measure(bench: Bench, rounds: int) -> list[str]:
    """Prints what it finds; which bars are missed."""
    columns = ("pgbench", "a", "p95", "alerta a", "c", "alerta c", "d", "alerta d")
    print(f"client: {load.NAME}")
    print("a second: a webhooks of 1 accepted, c alerts (100 a webhook) in tickets, d repeats")
    print("".join(f"{name:>10}" for name in ("round", *columns)))
    for number in range(1, rounds + 1):
        bench.round()
        told = (bench.figures.of[name][-1] for name in columns)
        print(f"{number:>10}" + "".join(f"{value:>10.1f}" for value in told), flush=True)
    found, of = bench.figures, {}
    for name in "acd":
        of[name] = found.ratio(name, f"alerta {name}")
    of["b"] = bench.sustained()
    growth = bench.growth()
    to_pgbench = found.ratio("a", "pgbench")
    print(
        f"intake: a {of['a']:.1f}x Alerta, {to_pgbench:.2f} of pgbench, p95 {found['p95']:.1f} ms;"
        f" b {of['b']:.1f}x; c {of['c']:.1f}x ({found['c']:.0f} alerts/s);"
        f" d {of['d']:.1f}x, counted exactly; e {growth:.2f}x,"
        f" p95 {found['p95 meanwhile']:.1f} ms meanwhile"
    )
    bars = [
        (of[name] >= bar, f"{name} is {of[name]:.1f}x Alerta; the bar is {bar}.")
        for name, bar in TIMES_ALERTA.items()
    ]
    bars += [
        (to_pgbench >= OF_PGBENCH, f"a is {to_pgbench:.2f} of pgbench; the bar is {OF_PGBENCH}."),
        (found["p95"] <= P95_MS, f"p95 is {found['p95']:.1f} ms; the bar is {P95_MS}."),
        (growth <= GROWTH, f"time per alert grows {growth:.2f}x; the bar is {GROWTH}."),
        (
            found["p95 meanwhile"] <= P95_MS_MEANWHILE,
            f"p95 is {found['p95 meanwhile']:.1f} ms meanwhile; the bar is {P95_MS_MEANWHILE}.",
        ),
    ]
    return [said for is_held, said in bars if not is_held]


if __name__ == "__main__":
    sys.exit(main())
