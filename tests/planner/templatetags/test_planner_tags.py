import pytest
from django.template import Context, Template
from lucide import IconDoesNotExist

from planner.kit.drawings import Availability, Entry, SixWeeks, WeekOfPerson


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_icon_is_hidden_from_screen_readers_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "star" %}')
    assert 'role="img" aria-label="Vision"' in shown('{% icon "star" label="Vision" %}')


def test_icon_of_lucide_stands_in_for_what_we_have_not_drawn() -> None:
    assert 'viewBox="0 0 24 24"' in shown('{% icon "settings" %}')


def test_icon_that_nobody_has_drawn_is_refused() -> None:
    with pytest.raises(IconDoesNotExist):
        shown('{% icon "no-such-thing" %}')


def test_sixweek_bar_says_where_the_cycle_is() -> None:
    bar = SixWeeks("Cycle 23, week 4 of 6, day 15 of 26", (1, 1, 1, 0.8, 0, 0), today=3)
    drawn = shown("{% sixweek bar %}", bar=bar)
    assert 'role="img" aria-label="Cycle 23, week 4 of 6, day 15 of 26"' in drawn
    assert drawn.count('class="rest"') == 3
    assert drawn.count('class="done"') == 4
    assert drawn.count('class="today"') == 1


def test_sixweek_bar_puts_today_where_the_done_part_ends() -> None:
    drawn = shown("{% sixweek bar %}", bar=SixWeeks("", (1, 0.5, 0), today=1))
    week = (132 - 2 * 2) / 3
    assert f'class="today" x="{week + 2 + week / 2:.0f}"' in drawn


def test_sixweek_bar_that_is_not_running_has_no_today() -> None:
    drawn = shown('{% sixweek bar "fill" %}', bar=SixWeeks("Cycle 24, not started", (0,) * 6))
    assert "today" not in drawn
    assert "done" not in drawn


def test_availability_hatches_leave_above_the_free_days() -> None:
    bar = Availability("18 of 30 days", (WeekOfPerson(1), WeekOfPerson(0.6, on_leave=True)))
    drawn = shown("{% availability bar %}", bar=bar)
    assert 'aria-label="18 of 30 days"' in drawn
    assert drawn.count('fill="url(#leave)"') == 1
    assert "M9 0h7v5.6h-7z" in drawn


def test_no_drawing_needs_a_style_attribute() -> None:
    bar = SixWeeks("x", (1, 0.5), today=1)
    assert "style=" not in shown('{% sixweek bar "fill" %}{% icon "ring" %}', bar=bar)


def test_avatar_of_somebody_says_the_name_only_when_it_stands_alone() -> None:
    assert shown('{% avatar "Haruka Mori" %}').endswith('aria-hidden="true">HM</span>')
    assert 'aria-label="Haruka Mori"' in shown('{% avatar "Haruka Mori" alone=True %}')


def test_avatar_of_nobody_is_dashed() -> None:
    assert 'class="avatar nobody"' in shown('{% avatar "" %}')


def test_what_people_wrote_is_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    drawn = shown(
        '{% avatar name %}{% pill name "unk" %}{% alert_box "bad" name name %}{% empty name name %}'
        "{% timeline entries %}",
        name=hostile,
        entries=[Entry("dot", hostile, hostile, "14:02", said=hostile)],
    )
    assert "<script" not in drawn


@pytest.mark.parametrize(
    ("kind", "word"), [("vision", "Vision"), ("issue", "Issue"), ("big", "Big"), ("small", "Small")]
)
def test_tag_is_a_shape_and_a_word(kind: str, word: str) -> None:
    drawn = shown("{% tag kind %}", kind=kind)
    assert "<svg" in drawn
    assert word in drawn


def test_boundary_marks_the_layer_of_the_ticket() -> None:
    drawn = shown('{% boundary "addon" %}')
    assert drawn.count("aria-current") == 1
    assert '<span class="ours" aria-current="true">add-on</span>' in drawn


def test_box_that_says_no_is_announced_at_once() -> None:
    assert 'role="alert"' in shown('{% alert_box "bad" "Not saved." %}')
    assert 'role="status"' in shown('{% alert_box "stale" "" "No metrics for 6 min." %}')


def test_keys_are_shown_for_the_eye_only() -> None:
    assert "data-mod" in shown('{% kbd "mod Enter" %}')
    drawn = shown('{% kbd "g n" %}')
    assert drawn == '<kbd aria-hidden="true">G</kbd> <kbd aria-hidden="true">N</kbd>'


def test_figure_stays_beside_its_percent_sign():
    page = Template("{{ text|together }}").render(Context({"text": "under the 50 % line"}))
    assert page == "under the 50\u00a0% line"
