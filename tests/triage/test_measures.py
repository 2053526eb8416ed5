"""Strength and time of one report: the very hour of an edge belongs to the side it is named for."""

from typing import Any

import pytest

from tests.triage.test_grammar import truth
from tests.triage.world import FILLER, TOXIN, facts, said, treated
from tracker.triage.truth import NO, NOT_SURE, UNKNOWN, YES

AT = 100.0  # hours of the report


def bruise(**more: Any) -> Any:
    return said("bruise", "forehead", **more)


def holds(test: dict[str, Any], *symptoms: Any, **more: Any) -> int:
    return truth({"symptom": "bruise", **test}, facts(*symptoms, hours=AT, **more))


@pytest.mark.parametrize(
    ("severity", "least", "most"),
    [(4, NO, YES), (5, YES, YES), (6, YES, NO), (None, UNKNOWN, UNKNOWN), (0, UNKNOWN, UNKNOWN)],
)
def test_a_strength_is_at_least_or_at_most_itself(
    severity: int | None, least: int, most: int
) -> None:
    assert holds({"severity_at_least": 5}, bruise(severity=severity)) == least
    assert holds({"severity_at_most": 5}, bruise(severity=severity)) == most


@pytest.mark.parametrize(
    ("onset", "least", "most"), [(9.9, NO, YES), (10.0, YES, YES), (10.1, YES, NO)]
)
def test_a_beginning_is_at_least_or_at_most_its_own_hour(
    onset: float, least: int, most: int
) -> None:
    assert holds({"onset_at_least": 10}, bruise(onset_hours=onset)) == least
    assert holds({"onset_at_most": 10}, bruise(onset_hours=onset)) == most


@pytest.mark.parametrize(
    ("hours", "least", "most"), [(99.9, UNKNOWN, UNKNOWN), (100, UNKNOWN, YES), (100.1, NO, YES)]
)
def test_an_untold_beginning_lies_before_the_report_and_no_more_is_known(
    hours: float, least: int, most: int
) -> None:
    assert holds({"onset_at_least": hours}, bruise()) == least
    assert holds({"onset_at_most": hours}, bruise()) == most


@pytest.mark.parametrize(
    ("onset", "expected"), [(94.0, YES), (93.9, NO), (100.0, YES), (None, NOT_SURE)]
)
def test_sudden_counts_from_the_report_and_an_untold_beginning_may_be(
    onset: float | None, expected: int
) -> None:
    assert holds({"began_within": 6}, bruise(onset_hours=onset)) == expected


@pytest.mark.parametrize(("hours", "expected"), [(100, YES), (99.9, NOT_SURE), (101, YES)])
def test_nothing_began_before_the_treatment_unless_she_says_so(hours: float, expected: int) -> None:
    assert holds({"began_within": hours}, bruise()) == expected
    assert holds({"began_within": hours}, bruise(onset_hours=-1.0)) == (YES if hours > 100 else NO)


@pytest.mark.parametrize(
    ("hours", "least", "most"), [(99.9, YES, NO), (100, YES, YES), (100.1, NO, YES)]
)
def test_hours_of_a_place_count_to_the_edge(hours: float, least: int, most: int) -> None:
    assert holds({"hours_at_least": hours}, bruise()) == least
    assert holds({"hours_at_most": hours}, bruise()) == most


def test_hours_are_those_of_the_treatment_of_the_place() -> None:
    older = treated("cheek left", procedure=FILLER, hours=300)
    left = said("bruise", "cheek", "left", onset_hours=90.0)
    more = {"other_treatments": (older,), "sites": ("forehead", "cheek right")}

    assert holds({"hours_at_least": 300}, left, **more) == YES
    assert holds({"onset_at_least": 290}, left, **more) == YES
    assert holds({"onset_at_least": 290.1}, left, **more) == NO
    assert holds({"hours_at_least": 300}, said("bruise", "cheek", "right"), **more) == NO
    assert holds({"hours_at_least": 300}, said("bruise", "cheek"), **more) == NOT_SURE
    assert holds({"hours_at_most": 300}, said("bruise", "cheek"), **more) == YES


def test_away_and_unsaid_places_count_from_the_most_recent_treatment() -> None:
    older = treated("cheek left", procedure=TOXIN, hours=300)

    for place in (said("bruise", "leg", "left"), said("bruise")):
        assert holds({"hours_at_most": AT}, place, other_treatments=(older,)) == YES
        assert holds({"hours_at_least": 300}, place, other_treatments=(older,)) == NO


def test_the_hours_of_a_rule_are_those_of_the_most_recent_treatment_it_is_about() -> None:
    recent = treated("chin", procedure=FILLER, hours=20)
    told = facts(bruise(), hours=AT, other_treatments=(recent,))

    assert truth({"hours_at_most": 20}, told) == YES
    assert truth({"hours_at_least": 21}, told) == NO
