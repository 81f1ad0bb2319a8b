"""
What digestion costs, in CPU: of the worker, and of PostgreSQL. No waiting is in it.

Requests are put into a durable PostgreSQL by plain SQL, then digested in this process, in which
``--profile`` shows where the time goes.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.senders import body, source_token
from bench.servers import Servers

# How many alerts, and the number of the first group that nobody has sent yet.
BODIES: dict[str, Callable[[int, int], Iterator[bytes]]] = {
    "hundreds": lambda count, new: (body(new + n, 100) for n in range(count // 100)),
    "again": lambda count, _new: (body(n, 100) for n in range(count // 100)),
    "repeats": lambda count, new: iter([body(new, 1)] * count),
    "singles": lambda count, _new: (body(1_000_000 + n % 200, 1) for n in range(count)),
}
INSERT = """
    INSERT INTO support_delivery
        (source_id, received_at, headers, body, body_bytes, state, error, remarks)
    VALUES (%s, now(), '{"content-type": "application/json"}', %s, %s, 'stored', '', '')
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modes", nargs="*", default=list(BODIES), help="of " + ", ".join(BODIES))
    parser.add_argument("--count", type=int, default=10_000, help="alerts of each mode")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--profile", action="store_true", help="where the worker's time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sixweek-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Servers(folder) as servers:
            source_token()
            for number in range(options.rounds):
                for mode in options.modes:
                    bodies = BODIES[mode](options.count, 10_000 * number)
                    measure(servers, mode, bodies, options.count, profile=options.profile)


def measure(
    servers: Servers, mode: str, bodies: Iterator[bytes], count: int, *, profile: bool
) -> None:
    from django.db import connection
    from django.utils import timezone

    from planner.kit.memory import settle
    from support.actions.batch import Batches
    from support.actions.digestion import digest_batch
    from support.models import Source

    source = Source.objects.get()
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [(source.pk, one, len(one)) for one in bodies])
        cursor.execute("CHECKPOINT")
    settle()
    profiler, batches = cProfile.Profile(), 0
    ours, theirs = time.process_time(), postgresql_seconds(servers)
    if profile:
        profiler.enable()
    waiting = Batches(source)
    while digest_batch(source=source, at=timezone.now(), batches=waiting):
        batches += 1
    profiler.disable()
    ours, theirs = time.process_time() - ours, postgresql_seconds(servers) - theirs
    connection.close()  # its pool would wait for a server that is stopped before it
    connection.close_pool()
    each = f"worker {ours * 1000 / count:.4f} ms, PostgreSQL {theirs * 1000 / count:.4f} ms"
    print(f"{mode:>10}: {each} an alert; {batches} batches", flush=True)
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


def postgresql_seconds(servers: Servers) -> float:
    """CPU time of the server and of all its processes, those that ended too."""
    pid = int((servers.postgresql.data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _seconds(pid, with_ended=True) + sum(_seconds(int(one)) for one in children)


def _seconds(pid: int, *, with_ended: bool = False) -> float:
    """proc_pid_stat(5): utime, stime, cutime, cstime."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times if with_ended else times[:2])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
