"""The word "numb": does it move, is touch felt, was it there before (SOURCES.md FACT 8, 8b)."""

from dataclasses import replace
from typing import Any

import pytest

from tests.triage.test_grammar import NAMES
from tests.triage.world import FILLER, PROTOCOL, assessed, facts, ids, listed, said, urgency
from tracker.triage.facts import EarlierCheckIn
from tracker.triage.grammar import condition
from tracker.triage.judge import judge
from tracker.triage.readings import scene_of
from tracker.triage.truth import YES


def numb(region: str, side: str | None = None, **more: Any) -> Any:
    answers = {key: more.pop(key) for key in ("touch_felt", "movement_normal") if key in more}
    before = {"present_before_treatment": more.pop("before")} if "before" in more else {}
    return said(
        "numbness",
        region,
        side,
        **{"severity": 3, "onset_hours": 60.0, **more},
        answers={**answers, **before},
    )


@pytest.mark.parametrize(
    ("touch", "moves", "expected"),
    [
        (True, True, "self_care"),
        (True, False, "self_care"),
        (False, True, "review"),
        (False, False, "review"),
        ("not_sure", True, "review"),
        (None, None, "review"),
        (True, "not_sure", "self_care"),
    ],
)
def test_inside_a_treated_area_only_lost_touch_is_looked_at(
    touch: Any, moves: Any, expected: str
) -> None:
    assert urgency(numb("forehead", touch_felt=touch, movement_normal=moves)) == expected


@pytest.mark.parametrize("moves", [True, False, "not_sure", None])
@pytest.mark.parametrize(
    ("touch", "more", "expected"),
    [
        (False, {}, "review"),
        (None, {}, "review"),
        ("not_sure", {}, "review"),
        (True, {}, "self_care"),
        (False, {"circumstances": listed("topical_anaesthetic")}, "self_care"),
    ],
)
def test_on_the_first_day_a_muscle_that_does_not_move_explains_no_lost_touch(
    touch: Any, more: Any, expected: str, moves: Any
) -> None:
    of_an_hour_or_two = {"onset_hours": 21.0, "course": "same"}
    told = numb("forehead", touch_felt=touch, movement_normal=moves, **of_an_hour_or_two)

    assert urgency(told, hours=23, **more) == expected


@pytest.mark.parametrize("symptom", ["heaviness_or_tightness", "tingling"])
@pytest.mark.parametrize(("hours", "expected"), [(160, "self_care"), (200, "review")])
def test_heavy_or_tingling_is_judged_alike_whether_it_moves_or_not(
    symptom: str, hours: float, expected: str
) -> None:
    for moves in (True, False):
        told = said(symptom, "forehead", severity=3, answers={"movement_normal": moves})
        assert urgency(told, hours=hours) == expected


@pytest.mark.parametrize(
    ("touch", "moves", "expected"),
    [
        (True, True, "urgent"),
        (False, True, "urgent"),
        (None, None, "urgent"),
        (False, False, "emergency"),
        (True, False, "emergency"),
        (True, "not_sure", "urgent"),
        ("not_sure", "not_sure", "urgent"),
    ],
)
def test_away_it_is_urgent_and_a_weakness_said_outright_an_emergency(
    touch: Any, moves: Any, expected: str
) -> None:
    assert urgency(numb("cheek", "left", touch_felt=touch, movement_normal=moves)) == expected


@pytest.mark.parametrize(("moves", "expected"), [("not_sure", "urgent"), (False, "emergency")])
def test_a_guessed_weakness_is_at_most_urgent_even_where_a_risk_raises(
    moves: Any, expected: str
) -> None:
    neck = numb("neck_front", touch_felt=True, movement_normal=moves)
    risk = listed("neuromuscular_disease")

    assert urgency(neck, sites=("chin",), conditions=risk) == expected


def test_not_sure_whether_it_was_there_before_counts_as_new() -> None:
    assert urgency(numb("cheek", "left", before="not_sure", course="same")) == "urgent"
    assert urgency(numb("cheek", "left", before=True, course="same")) == "review"
    assert urgency(numb("cheek", "left", before=True, course="worse")) == "urgent"


def test_a_weakness_of_a_treated_muscle_that_was_there_before_and_grew_is_looked_at() -> None:
    def weak(*, before: bool, course: str) -> Any:
        answers = {"present_before_treatment": before}
        return said("treated_muscle_weak", "forehead", severity=5, course=course, answers=answers)

    assert urgency(weak(before=False, course="worse")) == "self_care"
    assert urgency(weak(before=True, course="same")) == "review"
    assert urgency(weak(before=True, course="worse")) == "review"
    assert ids(assessed(weak(before=True, course="worse")), "flags") == ["there-before-worse"]


def test_what_was_there_before_is_looked_at_once_a_treatment() -> None:
    from_before = numb("cheek", "left", before=True, course="same")
    first = assessed(from_before)
    then = EarlierCheckIn(76.0, (from_before,), frozenset(ids(first, "fired")))
    of_another_treatment = replace(then, hours_since_treatment=-200.0)

    assert ids(first, "flags") == ["there-before"]
    assert urgency(from_before, earlier=(then,)) == "none"
    assert urgency(from_before, earlier=(of_another_treatment,)) == "review"


