"""The words by which tickets are found, written in the transaction that changes what they say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db import transaction

from planner.actions.bulk import insert_rows
from planner.models import Workspace
from support.actions.rows import AlertRow
from support.models import Alert, FollowUp, Note, Ticket, TicketWords
from support.queries.title_words import titles_said
from support.rules.words import texts_of_alert, words_of

# Of a storm there are very many, and they say much the same.
ALERTS = 50


def index_tickets(tickets: Sequence[Ticket]) -> None:
    """Write down anew by which words they are found. Their rows are locked, or nobody has them."""
    names = dict(TicketWords.objects.filter(ticket__in=tickets).values_list("ticket", "alert_name"))
    notes: dict[int, list[str]] = defaultdict(list)
    for model, path in ((Note, "ticket"), (FollowUp, "inquiry__ticket")):
        rows: Any = model.objects.filter(**{f"{path}__in": tickets}).order_by("pk")
        for pk, text in rows.values_list(path, "text"):
            notes[pk].append(text)
    with transaction.atomic():
        TicketWords.objects.bulk_create(
            [_row(ticket, notes[ticket.pk], names.get(ticket.pk, "")) for ticket in tickets],
            update_conflicts=True,
            unique_fields=["ticket"],
            update_fields=["alert_name", "words"],
        )


def add_words(ticket: Ticket, text: str) -> None:
    """The ticket, whose row is locked, is found by the words of this text as well."""
    row = TicketWords.objects.filter(ticket=ticket).first()
    if row is None:
        return index_tickets([ticket])
    words = words_of([text], known=row.words.split())
    if words != row.words:
        TicketWords.objects.filter(pk=row.pk).update(words=words)
    return None


def add_alerts(said: Sequence[tuple[Ticket, list[AlertRow]]], new: set[int]) -> None:
    """
    The tickets, whose rows are locked, are found by what these alerts of theirs say.

    ``new`` are those that nobody can have found before, by their ids.
    """
    before = [ticket.pk for ticket, _alerts in said if ticket.pk not in new]
    known = {row.ticket_id: row for row in TicketWords.objects.filter(ticket__in=before)}
    first: list[TicketWords] = []
    again: list[TicketWords] = []
    for ticket, alerts in said:
        row = known.get(ticket.pk)
        texts = () if row else (str(ticket.number), *titles_said(ticket.title))
        words = words_of([*texts, *_texts(alerts)], known=row.words.split() if row else ())
        if row is None or words != row.words:
            name = row.alert_name if row else alerts[0].name
            made = _made(ticket, alert_name=name, words=words)
            (first if ticket.pk in new else again).append(made)
    insert_rows(TicketWords, first)
    TicketWords.objects.bulk_create(
        again, update_conflicts=True, unique_fields=["ticket"], update_fields=["words"]
    )


def rebuild_words(*, workspace: Workspace) -> int:
    """Write all words of a workspace anew, a few hundred tickets at a time; how many there are."""
    count = 0
    pks = Ticket.objects.filter(workspace=workspace).order_by("pk").values_list("pk", flat=True)
    for some in batched(list(pks), 200, strict=False):
        with transaction.atomic():
            tickets = Ticket.objects.filter(pk__in=some).order_by("pk").select_for_update()
            index_tickets(list(tickets))
        count += len(some)
    return count


def _row(ticket: Ticket, notes: list[str], name: str) -> TicketWords:
    alerts = list(ticket.alerts.order_by("pk")[:ALERTS])
    texts = [
        str(ticket.number),
        *titles_said(ticket.title),
        ticket.text,
        ticket.asker,
        *notes,
        *_texts(alerts),
    ]
    name = name or (alerts[0].name if alerts else "")
    return _made(ticket, alert_name=name, words=words_of(texts))


def _made(ticket: Ticket, *, alert_name: str, words: str) -> TicketWords:
    return TicketWords(
        ticket=ticket, workspace_id=ticket.workspace_id, alert_name=alert_name, words=words
    )


def _texts(alerts: Iterable[Alert | AlertRow]) -> list[str]:
    told: list[str] = []
    for alert in alerts:
        told += texts_of_alert(alert.name, alert.labels, alert.annotations)
    return told
