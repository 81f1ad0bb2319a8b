"""How many cards may stand in a column."""

from cycles.models import CycleSettings, Task, Team


def limits_of(team: Team, settings: CycleSettings) -> dict[str, int]:
    """By column, for those that have a limit: the board's own, else the workspace's."""
    limits = {
        Task.Column.DOING: team.doing_limit or settings.doing_limit,
        Task.Column.REVIEW: team.review_limit or settings.review_limit,
    }
    return {column: limit for column, limit in limits.items() if limit}
