"""The addresses of this room, below /w/<slug>/."""

from django.urls import include, path, register_converter

from cycles.views import (
    boards,
    cards,
    changes,
    closing,
    commitments,
    epic_steps,
    epics,
    leave,
    meetings,
    minutes,
    needs,
    plan,
    reviews,
    roadmap,
    scope,
    seats,
    settings,
    start,
    succession,
    teams,
    unknowns,
)
from cycles.views import review_lines as lines


class EpicKey:
    """``E-12``"""

    regex = r"E-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TaskKey(EpicKey):
    """``T-12``"""

    regex = r"T-[1-9][0-9]{0,8}"


register_converter(EpicKey, "epic")
register_converter(TaskKey, "task")

UNKNOWNS = [
    path("new/", unknowns.new_unknown, name="new_unknown"),
    path("<int:unknown>/", unknowns.show_unknown, name="unknown"),
    path("<int:unknown>/edit/", unknowns.edit, name="edit_unknown"),
    path("<int:unknown>/investigate/", unknowns.investigate, name="investigate_unknown"),
    path("<int:unknown>/resolve/", unknowns.resolve, name="resolve_unknown"),
    path("<int:unknown>/reopen/", unknowns.reopen, name="reopen_unknown"),
]
SCOPE = [
    path("new/", scope.new_item, name="new_scope_item"),
    path("<int:item>/", scope.show_item, name="scope_item"),
    path("<int:item>/edit/", scope.edit, name="edit_scope_item"),
    path("<int:item>/judge/", scope.judge, name="judge_scope_item"),
    path("<int:item>/cut/", scope.cut, name="cut_scope_item"),
    path("<int:item>/move/", scope.move, name="move_scope_item"),
    path("<int:item>/build/", scope.build, name="build_scope_item"),
    path("<int:item>/unbuild/", scope.unbuild, name="unbuild_scope_item"),
]
COMMITMENT = [
    path("", commitments.propose, name="commitment"),
    path("sign/", commitments.sign, name="sign_commitment"),
    path("withdraw/", commitments.withdraw, name="withdraw_commitment"),
    path("check/", commitments.check, name="check_commitment"),
]
REVIEWS = [
    path("", reviews.reviews, name="reviews"),
    path("open/", reviews.new_review, name="open_review"),
    path("<int:pk>/", reviews.show_review, name="review"),
    path("decisions.csv", minutes.decisions, name="decisions_csv"),
    path("<int:pk>/minutes.md", minutes.markdown, name="minutes_markdown"),
    path("<int:pk>/minutes.pdf", minutes.paper, name="minutes_paper"),
    path("<int:pk>/agenda/", reviews.arrange, name="arrange_agenda"),
    path("<int:pk>/participants/", reviews.participants, name="name_participants"),
    path("<int:pk>/call-off/", reviews.call_off, name="call_off_review"),
    path("<int:pk>/close/", reviews.close, name="close_review"),
    path("<int:pk>/addenda/", reviews.addendum, name="add_addendum"),
    path("<int:pk>/themes/<int:place>/", meetings.meeting, name="meeting"),
    path("<int:pk>/themes/<int:place>/decide/", meetings.write_decision, name="decide"),
    path("<int:pk>/themes/<int:place>/ask/", meetings.write_question, name="ask_in_review"),
    path("decisions/<int:decision>/", lines.show_decision, name="decision"),
    path("decisions/<int:decision>/edit/", lines.change_decision, name="edit_decision"),
    path("decisions/<int:decision>/withdraw/", lines.withdraw, name="withdraw_decision"),
    path("decisions/<int:decision>/restore/", lines.restore, name="restore_decision"),
    path("questions/<int:question>/", lines.show_question, name="review_question"),
    path("questions/<int:question>/edit/", lines.change_question, name="edit_review_question"),
    path("questions/<int:question>/answer/", lines.answer_question, name="answer_question"),
    path("questions/<int:question>/hand-on/", lines.hand_on, name="make_unknown"),
]

