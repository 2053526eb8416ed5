"""Kleene's three values, whose unknown remembers where it comes from."""

from itertools import product

import pytest

from tracker.triage.truth import GUESSED, NO, NOT_SURE, UNKNOWN, YES, kth, of, opposite

EVERY = (NO, UNKNOWN, GUESSED, NOT_SURE, YES)
BETWEEN = (UNKNOWN, GUESSED, NOT_SURE)


def test_yes_and_no_are_opposites_and_what_is_between_stays_between() -> None:
    assert (opposite(YES), opposite(NO)) == (NO, YES)
    assert [opposite(each) for each in BETWEEN] == list(BETWEEN)


def test_an_unasked_fact_is_unknown_and_never_no() -> None:
    assert [of(each) for each in (True, False, None)] == [YES, NO, UNKNOWN]


def test_unknown_decides_nothing_that_a_no_or_a_yes_decides() -> None:
    for unknown in BETWEEN:
        assert min(unknown, NO) == NO
        assert max(unknown, YES) == YES
        assert min(unknown, YES) == unknown
        assert max(unknown, NO) == unknown


def test_an_unasked_part_keeps_a_guess_from_counting() -> None:
    assert min(UNKNOWN, NOT_SURE) == UNKNOWN


@pytest.mark.parametrize("count", [1, 2, 3])
def test_at_least_so_many_hold_as_far_as_is_known(count: int) -> None:
    for truths in product(EVERY, repeat=3):
        found = kth(list(truths), count)
        sure = sum(each == YES for each in truths) >= count
        possible = sum(each != NO for each in truths) >= count
        assert (found == YES) == sure
        assert (found != NO) == possible


def test_more_than_there_are_never_hold() -> None:
    assert kth([YES], 2) == NO
