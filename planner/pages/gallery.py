"""What the gallery shows: the figures of the shared story, standing still."""

from dataclasses import dataclass

from planner.kit.drawings import (
    Availability,
    Entry,
    Ruler,
    RulerDay,
    RulerWeek,
    SixWeeks,
    WeekOfPerson,
)


@dataclass(frozen=True)
class GalleryPage:
    theme: str
    not_started: SixWeeks
    running: SixWeeks
    done: SixWeeks
    free: Availability
    away: Availability
    ruler: Ruler
    story: tuple[Entry, ...]


def gallery_page(theme: str) -> GalleryPage:
    """Cycle 23 on its 15th of 26 working days, as the pieces need it."""
    return GalleryPage(
        theme=theme if theme in ("light", "dark") else "",
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
        story=(
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
