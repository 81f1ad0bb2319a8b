"""How often something fired, over time and by what it was about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

# What an alert is most often about, the narrow before the wide.
TELLING: Final = (
    "node",
    "instance",
    "pod",
    "deployment",
    "statefulset",
    "daemonset",
    "job_name",
    "persistentvolumeclaim",
    "device",
    "service",
    "namespace",
    "cluster",
)


def over_time(
    starts: Sequence[datetime], *, since: datetime, until: datetime, buckets: int
) -> tuple[int, ...]:
    """Count the starts in that many equal stretches between the two times, both inclusive."""
    counted = [0] * buckets
    length = (until - since) / buckets
    for start in starts:
        if since <= start <= until:
            place = int((start - since) / length) if length else buckets - 1
            counted[min(place, buckets - 1)] += 1
    return tuple(counted)


def telling_label(labels: Sequence[Mapping[str, str]]) -> str:
    """The label that tells these alerts apart: the first known one with several values, or none."""
    for name in TELLING:
        if len({each[name] for each in labels if each.get(name)}) > 1:
            return name
    return ""


def most_often(values: Sequence[tuple[str, int]], most: int) -> tuple[tuple[str, int], ...]:
    """Add up the counts of equal values; the largest first, equal ones by name."""
    total: Counter[str] = Counter()
    for value, count in values:
        total[value] += count
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:most])
