"""What the gallery shows: the figures of the shared story, standing still."""

from dataclasses import dataclass
from typing import Final

from django import forms

from planner.kit.drawings import (
    Availability,
    Entry,
    Ruler,
    RulerDay,
    RulerWeek,
    SixWeeks,
    WeekOfPerson,
)
from planner.kit.names import initials

PEOPLE: Final = {
    "1": ("Daniel Okafor", "30 d, no seat"),
    "2": ("Yui Nakahara", "30 d, no seat"),
    "3": ("森 遥", "24 d, leave in week 1"),
    "4": ("Zoë Lindqvist", "on support now"),
    "5": ("نادية حداد", "12 d"),
}


class LetThrough(forms.Form):
    """A form as every form looks, with what is wrong at its field."""

    days = forms.IntegerField(label="Let through for", help_text="In working days.", max_value=10)
    urgent = forms.BooleanField(label="It cannot wait for the next cycle", required=False)
    kind = forms.ChoiceField(
        label="What it is",
        choices=[("question", "Question"), ("request", "Request")],
        widget=forms.RadioSelect,
        initial="question",
    )
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class GalleryPage:
    theme: str
    form: LetThrough
    people: tuple[tuple[str, str, str, str], ...]
    seated: str
    not_started: SixWeeks
    running: SixWeeks
    done: SixWeeks
    free: Availability
    away: Availability
    ruler: Ruler
    timeline: tuple[Entry, ...]


def gallery_page(*, theme: str, member: str, days: str) -> GalleryPage:
    """Cycle 23 on its 15th of 26 working days; the form says what is wrong with ``days``."""
    return GalleryPage(
        theme=theme if theme in ("light", "dark") else "",
        form=LetThrough({"days": days, "kind": "question"}),
        people=tuple((pk, name, initials(name), about) for pk, (name, about) in PEOPLE.items()),
        seated=PEOPLE[member][0] if member in PEOPLE else "",
        not_started=SixWeeks("Cycle 24, not started", (0,) * 6),
        running=SixWeeks("Cycle 23, week 4 of 6, day 15 of 26", (1, 1, 1, 0.8, 0, 0), today=3),
        done=SixWeeks("Cycle 22, done", (1,) * 6),
        free=Availability("Daniel Okafor: 30 of 30 days", (WeekOfPerson(1),) * 6),
        away=Availability(
            "Aiko Tanabe: 18 of 30 days, leave in weeks 3 to 5",
            (
                WeekOfPerson(1),
                WeekOfPerson(1),
                WeekOfPerson(0, on_leave=True),
                WeekOfPerson(0, on_leave=True),
                WeekOfPerson(0.6, on_leave=True),
                WeekOfPerson(1),
            ),
        ),
        ruler=Ruler("Cycle 23, 27 April to 5 June, today 21 May", _weeks(), today="Thu 21 May"),
        timeline=(
            Entry("bell", "Datadog", "opened it, 1.02 % > 1 % on n2-highmem", "14:02"),
            Entry("person", "Sho", "took it", "14:09"),
            Entry("dot", "Sho", "", "14:41", said="Cordon hm-07 first, then spread the jobs."),
            Entry("question", "نادية حداد", "", "14:52", said="هل تكفي 30 ثانية بين كل بود؟"),
            Entry("arrow", "Sho", "answered", "14:58", said="はい、30 秒で十分です。"),
        ),
    )


def _weeks() -> tuple[RulerWeek, ...]:
    starts = ("27 Apr", "4 May", "11 May", "18 May", "25 May", "1 Jun")
    holidays = {2, 5, 6, 7}
    return tuple(
        RulerWeek(
            name=f"Week {week + 1}",
            starts=start,
            days=tuple(_day(5 * week + day, holidays) for day in range(5)),
            is_current=week == 3,
        )
        for week, start in enumerate(starts)
    )


def _day(number: int, holidays: set[int], today: int = 18) -> RulerDay:
    if number in holidays:
        return RulerDay("holiday", "Public holiday")
    if number == today:
        return RulerDay("today", "Today")
    return RulerDay("past" if number < today else "ahead", f"Day {number + 1}")
