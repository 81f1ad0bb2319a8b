"""The minutes of a review as Markdown, to be put into a wiki or a mail; and for paper."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cycles.queries.change_words import ChangeRow
from cycles.queries.minutes import MinutesItem, MinutesPage
from cycles.queries.review_words import QuestionWords
from planner.kit.lists import listed
from planner.kit.paper import Document, Entry, Section


def minutes_markdown(page: MinutesPage) -> str:
    """The same as the page, in one column."""
    return "\n".join(_lines(page)).strip() + "\n"


def _lines(page: MinutesPage) -> Iterator[str]:
    yield f"# {page.title}, {page.day}"
    yield f"\n**{page.conclusion}**" + (f" · {page.next}" if page.next else "")
    yield f"\n{page.status} {_safe(page.people)}".rstrip()
    for item in page.items:
        yield from _item(item)
    if page.addenda:
        yield f"\n## {_('Addenda')}\n"
        for one in page.addenda:
            yield f"- {_safe(one.text)} ({_safe(one.about)})"


def _item(item: MinutesItem) -> Iterator[str]:
    said = item.said
    yield f"\n## {_safe(said.title)}"
    if said.measure:
        yield f"\n**{_safe(said.measure.now)}** {_safe(said.measure.more)}".rstrip()
    if item.history:
        yield f"\n{item.history.calm}" if item.history.calm else f"\n### {item.history.title}\n"
        for kind in item.history.kinds:
            for row in kind.rows:
                yield f"- {kind.label}: {_safe(_change(row))}"
    if said.decisions:
        yield f"\n### {_('Decisions')}\n"
        for decision in said.decisions:
            yield f"- {_safe(decision.text)} ({_safe(decision.about)})"
    if said.questions:
        yield f"\n### {_('Open questions')}\n"
        for question in said.questions:
            yield f"- {_safe(question.text)} ({_safe(_about(question))})"


def minutes_document(page: MinutesPage) -> Document:
    """The same for paper."""
    sections = [_section(item) for item in page.items]
    if page.addenda:
        added = tuple(Entry(one.text, one.about) for one in page.addenda)
        sections.append(Section(_("Addenda"), entries=added))
    return Document(
        f"{page.title}, {page.day}",
        about=page.status,
        pairs=(
            (_("Outcome"), " · ".join(filter(None, [page.conclusion, page.next]))),
            (_("Who was there"), page.people),
        ),
        sections=tuple(sections),
        foot=f"{page.title}, {page.day}",
    )


def _section(item: MinutesItem) -> Section:
    said, entries = item.said, []
    entries += [Entry(one.text, one.about, voice=True) for one in said.decisions]
    entries += [Entry(f"{_('Open question')}: {one.text}", _about(one)) for one in said.questions]
    if item.history:
        entries += [
            Entry(f"{kind.label}: {row.title}", listed(filter(None, [row.text, row.why, row.made])))
            for kind in item.history.kinds
            for row in kind.rows
        ]
    measure = f"{said.measure.now} {said.measure.more}".strip() if said.measure else ""
    calm = item.history.calm if item.history else ""
    nothing = "" if entries or calm else _("Nothing was written about it.")
    return Section(
        said.title,
        about=measure,
        said=calm or nothing,
        entries=tuple(entries),
        voice=said.is_theme,
    )


def _change(row: ChangeRow) -> str:
    return listed(filter(None, [row.title, row.text, row.why, row.made]))


def _about(question: QuestionWords) -> str:
    return listed(filter(None, [question.about, question.more, question.answer]))


def _safe(text: str) -> str:
    """What people typed says what it says, and is no markup; in one line."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
