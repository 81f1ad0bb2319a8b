"""
How long the roadmap, the ratio, the causes, what has changed and the reviews take with three years
of cycles behind and three ahead: 400 epics in 12 themes, most of them shipped, 40 reviews, 20,000
tickets, and 150,000 entries of time.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios. A page may take
four times the reference, weigh 150 kB, or 50 kB compressed, and asks the database as often as in a
small workspace.
"""

import gzip
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages
from bench.years import ALL, FEW, QUICK, Size, fill_years
from bench.years_of_work import fill_work

HEAVIEST, HEAVIEST_COMPRESSED = 150, 50  # kB


def pages_of(manager: Any, size: Size) -> dict[str, pages.Page]:
    from cycles.models import Review
    from support.models import Cause

    workspace = manager.workspace
    causes = Cause.objects.filter(workspace=workspace).order_by("pk")
    closed = Review.objects.closed().filter(workspace=workspace)
    running = Review.objects.open().get(workspace=workspace)
    paths = {
        "roadmap": "roadmap/",
        "roadmap year": "roadmap/?zoom=year",
        "ghosts": "roadmap/?since=review",
        "changes": "roadmap/changes/",
        "three years": f"roadmap/changes/?since={closed.last().snapshot_id}",
        "vision": "roadmap/vision/",
        "theme": f"roadmap/themes/{workspace.themes.first().pk}/",
        "ratio": "ratio/",
        "ratio cycles": "ratio/?by=cycle",
        "ratio then": f"ratio/?cycle={size.cycles - 1}",
        "days": f"ratio/{size.cycles + 1}/?nature=reactive",
        "causes": "causes/",
        "cause": f"causes/{causes[0].pk}/",
        "reviews": "reviews/",
        "review": f"reviews/{closed.first().pk}/",
        "meeting": f"reviews/{running.pk}/themes/1/",
    }
    person = manager.person
    return {
        name: pages.asked_by(person, f"/w/{workspace.slug}/{path}") for name, path in paths.items()
    }


def weigh(asked: dict[str, pages.Page], few: dict[str, pages.Page]) -> list[str]:
    """Print what each weighs and asks; the names of those with too much of it."""
    missed = []
    print(f"{'page':<14}{'kB':>8}{'gzip kB':>9}{'queries':>9}{'few':>6}")
    for name, page in asked.items():
        (body, queries), (_, queries_of_few) = _answer(page), _answer(few[name])
        sizes = len(body) / 1000, len(gzip.compress(body, 6)) / 1000
        print(f"{name:<14}{sizes[0]:>8.1f}{sizes[1]:>9.1f}{queries:>9}{queries_of_few:>6}")
        too_heavy = sizes[0] > HEAVIEST or sizes[1] > HEAVIEST_COMPRESSED
        if too_heavy or queries > queries_of_few:
            missed.append(name)
    return missed


def _answer(page: pages.Page) -> tuple[bytes, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page()
    with CaptureQueriesContext(connection) as queries:
        answer: Any = page()
    return answer.content, len(queries)


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        size = QUICK if options.quick else ALL
        (manager, asked), (_, few) = (_filled(one) for one in (size, FEW))
        missed = weigh(asked, few)
        asked = {"reference": pages.asked_by(manager.person, pages.REFERENCE), **asked}
        times = pages.measure(asked, 5 if options.quick else 40)
    code = pages.report(times, check=options.check)
    if options.check and missed:
        print(f"missed: {', '.join(missed)} weigh or ask more than they may")
        return 1
    return code


def _filled(size: Size) -> tuple[Any, dict[str, pages.Page]]:
    manager = fill_years(size)
    fill_work(manager, size)
    return manager, pages_of(manager, size)


if __name__ == "__main__":
    sys.exit(main())
