"""What was left out or not known never soothes: every reading of it counts."""

from typing import Any

import pytest

from tests.triage.world import FILLER, TOXIN, assessed, ids, listed, said, treated, urgency
from tracker.triage.facts import EarlierCheckIn, SymptomFacts
from tracker.triage.receipt import Receipt

NERVES = {"conditions": listed("neuromuscular_disease")}


def tingling(before: Any) -> SymptomFacts:
    answers = {} if before is None else {"present_before_treatment": before}
    return said("tingling", "leg", "both", course="better", answers=answers)


def test_not_sure_of_an_explanation_counts_as_unexplained_where_that_is_more_urgent() -> None:
    assert urgency(tingling(True), **NERVES) == "review"
    assert urgency(tingling(False), **NERVES) == "urgent"
    assert urgency(tingling("not_sure"), **NERVES) == "urgent"


def test_the_reading_that_nothing_explains_is_shown_only_where_it_raises() -> None:
    raised = assessed(tingling("not_sure"), **NERVES)
    plain = assessed(tingling("not_sure"))

    assert ids(raised, "flags") == ["not-explained", "there-before"]
    assert raised.data["fired"][0]["truth"] == 3
    assert ids(plain, "flags") == ["there-before"]
    assert ids(assessed(tingling(True)), "flags") == ["there-before"]


def test_what_was_there_before_and_looked_at_already_still_counts_where_she_is_not_sure() -> None:
    then = EarlierCheckIn(50.0, (), frozenset({"there-before"}))

    assert urgency(tingling(True), earlier=(then,)) == "none"
    assert urgency(tingling("not_sure"), earlier=(then,)) == "review"


def test_a_place_that_was_left_out_twice_may_be_two_places() -> None:
    drops = {"behaviours": listed("used_someone_elses_eye_drops")}
    nowhere, cheek = said("itching", None, course=None), said("itching", "cheek", course=None)

    def told(now: SymptomFacts, before: SymptomFacts) -> str:
        return urgency(now, earlier=(EarlierCheckIn(50.0, (before,), frozenset()),), **drops)

    assert told(nowhere, nowhere) == told(nowhere, cheek) == "urgent"
    assert told(cheek, cheek) == "review"


def test_what_was_told_before_and_now_without_a_word_on_its_course_is_the_same() -> None:
    """Rule site-swelling: self-care while it is new, the same or better."""
    swollen = said("swelling", "forehead", severity=2, onset_hours=2.0, course=None)
    before = EarlierCheckIn(40.0, (swollen,), frozenset())

    assert urgency(swollen, hours=60, earlier=(before,)) == "self_care"
    assert urgency(swollen._replace(course="worse"), hours=60, earlier=(before,)) == "review"


def test_a_place_that_was_left_out_before_is_not_taken_for_the_one_that_is_left_out_now() -> None:
    unchecked = {"circumstances": listed("unverified_product")}
    once = said("tingling", "temple", "left", course="gone")
    again = said("tingling", None, course="better", answers={"present_before_treatment": True})
    before = (
        EarlierCheckIn(60.0, (again,), frozenset()),
        EarlierCheckIn(30.0, (once,), frozenset()),
    )

    def now(region: str | None) -> str:
        return urgency(again._replace(region=region), earlier=before, hours=100, **unchecked)

    assert now(None) == now("cheek") == "urgent"


def test_what_has_gone_needs_no_explanation() -> None:
    assert urgency(said("tingling", "leg", "both", course="gone"), **NERVES) == "none"


@pytest.mark.parametrize("side", ["left", "right", None])
def test_a_muscle_beside_the_treated_one_is_not_treated_by_leaving_its_side_out(
    side: str | None,
) -> None:
    weak = said("treated_muscle_weak", "under_eye", side)

    assert urgency(weak, sites=("lower_eyelid left",)) != "self_care"


def test_a_treated_muscle_may_lie_on_the_side_that_was_left_out() -> None:
    weak = said("treated_muscle_weak", "cheek")

    assert urgency(weak, sites=("cheek left",)) == "self_care"
    assert urgency(said("facial_weakness", "cheek"), sites=("cheek left",)) != "self_care"


def test_hours_of_an_unsaid_side_are_those_of_either() -> None:
    """Left was filled weeks ago, right yesterday: mild swelling is ordinary on the right alone."""
    weeks_ago = treated("cheek left", procedure=FILLER, hours=700)
    more = {"procedure": FILLER, "sites": ("cheek right",), "hours": 20}

    def swollen(side: str | None) -> str:
        now = said("swelling", "cheek", side, severity=2, course="same")
        return urgency(now, other_treatments=(weeks_ago,), **more)

    assert swollen("right") == "self_care"
    assert swollen("left") == "review"
    assert swollen(None) == "review"


@pytest.mark.parametrize(
    ("side", "expected"), [("left", "review"), ("right", "self_care"), (None, "review")]
)
def test_a_beginning_on_an_unsaid_side_counts_from_either_treatment(
    side: str | None, expected: str
) -> None:
    """Too early for the toxin of the left side, long after that of the right."""
    weak = said("treated_muscle_weak", "cheek", side, onset_hours=15.0)
    right = treated("cheek right", procedure=TOXIN, hours=300)

    assert urgency(weak, sites=("cheek left",), hours=110, other_treatments=(right,)) == expected


def test_a_place_that_was_never_named_before_is_not_called_new() -> None:
    redness = said("redness", "jaw", "left", severity=2, course="same")
    more = {"procedure": FILLER, "sites": ("cheek both", "jaw both")}

    def after(*regions: str | None) -> Receipt:
        told = tuple(said("redness", region, "left") for region in regions)
        return assessed(redness, earlier=(EarlierCheckIn(76.0, told),), **more)

    spread = "spreading-to-a-new-place"
    assert spread in ids(after("cheek"), "flags")
    assert spread in ids(after(None, "cheek"), "flags")
    assert spread not in ids(after(None, "jaw"), "flags")
    assert spread not in ids(after(None), "flags")
    assert spread in [each["rule"] for each in after(None).data["unknown"]]


def test_what_no_rule_explains_stands_beside_a_finding_of_the_same_urgency() -> None:
    strange, bruise = said("other", "arm"), said("bruise", "forehead")

    receipt = assessed(strange, bruise, medicines=listed("warfarin"))
    assert (receipt.urgency, set(ids(receipt, "flags"))) == (
        "review",
        {"bruise-on-blood-thinner", "not-explained"},
    )
    assert "not-explained" not in ids(assessed(strange, said("hives", "arm")), "flags")
