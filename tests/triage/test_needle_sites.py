"""A sign "where the needles went in" is read as if she had named the treated place."""

import pytest

from tests.triage.world import FILLER, TOXIN, assessed, ids, said, urgency
from tracker.triage.facts import SymptomFacts

SITES = "injection_sites"


def swollen(severity: int, region: str = SITES) -> SymptomFacts:
    return said("swelling", region, severity=severity, onset_hours=1.0, course="new")


def test_a_filled_lip_that_swells_fast_is_an_emergency_whatever_she_calls_the_place() -> None:
    lips = {"procedure": FILLER, "sites": ("lips",), "hours": 3}

    assert urgency(swollen(8), **lips) == urgency(swollen(8, "lips"), **lips) == "emergency"
    assert urgency(swollen(5), **lips) == "self_care"


def test_where_only_one_of_several_places_is_a_lip_every_reading_counts() -> None:
    both = {"procedure": FILLER, "sites": ("lips", "cheek both"), "hours": 3}
    cheek = {"procedure": FILLER, "sites": ("cheek both",), "hours": 3}

    assert urgency(swollen(8), **both) == "emergency"
    assert urgency(swollen(8), **cheek) == "review"


def test_a_growing_bruise_at_the_needle_sites_by_the_eye_with_a_change_of_sight() -> None:
    bruise = said("bruise", SITES, severity=5, onset_hours=2.0, course="worse")
    blur = said("blurred_vision", "eye", onset_hours=18.0)

    assert urgency(bruise, blur, sites=("under_eye both",), hours=20) == "emergency"
    assert urgency(bruise, blur, sites=("forehead both",), hours=20) == "urgent"


def test_a_face_that_hangs_at_the_needle_sites_of_a_filler_is_an_emergency() -> None:
    weak = said("facial_weakness", SITES, "left")

    assert urgency(weak, procedure=FILLER, sites=("cheek both",), hours=20) == "emergency"
    assert urgency(weak, procedure=TOXIN, sites=("forehead both",), hours=90) == "self_care"


@pytest.mark.parametrize("remedy", ["arnica_topical", "vitamin_k_topical"])
def test_no_cream_for_a_bruise_where_a_lip_was_filled(remedy: str) -> None:
    bruise = said("bruise", SITES, severity=2, course="same")

    on_lips = assessed(bruise, procedure=FILLER, sites=("lips",), hours=40)
    on_cheek = assessed(bruise, procedure=FILLER, sites=("cheek both",), hours=40)
    on_both = assessed(bruise, procedure=FILLER, sites=("cheek both", "lips"), hours=40)

    assert remedy in ids(on_cheek, "remedies")
    assert remedy not in ids(on_lips, "remedies")
    assert remedy not in ids(on_both, "remedies")


def test_no_cold_on_a_bruise_at_the_sites_where_a_treated_place_is_numb() -> None:
    bruise = said("bruise", SITES, severity=2, course="same")
    numb = said("numbness", "lips", course="better", onset_hours=0.5)
    lips = {"procedure": FILLER, "sites": ("lips",), "hours": 3}

    assert "cold_compress" in ids(assessed(bruise, **lips), "remedies")
    assert "cold_compress" not in ids(assessed(bruise, numb, **lips), "remedies")
