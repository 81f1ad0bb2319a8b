"""Days of the week in words: ``12345`` is Mon–Fri."""

from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR


def days_in_words(days: str) -> str:
    """ISO weekdays in order; three and more in a row are told as from and to."""
    runs = groupby(enumerate(int(day) for day in days), key=lambda pair: pair[1] - pair[0])
    return ", ".join(_run([day for _, day in run]) for _, run in runs)


def _run(days: list[int]) -> str:
    names = [str(WEEKDAYS_ABBR[day - 1]) for day in days]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)
