"""What the benchmarks of pages share: a planner of their own, the reference page, the figures."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median, quantiles
from types import MappingProxyType
from typing import Any

BAR = 4.0  # times the reference page
NO_BARS: Mapping[str, float] = MappingProxyType({})
REFERENCE = "/reference/"

type Page = Callable[[], Any]


def options_of(doc: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--check", action="store_true", help="fail where the bar is missed")
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    return parser.parse_args()


@contextmanager
def planner() -> Iterator[None]:
    """An empty planner in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sixweek-bench-") as folder:
        os.environ |= {
            "PLANNER_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PLANNER_LOG_LEVEL": "WARNING",
        }
        import django
        from django.conf import settings
        from django.core.management import call_command

        settings.ROOT_URLCONF, settings.STATIC_ROOT = "bench.urls", folder
        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        yield


def asked_by(person: object, path: str, **headers: str) -> Page:
    from django.test import Client

    client = Client(headers=headers or None)
    client.force_login(person)  # type: ignore[arg-type]

    def page() -> object:
        answer = client.get(path, HTTP_HOST="127.0.0.1")
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        return answer

    return page


def measure(pages: dict[str, Page], rounds: int) -> dict[str, list[float]]:
    """
    In turns, so that a slow moment of the machine falls on all alike. What is loaded by then is
    kept from the garbage collector, as the server does when it has started.
    """
    from planner.kit.memory import settle

    for page in pages.values():
        page()
    settle()
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, page in pages.items():
            begun = time.perf_counter()
            page()
            times[name].append((time.perf_counter() - begun) * 1000)
    return times


def report(
    times: dict[str, list[float]], *, check: bool, bars: Mapping[str, float] = NO_BARS
) -> int:
    """
    Print the table and the last line; 1, to exit with, where a bar to be held is missed.

    ``bars`` are of those that have one of their own.
    """
    base = median(times["reference"])
    ratios = {name: median(taken) / base for name, taken in times.items()}
    print(f"{'page':<14}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}")
    for name, taken in times.items():
        p95 = quantiles(taken, n=20)[-1]
        print(f"{name:<14}{median(taken):>11.1f}{p95:>9.1f}{ratios[name]:>8.2f}")
    said = (f"{name} {ratio:.2f}x" for name, ratio in ratios.items() if name != "reference")
    print(f"{', '.join(said)} of the reference page")
    del ratios["reference"]
    missed = [name for name, ratio in ratios.items() if ratio > bars.get(name, BAR)]
    if check and missed:
        said = (f"{name} ({bars.get(name, BAR):g})" for name in missed)
        print(f"missed: {', '.join(said)} took more times the reference page than they may")
        return 1
    return 0
