"""What can be searched for in tickets: one row of words for each, under an index of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Lookup

from planner.models import Workspace
from support.models.tickets import Ticket
from support.rules.words import Term


class WordsField(models.TextField):  # type: ignore[type-arg]  # it takes none when it runs
    """Words with a space between them."""


@WordsField.register_lookup
class HasTerms(Lookup):
    """All of the terms are among the words: ``words__has=terms_of("障害 kubelet")``."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        raise NotImplementedError(connection.vendor)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        # An FTS5 table that triggers keep (migration 0011).
        terms: tuple[Term, ...] = self.rhs
        said = " AND ".join(f'"{t.text}"' + ("" if t.is_whole else "*") for t in terms)
        alias = connection.ops.quote_name(self.lhs.alias)
        found = "SELECT rowid FROM support_ticketwords_fts WHERE support_ticketwords_fts MATCH %s"
        return f'{alias}."ticket_id" IN ({found})', [said]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        # The expression is that of the index (migration 0011).
        terms: tuple[Term, ...] = self.rhs
        said = " & ".join(f"'{t.text}'" + ("" if t.is_whole else ":*") for t in terms)
        words, params = self.process_lhs(compiler, connection)
        vector = f"array_to_tsvector(string_to_array({words}, ' '))"
        return f"{vector} @@ %s::tsquery", [*params, said]


class TicketWords(models.Model):
    """
    Of a ticket's title, text, notes and alerts. ``alert_name`` is of what it was opened for, by
    which tickets that were there before are found.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="index")
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="+", db_index=False)
    alert_name = models.CharField(max_length=300, blank=True)
    words = WordsField()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "alert_name", "-ticket"],
                condition=~models.Q(alert_name=""),
                name="ticket_of_an_alert_name",
            )
        ]

    def __str__(self) -> str:
        return str(self.words)[:40]
