from datetime import UTC, datetime, timedelta

import pytest

from support.rules.grouping import Latest, Move, Turn, is_over, read_signal, what_happens

T0, T1, T2, T3, NOW = (datetime(2026, 5, 21, hour, tzinfo=UTC) for hour in (8, 9, 10, 11, 12))
FIRES, OVER = Latest(T1, None), Latest(T1, T2)


@pytest.mark.parametrize(
    ("latest", "firing", "starts", "ends", "turn", "episode", "after"),
    [
        # first contact
        (None, True, T1, None, Turn.BEGAN, Latest(T1, None), Latest(T1, None)),
        (None, False, T1, T2, Turn.OLD, OVER, OVER),
        (None, True, None, None, Turn.BEGAN, Latest(NOW, None), Latest(NOW, None)),
        (None, False, None, None, Turn.OLD, Latest(NOW, NOW), Latest(NOW, NOW)),
        # while it fires
        (FIRES, True, T1, None, Turn.REPEATED, FIRES, FIRES),
        (FIRES, True, None, None, Turn.REPEATED, FIRES, FIRES),
        (FIRES, False, T1, T2, Turn.ENDED, OVER, OVER),
        (FIRES, False, None, T2, Turn.ENDED, OVER, OVER),
        (FIRES, False, T1, None, Turn.ENDED, Latest(T1, NOW), Latest(T1, NOW)),
        (FIRES, False, T1, T0, Turn.ENDED, Latest(T1, T1), Latest(T1, T1)),
        # its end was lost, and it fires anew
        (FIRES, True, T2, None, Turn.BEGAN, Latest(T2, None), Latest(T2, None)),
        (FIRES, False, T2, T3, Turn.ENDED, Latest(T2, T3), Latest(T2, T3)),
        # the sender moved the start back
        (FIRES, True, T0, None, Turn.REPEATED, FIRES, FIRES),
        (FIRES, False, T0, T2, Turn.ENDED, OVER, OVER),
        # an older episode, told late
        (FIRES, False, T0, T1, Turn.OLD, Latest(T0, T1), FIRES),
        (OVER, True, T0, None, Turn.OLD, Latest(T0, T1), OVER),
        (OVER, False, T0, T1, Turn.OLD, Latest(T0, T1), OVER),
        # what is over does not begin again
        (OVER, True, T1, None, Turn.OLD, OVER, OVER),
        (OVER, False, T1, T3, Turn.OLD, OVER, OVER),
        (OVER, False, None, T3, Turn.OLD, OVER, OVER),
        # a new episode
        (OVER, True, T3, None, Turn.BEGAN, Latest(T3, None), Latest(T3, None)),
        (OVER, True, None, None, Turn.BEGAN, Latest(NOW, None), Latest(NOW, None)),
        (OVER, False, T3, NOW, Turn.OLD, Latest(T3, NOW), Latest(T3, NOW)),
    ],
)
def test_signal_finds_its_episode(latest, firing, starts, ends, turn, episode, after):
    reading = read_signal(latest, firing=firing, starts_at=starts, ends_at=ends, received_at=NOW)

    assert (reading.turn, reading.episode, reading.latest) == (turn, episode, after)


def test_firing_without_times_that_was_received_before_the_end_is_old():
    reading = read_signal(OVER, firing=True, starts_at=None, ends_at=None, received_at=T2)

    assert (reading.turn, reading.latest) == (Turn.OLD, OVER)


DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("news", "has_ticket", "resolved_at", "move"),
    [
        (True, False, None, Move.OPEN),
        (False, False, None, Move.LEAVE),
        (True, True, None, Move.JOIN),
        (False, True, None, Move.JOIN),
        (True, True, NOW, Move.REOPEN),
        (True, True, NOW - DAY, Move.REOPEN),
        (True, True, NOW + DAY, Move.REOPEN),
        (True, True, NOW - DAY - timedelta(seconds=1), Move.FOLLOW),
        (False, True, NOW - timedelta(minutes=1), Move.LEAVE),
    ],
)
def test_group_has_one_effect_on_tickets(news, has_ticket, resolved_at, move):
    found = what_happens(
        news=news, has_ticket=has_ticket, resolved_at=resolved_at, at=NOW, window=DAY
    )

    assert found is move


@pytest.mark.parametrize(
    ("ended", "firing", "hidden", "over"),
    [(True, 0, 0, True), (True, 1, 0, False), (True, 0, 5, False), (False, 0, 0, False)],
)
def test_ticket_is_over_when_nothing_fires_in_sight_or_out_of_it(ended, firing, hidden, over):
    assert is_over(ended=ended, firing=firing, hidden=hidden) is over


def _minute(n):
    return NOW + timedelta(minutes=n)


def _event(latest, *, firing, told, received=59, once=False):
    return read_signal(
        latest,
        firing=firing,
        starts_at=None,
        ends_at=None,
        received_at=_minute(received),
        told_at=_minute(told) if told is not None else None,
        once=once,
    )


def test_end_that_happened_before_the_firing_began_does_not_end_it():
    firing = Latest(_minute(3), None)
    assert _event(firing, firing=False, told=2).turn is Turn.OLD
    assert _event(firing, firing=False, told=4).turn is Turn.ENDED


def test_end_that_overtook_its_firing_keeps_the_place():
    over = Latest(_minute(1), _minute(2))
    early = _event(over, firing=False, told=4)
    assert (early.turn, early.episode) == (Turn.OLD, over)
    late = _event(early.latest, firing=True, told=3)
    assert late.turn is Turn.OLD
    assert _event(early.latest, firing=True, told=5).turn is Turn.BEGAN


def test_end_of_an_old_delivery_that_is_digested_again_ends_nothing():
    firing = Latest(_minute(3), None, heard_at=_minute(30))
    assert _event(firing, firing=False, told=None, received=20).turn is Turn.OLD
    assert _event(firing, firing=False, told=None, received=31).turn is Turn.ENDED


def test_alert_of_a_single_firing_does_not_begin_again():
    over = Latest(_minute(1), _minute(2))
    assert _event(over, firing=True, told=None, once=True).turn is Turn.OLD
    assert _event(over, firing=True, told=None).turn is Turn.BEGAN
