"""The desk, and where its alerts come from; below ``/w/<slug>/``."""

from typing import Final

from django.urls import path, register_converter

from support.views import (
    answers,
    bulk,
    deliveries,
    desk,
    setups,
    silences,
    sources,
    storms,
    tickets,
)

app_name = "support"


class TicketKey:
    """S-123, however it is typed."""

    regex = "[Ss]-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(TicketKey, "ticket")

_SOURCE: Final = "settings/sources/<int:pk>/"
_DELIVERY: Final = f"{_SOURCE}requests/<int:delivery>/"

urlpatterns = [
    path("support/", desk.desk, name="desk"),
    path("support/new/", desk.new_ticket, name="new_ticket"),
    path("support/filter/", desk.narrow, name="filter"),
    path("support/bulk/", bulk.change, name="bulk"),
    path("support/<ticket:key>", desk.ticket, name="ticket"),
    path("support/<ticket:key>/alerts/", desk.alerts, name="alerts"),
    path("support/<ticket:key>/alerts/<int:pk>/", desk.alert, name="alert"),
    path("support/<ticket:key>/take/", tickets.take, name="take"),
    path("support/<ticket:key>/release/", tickets.release, name="release"),
    path("support/<ticket:key>/assign/", tickets.assign, name="assign"),
    path("support/<ticket:key>/resolve/", tickets.resolve, name="resolve"),
    path("support/<ticket:key>/reopen/", tickets.reopen, name="reopen"),
    path("support/<ticket:key>/snooze/", tickets.snooze, name="snooze"),
    path("support/<ticket:key>/wake/", tickets.wake, name="wake"),
    path("support/<ticket:key>/hand-over/", tickets.hand, name="hand"),
    path("support/<ticket:key>/merge/", tickets.merge, name="merge"),
    path("support/<ticket:key>/unmerge/", tickets.unmerge, name="unmerge"),
    path("support/<ticket:key>/groups/", storms.groups, name="groups"),
    path("support/<ticket:key>/groups/<int:pk>/take-out/", storms.take_out, name="take_out"),
    path("support/<ticket:key>/note/", tickets.note, name="note"),
    path("settings/answers/", answers.answers, name="answers"),
    path("settings/answers/new/", answers.new, name="new_answer"),
    path("settings/answers/<int:pk>/", answers.edit, name="answer"),
    path("settings/answers/<int:pk>/remove/", answers.remove, name="remove_answer"),
    path("settings/answers/<int:pk>/restore/", answers.restore, name="restore_answer"),
    path("settings/silences/", silences.silences, name="silences"),
    path("settings/silences/new/", silences.silence, name="silence"),
    path("settings/silences/<int:pk>/end/", silences.end, name="end_silence"),
    path("settings/sources/", sources.sources, name="sources"),
    path("settings/sources/new/", sources.new_source, name="new_source"),
    path(_SOURCE, sources.source, name="source"),
    path(f"{_SOURCE}rename/", sources.rename, name="rename_source"),
    path(f"{_SOURCE}remove/", sources.remove, name="remove_source"),
    path(f"{_SOURCE}tokens/", sources.add, name="add_token"),
    path(f"{_SOURCE}tokens/<int:token>/revoke/", sources.revoke, name="revoke_token"),
    path(f"{_SOURCE}secrets/", setups.add_secret, name="add_secret"),
    path(f"{_SOURCE}secrets/<int:secret>/remove/", setups.remove_secret, name="remove_secret"),
    path(f"{_SOURCE}topic/", setups.topic, name="topic"),
    path(f"{_SOURCE}repeat/", setups.repeat, name="repeat"),
    path(f"{_SOURCE}try/", setups.try_out, name="try_source"),
    path(f"{_SOURCE}mapping/", setups.mapping, name="mapping"),
    path(_DELIVERY, deliveries.delivery, name="delivery"),
    path(f"{_DELIVERY}body/", deliveries.delivery_body, name="delivery_body"),
    path(f"{_DELIVERY}replay/", deliveries.replay, name="replay"),
    path(f"{_SOURCE}rejected/<int:rejected>/", deliveries.rejected, name="rejected"),
]
