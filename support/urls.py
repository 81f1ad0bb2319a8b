"""The desk, and where its alerts come from; below ``/w/<slug>/``."""

from datetime import date
from typing import Final

from django.urls import path, register_converter

from support.views import deliveries, desk, rotation, setups, silences, sources, tickets

app_name = "support"


class TicketKey:
    """S-123, however it is typed."""

    regex = "[Ss]-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class Day:
    """2026-05-21"""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # what is no day of a calendar is not found

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(TicketKey, "ticket")
register_converter(Day, "day")

_SOURCE: Final = "settings/sources/<int:pk>/"
_DAY: Final = "support/rotation/<day:on>/"
_DELIVERY: Final = f"{_SOURCE}requests/<int:delivery>/"

urlpatterns = [
    path("support/", desk.desk, name="desk"),
    path("support/new/", desk.new_ticket, name="new_ticket"),
    path("support/now/", rotation.on_support, name="on_support"),
    path("support/rotation/", rotation.rotation, name="rotation"),
    path("support/rotation/take-over/", rotation.take_over, name="take_over"),
    path(_DAY, rotation.lead_day, name="lead_day"),
    path(f"{_DAY}swap/", rotation.swap, name="swap_turns"),
    path(f"{_DAY}cover/", rotation.cover, name="cover"),
    path(f"{_DAY}take-back/", rotation.take_back, name="take_turn_back"),
    path("support/<ticket:key>", desk.ticket, name="ticket"),
    path("support/<ticket:key>/alerts/", desk.alerts, name="alerts"),
    path("support/<ticket:key>/alerts/<int:pk>/", desk.alert, name="alert"),
    path("support/<ticket:key>/take/", tickets.take, name="take"),
    path("support/<ticket:key>/release/", tickets.release, name="release"),
    path("support/<ticket:key>/assign/", tickets.assign, name="assign"),
    path("support/<ticket:key>/resolve/", tickets.resolve, name="resolve"),
    path("support/<ticket:key>/reopen/", tickets.reopen, name="reopen"),
    path("support/<ticket:key>/note/", tickets.note, name="note"),
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
