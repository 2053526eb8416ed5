"""Treated, next to it, or away: by region and by side."""

import pytest

from tests.triage.world import FILLER, PROTOCOL, TOXIN, facts, said, treated, urgency
from tracker.triage.places import AWAY, TOUCHING, TREATED, kin_of
from tracker.triage.readings import scene_of


def relation(region: str | None, side: str | None, *sites: str) -> int | None:
    scene = scene_of(PROTOCOL, facts(said("bruise", region, side), sites=sites))
    return scene.everything.where(scene.reports[0]).relation


@pytest.mark.parametrize(
    ("region", "side", "sites", "expected"),
    [
        ("cheek", "left", ("cheek left",), TREATED),
        ("cheek", "right", ("cheek left",), AWAY),
        ("cheek", "both", ("cheek left",), AWAY),
        ("cheek", "both", ("cheek left", "cheek right"), TREATED),
        ("cheek", None, ("cheek both",), TREATED),
        ("under_eye", "left", ("cheek left",), TOUCHING),
        ("under_eye", "right", ("cheek left",), AWAY),
        ("forehead", "right", ("forehead left",), TOUCHING),
        ("forehead", None, ("forehead left",), TREATED),
        ("lips", None, ("upper_lip",), TREATED),
        ("upper_lip", None, ("lips",), TREATED),
        ("face", "left", ("forehead",), AWAY),
        ("cheek", "left", ("face",), TREATED),
        ("upper_lip", "left", ("face",), TREATED),
        ("injection_sites", None, ("nose",), TREATED),
        ("nowhere on the map", None, ("nose",), AWAY),
    ],
)
def test_a_reported_place_lies_to_the_treated_ones(
    region: str, side: str | None, sites: tuple[str, ...], expected: int
) -> None:
    assert relation(region, side, *sites) == expected


def test_a_place_or_side_that_nobody_said_is_not_decided() -> None:
    assert relation(None, None, "cheek left") is None
    assert relation("cheek", None, "cheek left") is None


def test_the_whole_of_a_treated_part_is_treated_but_never_the_whole_face() -> None:
    assert kin_of(PROTOCOL, "upper_lip") == {"upper_lip", "lips"}
    assert kin_of(PROTOCOL, "lips") == {"lips", "upper_lip", "lower_lip"}
    assert "face" not in kin_of(PROTOCOL, "cheek")


def test_touching_is_mutual() -> None:
    for region in PROTOCOL.regions.values():
        for other in region.touches:
            assert region.id in PROTOCOL.regions[other].touches, (region.id, other)


def test_a_session_of_the_last_four_months_still_counts_as_treated() -> None:
    numb = said("numbness", "cheek", "left", onset_hours=90.0, answers={"touch_felt": True})
    older = treated("cheek both", hours=123 * 24)
    oldest = treated("cheek both", hours=123 * 24 + 0.1)

    assert urgency(numb) == "urgent"
    assert urgency(numb, other_treatments=(oldest,)) == "urgent"
    assert urgency(numb, other_treatments=(older,)) == "review"  # inside, and long after day 7


def test_two_sessions_together_treat_both_sides() -> None:
    tight = said("heaviness_or_tightness", "cheek", "both")
    other = treated("cheek right", hours=110)

    assert urgency(tight, sites=("cheek left",)) == "review"
    assert urgency(tight, sites=("cheek left",), other_treatments=(other,)) == "self_care"


def test_a_rule_for_filler_counts_hours_from_the_filler() -> None:
    pain = said("pain", "cheek", "left", severity=8, onset_hours=95.0, course="worse")
    filler_yesterday = treated("cheek both", procedure=FILLER, hours=8)

    assert urgency(pain, procedure=TOXIN, other_treatments=(filler_yesterday,)) == "emergency"


def test_signs_are_explained_on_the_treated_side_only() -> None:
    droop = said("eyelid_droop", side="left")

    assert urgency(droop, sites=("brow left",)) == "review"
    assert urgency(droop, sites=("brow right",)) == "urgent"
    assert urgency(said("eyelid_droop", side="both"), sites=("brow left",)) == "urgent"


def test_a_weakness_without_a_place_is_read_as_the_worst_place() -> None:
    assert urgency(said("facial_weakness")) == "emergency"
    assert urgency(said("treated_muscle_weak")) == "self_care"
    assert urgency(said("treated_muscle_weak"), procedure=FILLER) == "emergency"


def test_a_muscle_called_treated_that_was_not_is_a_weakness_of_its_place() -> None:
    assert urgency(said("treated_muscle_weak", "cheek", "left")) == "emergency"
    assert urgency(said("treated_muscle_weak", "arm", "left")) == "emergency"
    assert urgency(said("facial_weakness", "forehead", "left")) == "self_care"


def test_two_sessions_together_explain_a_sign_of_both_sides() -> None:
    droop = said("eyelid_droop", side="both", severity=2)
    left = treated("brow left", hours=130)

    assert urgency(droop, sites=("crows_feet right",)) == "urgent"
    assert urgency(droop, sites=("crows_feet right",), other_treatments=(left,)) == "review"
