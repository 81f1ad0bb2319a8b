"""The desk, and where its alerts come from; below ``/w/<slug>/``."""

from typing import Final

from django.urls import path, register_converter

from support.views import (
    ask_links,
    asking,
    debt,
    deliveries,
    desk,
    setups,
    silences,
    sources,
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
    path("support/tasks/<task:key>/take/", debt.take, name="take_debt"),
    path("support/new/", desk.new_ticket, name="new_ticket"),
    path("support/<ticket:key>", desk.ticket, name="ticket"),
    path("support/<ticket:key>/alerts/", desk.alerts, name="alerts"),
    path("support/<ticket:key>/alerts/<int:pk>/", desk.alert, name="alert"),
    path("support/<ticket:key>/take/", tickets.take, name="take"),
    path("support/<ticket:key>/release/", tickets.release, name="release"),
    path("support/<ticket:key>/assign/", tickets.assign, name="assign"),
    path("support/<ticket:key>/resolve/", tickets.resolve, name="resolve"),
    path("support/<ticket:key>/reopen/", tickets.reopen, name="reopen"),
    path("support/<ticket:key>/note/", tickets.note, name="note"),
    path("ask/", asking.ask, name="ask"),
    path("ask/mine/", asking.mine, name="mine"),
    path("ask/<ticket:key>/", asking.asked, name="asked"),
    path("ask/<ticket:key>/write/", asking.write, name="write_more"),
    path("ask/<ticket:key>/solved/", asking.solved, name="call_solved"),
    path("ask/<ticket:key>/unsolved/", asking.unsolved, name="call_unsolved"),
    path("settings/ask-link/", ask_links.ask_link, name="ask_link"),
    path("settings/ask-link/revoke/", ask_links.revoke, name="revoke_ask_link"),
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
