"""What is remembered of a time."""

from support.rules.points import joined_short, worst_short


def test_deployments_that_lack_most_are_remembered_with_the_most_they_lacked():
    many = {("shop", f"d{n}"): float(n) for n in range(60)}
    first = worst_short(many)
    assert (len(first), min(first.values())) == (24, 36)
    after = joined_short(first, {"shop/d59": 80.0, "shop/d36": 2.0, "shop/new": 70.0})
    assert (after["shop/d59"], after["shop/new"], len(after)) == (80, 70, 24)
    assert "shop/d36" not in after
