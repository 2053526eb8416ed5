"""Wilson's interval against the values that were published, and what is too small to show."""

import pytest

from tracker.figures.share import NOTHING, Interval, Share, wilson

# R. G. Newcombe, Two-sided confidence intervals for the single proportion: comparison of seven
# methods, Stat Med 1998; 17: 857-872, table I, method 3 (score, without continuity correction).
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("part", "of", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(part: int, of: int, low: float, high: float) -> None:
    assert wilson(part, of) == pytest.approx((low, high), abs=0.00005)


def test_the_interval_of_the_rest_is_its_mirror() -> None:
    few, most = wilson(3, 40), wilson(37, 40)

    assert (1 - most.high, 1 - most.low) == pytest.approx(few)


def test_nothing_is_known_of_nobody() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert NOTHING.value == 0.0


@pytest.mark.parametrize(("part", "of"), [(-1, 5), (6, 5), (1, 0)])
def test_what_is_no_share_is_refused(part: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(part, of)


@pytest.mark.parametrize(
    ("share", "is_small"),
    [
        (Share(4, 400), True),
        (Share(5, 400), False),
        (Share(4, 4), True),
        (Share(5, 5), False),
        (Share(0, 400), True),
    ],
)
def test_under_five_on_either_side_is_small(share: Share, is_small: bool) -> None:
    assert share.is_small is is_small


def test_shares_add_up_side_by_side() -> None:
    assert Share(1, 4) + Share(2, 8) == Share(3, 12)
    with pytest.raises(TypeError):
        Share(1, 4) + (2, 8)


def test_intervals_that_touch_are_not_apart() -> None:
    assert not Interval(0.1, 0.2).is_apart_from(Interval(0.2, 0.4))
    assert Interval(0.1, 0.2).is_apart_from(Interval(0.21, 0.4))
    assert Interval(0.21, 0.4).is_apart_from(Interval(0.1, 0.2))
