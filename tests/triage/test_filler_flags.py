"""After filler: vessel signs, pain, sight and lips (SOURCES.md sections 8 and 8b)."""

import pytest

from tests.triage.world import FILLER, assessed, ids, said, urgency


@pytest.mark.parametrize(
    "symptom", ["skin_blanching", "skin_mottling", "slow_capillary_refill", "skin_cool"]
)
@pytest.mark.parametrize("hours", [1, 40, 500, 2500])
def test_vessel_signs_after_filler_are_emergencies_at_any_time(symptom: str, hours: float) -> None:
    receipt = assessed(
        said(symptom, "cheek", "left", severity=1, course="better"),
        procedure=FILLER,
        sites=("nasolabial both",),
        hours=hours,
    )

    assert receipt.urgency == "emergency"
    assert {"call_emergency", "contact_clinic_now"} <= set(ids(receipt, "advice"))


@pytest.mark.parametrize(
    ("severity", "course", "onset", "region", "expected"),
    [
        (7, "new", 5.0, "cheek", "emergency"),
        (7, "worse", 24.0, "under_eye", "emergency"),
        (7, "same", 5.0, "cheek", "urgent"),
        (7, "new", 30.0, "cheek", "urgent"),
        (7, "better", 5.0, "cheek", "urgent"),
        (6, "same", 5.0, "cheek", "self_care"),
        (6, "worse", 5.0, "cheek", "review"),
        (7, "new", 5.0, None, "emergency"),
        (7, "new", 5.0, "jaw", "emergency"),
        (7, "new", 5.0, "forehead", "review"),
        (None, "new", 5.0, "cheek", "review"),
        (7, "new", None, "cheek", "urgent"),
        (7, "worse", None, "cheek", "urgent"),
        (7, "better", None, "cheek", "urgent"),
        (6, "worse", None, "cheek", "review"),
    ],
)
def test_pain_out_of_proportion_after_filler(
    severity: int | None, course: str, onset: float | None, region: str | None, expected: str
) -> None:
    pain = said("pain", region, "left", severity=severity, course=course, onset_hours=onset)

    assert urgency(pain, procedure=FILLER, sites=("cheek left",), hours=40) == expected


def test_the_same_drooping_lid_means_another_thing_after_filler() -> None:
    early = said("eyelid_droop", side="left", onset_hours=5.0)
    late = said("eyelid_droop", side="left", onset_hours=80.0)
    unsaid = said("eyelid_droop", side="left")

    assert urgency(early, procedure=FILLER, sites=("glabella",)) == "emergency"
    assert urgency(late, procedure=FILLER, sites=("glabella",)) == "review"
    assert urgency(unsaid, procedure=FILLER, sites=("glabella",)) == "urgent"
    assert urgency(early, sites=("glabella",)) == "review"


def test_a_fast_swollen_lip_is_an_emergency_and_an_ordinary_one_is_not() -> None:
    def lip(severity: int | None, onset: float | None) -> str:
        swelling = said(
            "swelling", "upper_lip", severity=severity, onset_hours=onset, course="same"
        )
        return urgency(swelling, procedure=FILLER, sites=("lips",), hours=30)

    assert lip(7, 24.0) == "emergency"
    assert lip(7, 23.9) == "self_care"
    assert lip(6, 29.0) == "self_care"
    assert lip(8, None) == "emergency"
    assert lip(None, 29.0) == "review"


@pytest.mark.parametrize(
    ("symptom", "hours", "expected"),
    [
        ("blurred_vision", 5, "urgent"),
        ("slow_capillary_refill", 30, "urgent"),
        ("skin_discolouration", 336, "urgent"),
        ("skin_discolouration", 337, "none"),
        ("eye_pain", 30, "urgent"),
        ("bruise", 30, "none"),
    ],
)
def test_a_vessel_sign_that_has_gone_is_looked_at_today(
    symptom: str, hours: float, expected: str
) -> None:
    gone = said(symptom, "nose", severity=None, course="gone", onset_hours=1.0)

    assert urgency(gone, procedure=FILLER, sites=("nose",), hours=hours) == expected


def test_pain_in_the_eye_on_the_first_day_after_filler_is_an_emergency() -> None:
    hurts = said("pain", "eye", "left", severity=3, onset_hours=3.0)

    assert urgency(hurts, procedure=FILLER, sites=("under_eye both",), hours=4) == "emergency"


def test_strong_pain_of_the_whole_face_after_filler_is_an_emergency() -> None:
    hurts = said("pain", "face", "left", severity=9, onset_hours=1.0, course="worse")

    assert urgency(hurts, procedure=FILLER, sites=("cheek left",), hours=3) == "emergency"


def test_a_small_sore_with_a_pink_rim_is_looked_at() -> None:
    sore = said("skin_sore", "nose", severity=2, onset_hours=70.0)
    pink = said("redness", "nose", severity=2, onset_hours=60.0)
    nose = {"procedure": FILLER, "sites": ("nose",), "hours": 80}

    assert urgency(sore, **nose) == "self_care"
    assert urgency(sore, pink, **nose) == "review"
