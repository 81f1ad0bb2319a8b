"""The desk, and where its alerts come from; below ``/w/<slug>/``."""

from datetime import date
from typing import Final

from django.urls import path, register_converter

from support.urls_causes import patterns as of_causes
from support.urls_clusters import patterns as of_clusters
from support.urls_health import patterns as of_health
from support.urls_outbox import patterns as of_the_outbox
from support.urls_ratio import ratio_patterns
from support.views import (
    ask_links,
    asking,
    bulk,
    classification,
    debt,
    deliveries,
    desk,
    developers,
    handoffs,
    interruptions,
    judging,
    rotation,
    saved_answers,
    setups,
    shield,
    silences,
    sources,
    storms,
    tickets,
    time,
)

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

_ASK: Final = "shield/<int:pk>/"
_RULE: Final = "settings/classification/<int:pk>/"
_SOURCE: Final = "settings/sources/<int:pk>/"
_DAY: Final = "support/rotation/<day:on>/"
_DELIVERY: Final = f"{_SOURCE}requests/<int:delivery>/"

urlpatterns = [
    path("support/", desk.desk, name="desk"),
    path("support/tasks/<task:key>/take/", debt.take, name="take_debt"),
    path("support/tasks/<task:key>/time/", debt.log, name="log_debt_time"),
    path("support/new/", desk.new_ticket, name="new_ticket"),
    path("support/filter/", desk.narrow, name="filter"),
    path("support/bulk/", bulk.change, name="bulk"),
    path("support/now/", rotation.on_support, name="on_support"),
    path("support/rotation/", rotation.rotation, name="rotation"),
    path("support/rotation/take-over/", rotation.take_over, name="take_over"),
    path("support/handoffs/<int:number>/", handoffs.handoff, name="handoff"),
    path("support/handoffs/<int:number>/write/", handoffs.write, name="write_handoff"),
    path("support/handoffs/<int:number>/edit/", handoffs.edit, name="edit_handoff"),
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
    path("support/<ticket:key>/snooze/", tickets.snooze, name="snooze"),
    path("support/<ticket:key>/wake/", tickets.wake, name="wake"),
    path("support/<ticket:key>/hand-over/", tickets.hand, name="hand"),
    path("support/<ticket:key>/merge/", tickets.merge, name="merge"),
    path("support/<ticket:key>/unmerge/", tickets.unmerge, name="unmerge"),
    path("support/<ticket:key>/groups/", storms.groups, name="groups"),
    path("support/<ticket:key>/groups/<int:pk>/take-out/", storms.take_out, name="take_out"),
    path("support/<ticket:key>/note/", tickets.note, name="note"),
    path("settings/answers/", saved_answers.answers, name="answers"),
    path("settings/answers/new/", saved_answers.new, name="new_answer"),
    path("settings/answers/<int:pk>/", saved_answers.edit, name="answer"),
    path("settings/answers/<int:pk>/remove/", saved_answers.remove, name="remove_answer"),
    path("settings/answers/<int:pk>/restore/", saved_answers.restore, name="restore_answer"),
    path("ask/", asking.ask, name="ask_desk"),
    path("ask/mine/", asking.mine, name="mine"),
    path("ask/<ticket:key>/", asking.asked, name="asked"),
    path("ask/<ticket:key>/write/", asking.write, name="write_more"),
    path("ask/<ticket:key>/solved/", asking.solved, name="call_solved"),
    path("ask/<ticket:key>/unsolved/", asking.unsolved, name="call_unsolved"),
    path("settings/ask-link/", ask_links.ask_link, name="ask_link"),
    path("settings/ask-link/revoke/", ask_links.revoke, name="revoke_ask_link"),
    path("support/<ticket:key>/time/", time.log_on_ticket, name="log_time"),
    path("support/<ticket:key>/timer/start/", time.start, name="start_timer"),
    path("support/<ticket:key>/timer/stop/", time.stop, name="stop_timer"),
    path("support/<ticket:key>/timer/discard/", time.discard, name="discard_timer"),
    path("support/<ticket:key>/cause/", time.ticket_cause, name="ticket_cause"),
    path("support/time/<int:pk>/", time.entry, name="time_entry"),
    path("support/time/<int:pk>/strike/", time.strike, name="strike_time"),
    path("support/walk-up/", interruptions.walk_up, name="walk_up"),
    path("shield/", shield.shield, name="shield"),
    path("shield/ask/", interruptions.ask, name="ask"),
    path(_ASK, shield.interruption, name="interruption"),
    path(f"{_ASK}answer/", shield.answer, name="answer_for_team"),
    path(f"{_ASK}redirect/", shield.back_to_support, name="redirect_to_desk"),
    path(f"{_ASK}next-cycle/", shield.next_cycle, name="next_cycle"),
    path(f"{_ASK}let-through/", shield.through, name="let_through"),
    path(f"{_ASK}take-back/", shield.take_back, name="take_answer_back"),
    path(f"{_ASK}time/", time.log_on_interruption, name="log_on_interruption"),
    path(f"{_ASK}cause/", time.interruption_cause, name="interruption_cause"),
    *of_causes,
    path("support/<ticket:key>/classify/", judging.judge, name="judge"),
    path("support/<ticket:key>/classify/table/", judging.unjudge, name="unjudge"),
    path("settings/desk/", developers.desk_settings, name="desk_settings"),
    path("settings/developers/", developers.developers, name="developers"),
    path("settings/developers/new/", developers.new_team, name="new_developer_team"),
    path("settings/developers/<int:pk>/", developers.team, name="developer_team"),
    path(
        "settings/developers/<int:pk>/remove/", developers.remove_team, name="remove_developer_team"
    ),
    path("settings/classification/", classification.table, name="classification"),
    path("settings/classification/new/", classification.new_rule, name="new_rule"),
    path("settings/classification/own/", classification.own, name="own_rules"),
    path("settings/classification/reset/", classification.reset, name="reset_rules"),
    path("settings/classification/reclassify/", classification.reclassify, name="reclassify"),
    path(_RULE, classification.rule, name="rule"),
    path(f"{_RULE}move/", classification.move, name="move_rule"),
    path(f"{_RULE}remove/", classification.remove, name="remove_rule"),
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
    *of_clusters,
    *of_health,
    *of_the_outbox,
    *ratio_patterns(),
]
