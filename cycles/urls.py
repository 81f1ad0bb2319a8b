"""The addresses of this room, below /w/<slug>/."""

from django.urls import path, register_converter

from cycles.views import (
    boards,
    cards,
    epics,
    leave,
    plan,
    seats,
    settings,
    start,
    succession,
    teams,
)


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
    path("leave/", leave.show_leave, name="leave"),
    path("leave/new/", leave.new_leave, name="new_leave"),
    path("leave/<int:pk>/", leave.edit, name="edit_leave"),
    path("leave/<int:pk>/cancel/", leave.cancel, name="cancel_leave"),
    path("epics/new/", epics.new_epic, name="new_epic"),
    path("epics/<epic:key>/", epics.show_epic, name="epic"),
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
    path("settings/cycles/", settings.show_settings, name="settings"),
    path("settings/cycles/shift/", settings.shift, name="shift"),
    path("settings/cycles/begin/", settings.begin, name="begin"),
]