app_name = "cycles"
urlpatterns = [
    path("plan/", plan.next_plan, name="plan_next"),
    path("plan/<int:number>/", plan.show_plan, name="plan"),
    path("plan/<int:number>/epics/choose/", plan.choose, name="choose"),
    path("plan/<int:number>/epics/remove/", plan.remove, name="remove"),
    path("plan/<int:number>/epics/move/", plan.move, name="move"),
    path("plan/<int:number>/seats/", seats.take, name="seats"),
    path("plan/<int:number>/seats/<int:pk>/", seats.show_seat, name="seat"),
    path("plan/<int:number>/seats/<int:pk>/move/", seats.move, name="seat_move"),
    path("plan/<int:number>/seats/<int:pk>/remove/", seats.empty, name="seat_remove"),
    path("plan/<int:number>/teams/<int:pk>/", teams.change_team, name="team"),
    path("plan/<int:number>/teams/<int:pk>/seats/", seats.give_back, name="seat_again"),
    path("plan/<int:number>/last-teams/", succession.succeed, name="succeed"),
    path("plan/<int:number>/start/", start.start, name="start"),
    path("cycles/", closing.past, name="past"),
    path("cycles/<int:number>/close/", closing.close, name="close"),
    path("cycles/<int:number>/reopen/", closing.reopen, name="reopen"),
    path("roadmap/changes/", changes.show_changes, name="changes"),
    path("roadmap/snapshots/new/", changes.take, name="take_snapshot"),
    path("roadmap/", roadmap.show_roadmap, name="roadmap"),
    path("roadmap/move/", roadmap.move, name="move_on_roadmap"),
    path("roadmap/epics/<epic:key>/", roadmap.show_place, name="place"),
    path("leave/", leave.show_leave, name="leave"),
    path("leave/new/", leave.new_leave, name="new_leave"),
    path("leave/<int:pk>/", leave.edit, name="edit_leave"),
    path("leave/<int:pk>/cancel/", leave.cancel, name="cancel_leave"),
    path("reviews/", include(REVIEWS)),
    path("epics/new/", epics.new_epic, name="new_epic"),
    path("epics/<epic:key>/", epic_steps.show_epic, name="epic"),
    path("epics/<epic:key>/edit/", epics.edit, name="edit_epic"),
    path("boards/<int:team>/", boards.show_board, name="board"),
    path("boards/<int:team>/new/", cards.new_task, name="new_task"),
    path("boards/<int:team>/move/", boards.move, name="move_tasks"),
    path("boards/<int:team>/assign/", boards.assign, name="assign_tasks"),
    path("boards/<int:team>/block/", boards.block, name="block_tasks"),
    path("boards/<int:team>/unblock/", boards.unblock, name="unblock_tasks"),
    path("boards/<int:team>/limits/", boards.limits, name="board_limits"),
    path("tasks/<task:key>/", cards.show_task, name="task"),
    path("tasks/<task:key>/edit/", cards.edit, name="edit_task"),
    path("epics/<epic:key>/begin/", epic_steps.begin, name="begin_epic"),
    path("epics/<epic:key>/wait/", epic_steps.wait, name="let_epic_wait"),
    path("epics/<epic:key>/ship/", epic_steps.ship, name="ship_epic"),
    path("epics/<epic:key>/unship/", epic_steps.unship, name="unship_epic"),
    path("epics/<epic:key>/hill/", epic_steps.move, name="hill"),
    path("epics/<epic:key>/hill.svg", epic_steps.hill_svg, name="hill_svg"),
    path("epics/<epic:key>/links/new/", epic_steps.new_link, name="new_link"),
    path("epics/<epic:key>/links/<int:link>/remove/", epic_steps.drop_link, name="remove_link"),
    path("epics/<epic:key>/needs/new/", needs.new_need, name="new_need"),
    path("epics/<epic:key>/needs/<int:need>/remove/", needs.remove_need, name="remove_need"),
    path("epics/<epic:key>/unknowns/", include(UNKNOWNS)),
    path("epics/<epic:key>/scope/", include(SCOPE)),
    path("epics/<epic:key>/commitment/", include(COMMITMENT)),
    path("roadmap/", include("cycles.urls_of_frame")),
    path("settings/cycles/", settings.show_settings, name="settings"),
    path("settings/cycles/shift/", settings.shift, name="shift"),
    path("settings/cycles/begin/", settings.begin, name="begin"),
]
