"""What the benchmarks of pages share: a planner of their own, the reference page, the figures."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles

BAR = 4.0  # times the reference page
REFERENCE = "/reference/"

type Page = Callable[[], object]


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

        settings.ROOT_URLCONF = "bench.urls"
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
    """In turns, so that a slow moment of the machine falls on all alike."""
    for page in pages.values():
        page()
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, page in pages.items():
            begun = time.perf_counter()
            page()
            times[name].append((time.perf_counter() - begun) * 1000)
    return times


def report(times: dict[str, list[float]], *, check: bool) -> int:
    """Print the table and the last line; 1, to exit with, where a bar to be held is missed."""
    base = median(times["reference"])
    ratios = {name: median(taken) / base for name, taken in times.items()}
    print(f"{'page':<12}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}")
    for name, taken in times.items():
        p95 = quantiles(taken, n=20)[-1]
        print(f"{name:<12}{median(taken):>11.1f}{p95:>9.1f}{ratios[name]:>8.2f}")
    said = (f"{name} {ratio:.2f}x" for name, ratio in ratios.items() if name != "reference")
    print(f"{', '.join(said)} of the reference page")
    missed = [name for name, ratio in ratios.items() if name != "reference" and ratio > BAR]
    if check and missed:
        print(f"missed: {', '.join(missed)} took more than {BAR:g} times the reference page")
        return 1
    return 0
