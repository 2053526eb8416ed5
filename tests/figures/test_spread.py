"""Median and 90th centile as spreadsheets and PostgreSQL compute them."""

from datetime import timedelta

import pytest

from tracker.figures.spread import Spread, centile

# The gauge study of the NIST/SEMATECH e-Handbook of Statistical Methods, section 7.2.6.2. Its rule
# "1 + p(N - 1)" gives place 10.9: 95.1937 + 0.9 * (95.1959 - 95.1937).
GAUGE = [
    95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.0610,
    95.1591, 95.1195, 95.1065, 95.0925, 95.1990, 95.1682,
]  # fmt: skip


def test_the_90th_centile_of_the_gauge_study() -> None:
    assert centile(sorted(GAUGE), 0.9) == pytest.approx(95.19568)


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [
        ([15, 20, 35, 40, 50], 0.4, 29),
        ([1, 2, 3, 4], 0.75, 3.25),
        ([7], 0.9, 7),
        ([1, 3], 0.5, 2),
        ([1, 2, 3], 1.0, 3),
        ([1, 2, 3], 0.0, 1),
    ],
)
def test_a_centile_lies_between_two_by_straight_line(
    values: list[float], share: float, found: float
) -> None:
    assert centile(values, share) == pytest.approx(found)


def test_a_centile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        centile([], 0.5)


def test_lengths_need_no_order() -> None:
    hours = [timedelta(hours=each) for each in (5, 1, 3)]

    assert Spread.of(hours) == Spread(3, timedelta(hours=3), timedelta(hours=4.6))
    assert Spread.of([]) == Spread(0, None, None)