@pytest.mark.parametrize(
    ("hours", "onset", "course", "expected"),
    [
        (5, 0.2, "same", "self_care"),
        (5, 0.2, "better", "self_care"),
        (5, 0.2, "new", "self_care"),
        (5, 4.0, "new", "review"),
        (5, 0.2, "worse", "review"),
        (24, 0.2, "same", "self_care"),
        (25, 0.2, "same", "urgent"),
    ],
)
def test_the_numbing_medicine_of_filler_explains_one_day(
    hours: float, onset: float, course: str, expected: str
) -> None:
    lips = numb("lips", onset_hours=onset, course=course)

    assert urgency(lips, procedure=FILLER, sites=("lips",), hours=hours) == expected


def test_numbing_cream_before_toxin_explains_it_only_when_it_is_on_record() -> None:
    since_needle = numb("forehead", onset_hours=0.2, course="same")
    cream = listed("topical_anaesthetic")

    assert urgency(since_needle, hours=5, circumstances=cream) == "self_care"
    assert urgency(since_needle, hours=5) == "review"


def test_a_patch_beside_the_treated_area_depends_on_strength_and_beginning() -> None:
    assert urgency(numb("temple", "left", severity=3, onset_hours=40.0, course="same")) == "review"
    assert urgency(numb("temple", "left", severity=4, onset_hours=40.0, course="same")) == "urgent"
    assert urgency(numb("temple", "left", severity=2, onset_hours=0.5, course="same")) == "urgent"
    assert urgency(numb("temple", "left", severity=2, onset_hours=0.5, course="better")) == "review"


def test_an_unknown_strength_beside_the_treated_area_is_still_looked_at() -> None:
    assert urgency(numb("temple", "left", severity=None, onset_hours=40.0)) == "review"


def test_a_numb_place_that_is_not_named_is_read_as_away() -> None:
    assert urgency(said("numbness", severity=3)) == "urgent"


def test_a_lip_numb_from_the_gel_is_not_weak_because_she_is_not_sure() -> None:
    """Section 8b: in the first 24 h after filler, same or fading, is self-care."""
    unsure = {"touch_felt": "not_sure", "movement_normal": "not_sure"}

    def numb(course: str, hours: float, **answers: Any) -> str:
        lip = said("numbness", "lips", course=course, onset_hours=0.5, answers=unsure | answers)
        return urgency(lip, procedure=FILLER, sites=("lips",), hours=hours)

    assert numb("better", 3) == numb("same", 24) == "self_care"
    assert numb("worse", 3) == "urgent"
    assert numb("same", 25) == "urgent"
    assert numb("better", 3, movement_normal=False) == "emergency"


def test_an_unsure_weakness_away_from_the_anaesthetic_is_still_looked_at_today() -> None:
    unsure = {"movement_normal": "not_sure"}
    lip = said("numbness", "lips", course="same", onset_hours=0.5, answers=unsure)
    arm = said("numbness", "arm", "left", course="same", onset_hours=-40.0, answers=unsure)

    told = assessed(lip, arm, procedure=FILLER, sites=("lips",), hours=3)

    assert told.urgency == "urgent"
    assert "weak-all-over-or-limb" in ids(told, "flags")


def test_a_cheek_that_may_be_weak_stays_suspected_beside_a_lip_that_the_gel_explains() -> None:
    unsure = {"touch_felt": "not_sure", "movement_normal": "not_sure"}
    lip, cheek = (
        said("numbness", *place, course="same", onset_hours=0.5, answers=unsure)
        for place in (("lips",), ("cheek", "left"))
    )

    told = assessed(lip, cheek, procedure=FILLER, sites=("lips",), hours=3)

    (weak,) = (each for each in told.data["fired"] if each["rule"] == "filler-face-weak")
    assert [each["symptom"] for each in weak["evidence"]] == [1]


def test_only_an_anaesthetic_on_record_explains_a_doubt_after_toxin() -> None:
    unsure = {"touch_felt": "not_sure", "movement_normal": "not_sure"}
    temple = said("numbness", "temple", "left", course="same", onset_hours=0.5, answers=unsure)

    def flags(*codes: str) -> list[str]:
        return ids(assessed(temple, hours=3, circumstances=listed(*codes)), "flags")

    assert "smile-near" in flags()
    assert "smile-near" not in flags("nerve_block")


def test_after_its_day_the_gel_explains_no_doubt() -> None:
    unsure = {"touch_felt": "not_sure", "movement_normal": "not_sure"}
    lip = said("numbness", "lips", course="same", onset_hours=0.5, answers=unsure)

    def weak(hours: float) -> bool:
        told = assessed(lip, procedure=FILLER, sites=("lips",), hours=hours)
        return "filler-face-weak" in ids(told, "flags")

    assert [weak(24), weak(25)] == [False, True]


def test_a_doubt_that_the_gel_explains_is_no_weakness_to_any_rule() -> None:
    unsure = {"touch_felt": "not_sure", "movement_normal": "not_sure"}
    lip = said("numbness", "lips", course="same", onset_hours=0.5, answers=unsure)
    apart = {"symptom": "bruise", "apart_from": {"symptom": "facial_weakness"}}

    def is_apart(hours: float) -> bool:
        told = facts(said("bruise", "lips"), lip, procedure=FILLER, sites=("lips",), hours=hours)
        scene = scene_of(PROTOCOL, told)
        judge(scene)
        return condition(apart, NAMES).truth(scene.everything) == YES

    assert [is_apart(hours) for hours in (3, 30)] == [True, False]
