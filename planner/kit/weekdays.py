"""Days of the week in words: ``12345`` is Mon–Fri."""

from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import pgettext

from planner.kit.lists import listed


def days_in_words(days: str) -> str:
    """ISO weekdays in order; three and more in a row are told as from and to."""
    runs = groupby(enumerate(int(day) for day in days), key=lambda pair: pair[1] - pair[0])
    return listed(_run([day for _, day in run]) for _, run in runs)


def _run(days: list[int]) -> str:
    names = [str(WEEKDAYS_ABBR[day - 1]) for day in days]
    if len(names) < 3:
        return listed(names)
    return pgettext("from weekday to weekday", "{first}–{last}").format(
        first=names[0], last=names[-1]
    )
