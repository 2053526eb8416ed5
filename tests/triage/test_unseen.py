"""What two readers of SOURCES.md, who had not seen the rules, found too calm or too loud."""

import pytest

from tests.triage.world import FILLER, assessed, ids, listed, said, urgency
from tracker.triage.facts import SymptomFacts


@pytest.mark.parametrize("symptom", ["fatigue", "flu_like"])
@pytest.mark.parametrize(
    ("moves", "expected"),
    [(True, "self_care"), (None, "self_care"), ("not_sure", "urgent"), (False, "emergency")],
)
def test_tired_is_weak_where_she_says_so_on_asking(
    symptom: str, moves: bool | str | None, expected: str
) -> None:
    """FACT 19: tiredness is not weakness, so she is asked."""
    answers = {} if moves is None else {"movement_normal": moves}

    assert urgency(said(symptom, answers=answers), hours=60) == expected


@pytest.mark.parametrize(
    ("onset", "course", "expected"),
    [
        (57.0, "same", "emergency"),
        (40.0, "new", "emergency"),
        (40.0, "same", "urgent"),
        (0.5, "same", "urgent"),
    ],
)
def test_an_arm_that_goes_numb_at_once_is_an_emergency_beside_a_treated_underarm_too(
    onset: float, course: str, expected: str
) -> None:
    arm = said("numbness", "arm", "left", severity=5, onset_hours=onset, course=course)

    assert urgency(arm, sites=("underarm both",), hours=60) == expected


@pytest.mark.parametrize(
    ("sites", "expected"), [("forehead both", "none"), ("jaw both", "review"), ("chin", "review")]
)
def test_uneven_brows_are_usual_only_where_the_toxin_reaches_them(
    sites: str, expected: str
) -> None:
    assert urgency(said("brow_asymmetry", "brow", "left"), sites=(sites,)) == expected


def test_a_brow_that_nothing_explains_is_seen_today_and_with_the_smile_it_is_an_emergency() -> None:
    brow = said("brow_droop", "brow", "left", onset_hours=70.0)
    smile = said("smile_asymmetry", "mouth", "left", onset_hours=70.0)

    assert urgency(brow, sites=("jaw both",)) == "urgent"
    assert urgency(brow, procedure=FILLER, sites=("cheek both",)) == "urgent"
    assert urgency(brow, procedure=FILLER, sites=("temple both",)) == "review"
    assert urgency(brow, smile, sites=("jaw both",)) == "emergency"
    assert urgency(brow._replace(side="both"), sites=("jaw both",)) == "review"


@pytest.mark.parametrize(
    ("symptom", "sites"),
    [
        ("chewing_weakness", "jaw both"),
        ("lip_control_difficulty", "lips"),
        ("brow_droop", "brow both"),
    ],
)
def test_a_weakness_of_the_first_hours_is_too_early_for_toxin(symptom: str, sites: str) -> None:
    """FACT 15."""
    early, later = (said(symptom, severity=2, onset_hours=hour) for hour in (1.0, 30.0))

    assert ids(assessed(early, sites=(sites,), hours=40), "flags") == ["too-early-for-toxin"]
    assert ids(assessed(later, sites=(sites,), hours=40), "flags") == []


@pytest.mark.parametrize(
    ("region", "severity", "onset", "expected"),
    [
        ("face", 7, 0.3, "emergency"),
        ("upper_eyelid", 7, 0.3, "urgent"),
        ("upper_eyelid", 6, 0.3, "review"),
    ],
)
def test_strong_swelling_within_hours_of_toxin_may_be_an_allergy(
    region: str, severity: int, onset: float, expected: str
) -> None:
    """FACT 11 and 29."""
    swollen = said("swelling", region, "both", severity=severity, onset_hours=onset, course="worse")

    assert urgency(swollen, hours=1) == expected


def pain(severity: int | None, course: str, onset: float = 2.0) -> SymptomFacts:
    return said("pain", "nose", severity=severity, course=course, onset_hours=onset)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (pain(8, "gone"), "urgent"),
        (pain(None, "gone"), "none"),
        (pain(8, "gone", onset=30.0), "none"),
        (pain(5, "gone"), "none"),
    ],
)
def test_strong_pain_of_the_first_day_that_stopped_is_seen_today(
    told: SymptomFacts, expected: str
) -> None:
    """FACT 22: it can stop once tissue dies. A pain without a strength is no strong one."""
    assert urgency(told, procedure=FILLER, sites=("nose",), hours=40) == expected


def test_pain_that_grows_after_filler_is_looked_at_and_nothing_cold_is_laid_on_it() -> None:
    grows = assessed(pain(5, "worse"), procedure=FILLER, sites=("nose",), hours=6)
    stays = assessed(pain(5, "same"), procedure=FILLER, sites=("nose",), hours=6)

    assert ids(grows, "flags") == ["filler-pain-growing"]
    assert "cold_compress" in ids(grows, "withheld")
    assert "cold_compress" in ids(stays, "remedies")


def test_no_cream_goes_on_a_bruise_that_is_hot() -> None:
    hot = assessed(said("bruise", "forehead"), said("warmth", "forehead"))
    elsewhere = assessed(said("bruise", "forehead"), said("warmth", "jaw", "left"))

    assert {"arnica_topical", "vitamin_k_topical"} <= set(ids(hot, "withheld"))
    assert "arnica_topical" in ids(elsewhere, "remedies")


def test_a_bruise_that_no_needle_made_is_raised_by_a_risk_with_a_blood_thinner_or_without() -> None:
    bruise = said("bruise", "leg", "left")
    unchecked = {"circumstances": listed("unverified_product")}

    assert urgency(bruise) == "review"
    for medicines in (listed(), listed("warfarin")):
        assert urgency(bruise, medicines=medicines, **unchecked) == "urgent"
        assert urgency(bruise._replace(region=None), medicines=medicines, **unchecked) == "urgent"


def test_nothing_beside_an_emergency_says_that_this_is_usual() -> None:
    droop = said("eyelid_droop", "upper_eyelid", "left", severity=2, onset_hours=90.0)
    dry = said("constipation", severity=2, onset_hours=80.0)

    assert "expected_and_self_limiting" in ids(assessed(droop, sites=("glabella",)), "advice")
    both = assessed(droop, dry, sites=("glabella",))
    assert both.urgency == "emergency"
    assert "expected_and_self_limiting" not in ids(both, "advice")


def test_she_does_not_drive_on_the_day_a_danger_sign_has_passed() -> None:
    passed = assessed(said("vision_loss", "eye", course="gone"), procedure=FILLER, sites=("nose",))
    usual = assessed(said("double_vision", "eye", course="gone"), sites=("glabella",))

    assert "do_not_drive" in ids(passed, "advice")
    assert "do_not_drive" not in ids(usual, "advice")
