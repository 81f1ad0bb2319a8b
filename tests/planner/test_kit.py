import pytest

from planner.kit.names import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [("Haruka Mori", "HM"), ("森遥", "森遥"), ("Ana de la Cruz", "AC"), ("x", "X")],
)
def test_initials_are_at_most_two_characters(name, short):
    assert initials(name) == short
