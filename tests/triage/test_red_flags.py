"""Emergencies and urgent findings, told in the sentences of SOURCES.md sections 8 and 8b."""

import pytest

from tests.triage.world import (
    FILLER,
    NOT_ASKED,
    PROTOCOL,
    TOXIN,
    assessed,
    ids,
    listed,
    said,
    urgency,
)
from tracker.triage.facts import SymptomFacts


@pytest.mark.parametrize("procedure", [TOXIN, FILLER])
@pytest.mark.parametrize("hours", [0.1, 30, 170, 1400])
@pytest.mark.parametrize("sign", sorted(PROTOCOL.danger_signs))
def test_a_danger_sign_alone_is_an_emergency_at_any_hour(
    procedure: str, hours: float, sign: str
) -> None:
    receipt = assessed(procedure=procedure, hours=hours, signs=(sign,))

    assert receipt.urgency == "emergency"
    assert receipt.seek_emergency_care
    assert receipt.data["remedies"] == []


@pytest.mark.parametrize(
    "symptom", ["difficulty_breathing", "difficulty_swallowing", "slurred_speech"]
)
@pytest.mark.parametrize("course", ["new", "worse", "same", "better", None])
@pytest.mark.parametrize("severity", [None, 0, 1, 10])
def test_neither_a_low_score_nor_feeling_better_lowers_breathing_swallowing_speech(
    symptom: str, course: str | None, severity: int | None
) -> None:
    assert urgency(said(symptom, course=course, severity=severity)) == "emergency"


def test_a_danger_sign_that_has_gone_is_still_seen_today() -> None:
    assert urgency(said("slurred_speech", course="gone")) == "urgent"
    assert urgency(said("bruise", "forehead", course="gone")) == "none"


def test_a_face_weakness_that_no_treated_site_explains_is_an_emergency() -> None:
    weak = said("facial_weakness", "mouth_corner", "left")

    assert urgency(weak, sites=("glabella",)) == "emergency"
    assert urgency(weak, sites=("jaw left",)) == "review"
    assert urgency(weak, sites=("jaw right",)) == "emergency"
    assert urgency(weak, procedure=FILLER, sites=("mouth_corner left",)) == "emergency"


def test_both_sides_weak_after_toxin_is_a_sign_of_spread_not_of_stroke() -> None:
    assert urgency(said("facial_weakness", "cheek", "both")) == "urgent"


@pytest.mark.parametrize("other", ["smile_asymmetry", "eyelid_droop", "lip_control_difficulty"])
def test_half_the_face_numb_with_any_weakness_of_that_side(other: str) -> None:
    numb = said("numbness", "face", "left", answers={"touch_felt": False})
    sites = ("crows_feet both", "mouth_corner both")

    assert urgency(numb, sites=sites) == "urgent"
    assert urgency(numb, said(other, side="left"), sites=sites) == "emergency"
    assert urgency(numb, said(other, side="right"), sites=sites) == "urgent"


@pytest.mark.parametrize(
    ("severity", "onset", "expected"),
    [(8, 95.0, "emergency"), (8, 90.0, "review"), (7, 99.0, "review"), (8, None, "emergency")],
)
def test_a_headache_is_sudden_within_six_hours(
    severity: int, onset: float | None, expected: str
) -> None:
    assert urgency(said("headache", severity=severity, onset_hours=onset)) == expected


@pytest.mark.parametrize(
    ("side", "course", "onset", "expected"),
    [
        ("left", "new", 98.0, "emergency"),
        ("left", "new", 80.0, "emergency"),
        ("left", "same", 50.0, "urgent"),
        ("left", "same", 97.0, "emergency"),
        ("left", "new", None, "emergency"),
        ("both", "new", 98.0, "urgent"),
    ],
)
def test_one_arm_suddenly_numb_is_an_emergency(
    side: str, course: str, onset: float | None, expected: str
) -> None:
    assert urgency(said("numbness", "arm", side, course=course, onset_hours=onset)) == expected


def test_spread_counts_kinds_and_places_and_dryness() -> None:
    droop, blur = said("eyelid_droop", side="left"), said("blurred_vision", side="both")
    double, hoarse = said("double_vision"), said("hoarse_voice")
    eyes = ("crows_feet both",)

    assert urgency(droop, sites=eyes) == "review"
    assert urgency(droop, blur, sites=eyes) == "urgent"
    assert urgency(droop, blur, double, sites=eyes) == "emergency"
    assert urgency(droop, hoarse, sites=eyes) == "urgent"
    assert urgency(droop, hoarse, sites=("jaw both",)) == "emergency"
    assert urgency(droop, said("dry_mouth"), sites=eyes) == "emergency"
    assert urgency(said("dry_mouth"), sites=eyes) == "review"


def test_spread_has_no_cut_off_in_days() -> None:
    signs = (said("eyelid_droop", side="left"), said("double_vision"), said("neck_weakness"))

    assert {urgency(*signs, hours=hours) for hours in (3, 100, 700, 2000)} == {"emergency"}


def test_what_was_there_before_is_not_counted_as_spread() -> None:
    old = said(
        "limb_weakness", "leg", "left", course="same", answers={"present_before_treatment": True}
    )

    assert urgency(old) == "review"
    assert (
        urgency(
            old,
            said("eyelid_droop", side="left"),
            said("double_vision"),
            sites=("crows_feet both",),
        )
        == "urgent"
    )


def test_wheals_alone_are_urgent_and_with_more_an_emergency() -> None:
    wheals = said("hives", "arm", "left")

    assert urgency(wheals) == "urgent"
    assert urgency(wheals, said("dizziness")) == "emergency"
    assert urgency(wheals, said("fever")) == "urgent"


