"""A gap is told where it is wide, where it is no chance, and where the groups are large."""

from datetime import timedelta

import pytest

from tracker.figures.gap import Gap, gap_of_shares, gap_of_times
from tracker.figures.share import Share
from tracker.figures.spread import Spread

LIMIT = 0.8


def times(count: int, hours: float) -> Spread:
    return Spread(count, timedelta(hours=hours), timedelta(hours=hours))


def test_a_wide_gap_between_large_groups_is_told() -> None:
    found = gap_of_shares({"en": Share(180, 200), "es": Share(100, 200)}, LIMIT)

    assert found == Gap("es", "en", pytest.approx(100 / 180))


@pytest.mark.parametrize(
    "groups",
    [
        {"en": Share(180, 200), "es": Share(150, 200)},  # 0.83 of it
        {"en": Share(18, 20), "es": Share(13, 20)},  # 0.72 of it, and chance enough
        {"en": Share(180, 200), "es": Share(0, 19)},  # too few to compare
        {"en": Share(180, 200)},
        {"en": Share(0, 200), "es": Share(0, 200)},
        {},
    ],
)
def test_a_narrow_a_chance_and_a_tiny_gap_are_not(groups: dict[str, Share]) -> None:
    assert gap_of_shares(groups, LIMIT) is None


def test_none_of_a_large_group_is_a_gap() -> None:
    assert gap_of_shares({"en": Share(60, 200), "es": Share(0, 200)}, LIMIT) == Gap("es", "en", 0)


def test_exactly_the_limit_is_no_gap() -> None:
    groups = {"en": Share(5000, 10000), "es": Share(4000, 10000)}

    assert gap_of_shares(groups, LIMIT) is None
    assert gap_of_shares(groups, LIMIT + 0.01) is not None


def test_medians_are_compared_the_same_way() -> None:
    groups = {"en": times(20, 2), "es": times(20, 3), "fr": times(19, 90), "de": Spread()}

    assert gap_of_times(groups, LIMIT) == Gap("en", "es", pytest.approx(2 / 3))
    assert gap_of_times({"en": times(20, 4), "es": times(20, 5)}, LIMIT) is None