@pytest.mark.parametrize("region", ["under_eye", "upper_eyelid", "lower_eyelid"])
def test_a_bruise_by_the_eye_with_sight_change_or_strong_pain(region: str) -> None:
    bruise = said("bruise", region, "left", course="worse")

    assert urgency(bruise, sites=("under_eye both",)) == "review"
    assert (
        urgency(bruise, said("blurred_vision", side="left"), sites=("under_eye both",))
        == "emergency"
    )
    assert (
        urgency(bruise, said("pain", region, "left", severity=8), sites=("under_eye both",))
        == "emergency"
    )


def test_an_infection_by_the_eye_with_pain_on_moving_it() -> None:
    signs = [said(each, "lower_eyelid", "left") for each in ("redness", "swelling", "warmth")]

    assert urgency(*signs, procedure=FILLER, sites=("under_eye both",)) == "urgent"
    moving = said("eye_movement_limited", side="left")
    assert urgency(*signs, moving, sites=("under_eye both",)) == "emergency"


def test_too_much_paracetamol_is_an_emergency_even_when_all_is_well() -> None:
    receipt = assessed(behaviours=listed("acetaminophen_over_max"))

    assert receipt.urgency == "emergency"
    assert {"poison_centre", "call_emergency"} <= set(ids(receipt, "advice"))


def test_what_she_was_not_asked_about_her_day_raises_nothing() -> None:
    assert urgency(behaviours=NOT_ASKED) == "none"
    assert urgency(conditions=NOT_ASKED, medicines=NOT_ASKED, allergies=NOT_ASKED) == "none"


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        ({"conditions": listed("neuromuscular_disease")}, "urgent"),
        ({"conditions": listed("respiratory_disease")}, "urgent"),
        ({"circumstances": listed("unlicensed_injector")}, "urgent"),
        ({"circumstances": listed("unverified_product", "unlicensed_injector")}, "urgent"),
        ({"conditions": listed("immunosuppression")}, "review"),
        ({"circumstances": listed("treated_abroad")}, "review"),
        ({"circumstances": NOT_ASKED}, "review"),
    ],
)
def test_a_risk_raises_a_flag_by_one_tier_once(risk: dict[str, object], expected: str) -> None:
    droop = said("eyelid_droop", side="left")

    assert urgency(droop, **risk) == expected
    assert urgency(said("bruise", "forehead"), **risk) == "self_care"


def test_a_weak_defence_raises_signs_of_infection() -> None:
    pus = said("discharge_pus", "forehead")

    assert urgency(pus) == "urgent"
    assert urgency(pus, conditions=listed("immunosuppression")) == "emergency"


def test_what_no_rule_names_is_looked_at_and_never_self_care() -> None:
    for symptom in (
        "other",
        "bluish_tint",
        "joint_pain",
        "fever",
        "dizziness",
        "a word of tomorrow",
    ):
        assert urgency(said(symptom, "forehead")) == "review"


def test_an_ordinary_sign_elsewhere_is_not_covered_by_the_ordinary_one_here() -> None:
    here, there = said("redness", "forehead", severity=2), said("redness", "leg", severity=2)
    receipt = assessed(here, there, hours=20)

    assert receipt.urgency == "review"
    assert ids(receipt, "flags") == ["not-explained"]
    assert receipt.data["flags"][0]["because"] == ["pink or red skin, leg, 2 of 10"]


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (said("smile_asymmetry", side="left", course="gone", onset_hours=26.0), "urgent"),
        (said("numbness", "face", "left", course="gone", onset_hours=26.0), "urgent"),
        (said("numbness", "arm", "left", course="gone", onset_hours=26.0), "urgent"),
        (said("numbness", "arm", "both", course="gone", onset_hours=26.0), "none"),
        (said("numbness", "arm", "left", course="gone", onset_hours=1.0), "none"),
        (said("headache", severity=9, course="gone", onset_hours=26.0), "urgent"),
        (said("headache", severity=3, course="gone", onset_hours=26.0), "none"),
        (said("headache", severity=None, course="gone", onset_hours=26.0), "none"),
    ],
)
def test_a_stroke_sign_that_has_passed_is_looked_at_today(
    gone: SymptomFacts, expected: str
) -> None:
    assert urgency(gone, hours=30) == expected


def test_pain_in_the_eye_or_the_chest_is_never_soreness_of_the_site() -> None:
    eye = said("pain", "eye", "left", severity=5, onset_hours=20.0)
    chest = said("pain", "chest", severity=5, onset_hours=20.0)

    assert urgency(eye, sites=("crows_feet both",), hours=26) == "urgent"
    assert urgency(chest, sites=("underarm both",), hours=26) == "emergency"
    assert urgency(chest, sites=("chest",), hours=26) == "self_care"


def test_a_faint_that_has_passed_still_makes_wheals_an_emergency() -> None:
    faint = said("fainting", course="gone", onset_hours=0.5)

    assert urgency(said("hives", "arm"), faint, hours=2) == "emergency"


def test_an_old_dry_mouth_makes_no_emergency_of_a_drooping_lid() -> None:
    droop = said("eyelid_droop", "upper_eyelid", "left", severity=2, onset_hours=90.0)
    old = said("dry_mouth", course="same", answers={"present_before_treatment": True})
    fresh = said("dry_mouth", course="same", onset_hours=80.0)

    assert urgency(droop, old, sites=("glabella",)) == "review"
    assert urgency(droop, fresh, sites=("glabella",)) == "emergency"


def test_fever_with_any_sign_at_the_site_is_an_infection_today() -> None:
    rash = said("rash", "forehead", severity=3, onset_hours=35.0)
    fever = said("fever", severity=3, onset_hours=50.0)

    assert "infection" in ids(assessed(rash, fever, hours=60), "flags")
    assert "infection" not in ids(assessed(rash, hours=60), "flags")
