"""Remedies after contraindications: a named reason, an open question, or nothing at all."""

from typing import Any

import pytest

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.triage.world import (
    FILLER,
    NOT_ASKED,
    PROTOCOL,
    assessed,
    facts,
    ids,
    listed,
    said,
    urgency,
)
from tracker.triage.facts import Known
from tracker.triage.receipt import Receipt, assess

BRUISE = said("bruise", "forehead", severity=3, course="same")
CREAMS = {"arnica_topical", "vitamin_k_topical"}


def offered(receipt: Receipt) -> set[str]:
    return set(ids(receipt, "remedies"))


def reason(receipt: Receipt, remedy: str) -> str:
    (found,) = (each for each in receipt.data["withheld"] if each["remedy"] == remedy)
    because: str = found["because"]
    return because


def test_waiting_comes_first() -> None:
    receipt = assessed(BRUISE, hours=30)

    assert ids(receipt, "remedies")[0] == "wait"
    assert {"cold_compress", *CREAMS, "concealer", "head_elevation"} <= offered(receipt)


@pytest.mark.parametrize(
    ("more", "remedy", "word"),
    [
        ({"allergies": listed("asteraceae")}, "arnica_topical", "daisy"),
        ({"allergies": listed("vitamin_k")}, "vitamin_k_topical", "vitamin K"),
        ({"medicines": listed("warfarin")}, "vitamin_k_topical", "prescriber"),
        ({"medicines": listed("acenocoumarol")}, "vitamin_k_topical", "prescriber"),
        ({"medicines": listed("phenprocoumon")}, "vitamin_k_topical", "prescriber"),
        ({"conditions": listed("breastfeeding")}, "arnica_topical", "pharmacist"),
        ({"safety_answers": {"broken_skin": True}}, "arnica_topical", "broken"),
        ({"safety_answers": {"broken_skin": "not_sure"}}, "concealer", "broken"),
    ],
)
def test_a_contraindication_withholds_and_is_named(
    more: dict[str, Any], remedy: str, word: str
) -> None:
    receipt = assessed(BRUISE, hours=40, **more)

    assert remedy not in offered(receipt)
    assert word in reason(receipt, remedy)


@pytest.mark.parametrize(
    "medicine", ["apixaban", "rivaroxaban", "edoxaban", "dabigatran", "heparin"]
)
def test_other_blood_thinners_do_not_withhold_vitamin_k(medicine: str) -> None:
    assert "vitamin_k_topical" in offered(assessed(BRUISE, medicines=listed(medicine)))


@pytest.mark.parametrize(
    "region", ["upper_eyelid", "lower_eyelid", "eye", "under_eye", "lips", "upper_lip", "mouth"]
)
def test_no_cream_on_lids_or_lips(region: str) -> None:
    receipt = assessed(said("bruise", region, course="same"), sites=(region,), hours=40)

    assert offered(receipt).isdisjoint(CREAMS)
    assert "eyelids" in reason(receipt, "arnica_topical")


def test_beside_the_eye_it_is_offered_with_a_finger_s_breadth() -> None:
    receipt = assessed(said("bruise", "crows_feet", "left"), sites=("crows_feet both",))
    (arnica,) = (each for each in receipt.data["remedies"] if each["id"] == "arnica_topical")

    assert "finger's breadth" in arnica["how"]


def test_a_bruise_at_a_place_that_was_not_named_gets_no_cream() -> None:
    assert offered(assessed(said("bruise"), hours=40)).isdisjoint(CREAMS)


def test_what_is_not_known_is_asked_before_the_remedy_is_shown() -> None:
    receipt = assessed(BRUISE, hours=40, allergies=NOT_ASKED, safety_answers={})
    questions = {each["id"]: each["for"] for each in receipt.data["questions"]}

    assert offered(receipt).isdisjoint({*CREAMS, "concealer"})
    assert questions == {
        "broken_skin": ["arnica_topical", "vitamin_k_topical", "concealer"],
        "asteraceae": ["arnica_topical"],
        "vitamin_k": ["vitamin_k_topical"],
    }
    assert "one answer" in reason(receipt, "arnica_topical")


def test_the_answer_no_shows_it_and_not_sure_withholds_it() -> None:
    def with_answer(answer: bool | str) -> Receipt:
        answers = {"broken_skin": False, "asteraceae": answer, "vitamin_k": False}
        return assessed(BRUISE, hours=40, allergies=NOT_ASKED, safety_answers=answers)

    assert "arnica_topical" in offered(with_answer(False))
    assert "arnica_topical" not in offered(with_answer("not_sure"))
    assert "arnica_topical" not in offered(with_answer(True))
    assert with_answer(True).data["questions"] == []


def test_an_answer_of_no_never_outweighs_the_record() -> None:
    receipt = assessed(
        BRUISE,
        hours=40,
        allergies=listed("asteraceae"),
        safety_answers={"broken_skin": False, "asteraceae": False},
    )

    assert "arnica_topical" not in offered(receipt)


def test_one_code_that_was_not_asked_is_asked_alone() -> None:
    half_asked = Known(frozenset(), frozenset({"asteraceae"}))
    receipt = assessed(BRUISE, hours=40, allergies=half_asked)

    assert [each["id"] for each in receipt.data["questions"]] == ["asteraceae"]
    assert "vitamin_k_topical" in offered(receipt)


def test_a_remedy_withheld_for_sure_is_not_asked_about() -> None:
    receipt = assessed(BRUISE, hours=40, allergies=NOT_ASKED, conditions=listed("breastfeeding"))

    assert receipt.data["questions"] == []


@pytest.mark.parametrize(
    ("symptom", "expected"),
    [("bruise", "review"), ("numbness", "urgent"), ("difficulty_breathing", "emergency")],
)
def test_nothing_is_offered_beside_urgent_or_emergency(symptom: str, expected: str) -> None:
    second = said("difficulty_breathing" if symptom == "bruise" else symptom, "cheek", "left")
    receipt = assessed(BRUISE, second, hours=40)

    assert receipt.data["remedies"] == []
    assert receipt.data["questions"] == []
    assert "this urgency" in reason(receipt, "arnica_topical")


@pytest.mark.parametrize(
    ("remedy", "first", "last"),
    [
        ("cold_compress", 0, 72),
        ("head_elevation", 0, 48),
        ("vitamin_k_topical", 0, 240),
        ("arnica_topical", 0, 335.9),
        ("warm_compress", 48, 335.9),
        ("concealer", 24, 335.9),
    ],
)
def test_hours_of_a_remedy_are_inclusive(remedy: str, first: float, last: float) -> None:
    assert remedy in offered(assessed(BRUISE, hours=first))
    assert remedy in offered(assessed(BRUISE, hours=last))
    assert first == 0 or remedy not in offered(assessed(BRUISE, hours=first - 0.1))
    assert last > 300 or remedy not in offered(assessed(BRUISE, hours=last + 0.1))


def test_no_cold_on_skin_that_cannot_feel() -> None:
    numb = said("numbness", "forehead", onset_hours=0.2, course="same")
    receipt = assessed(BRUISE, numb, hours=5, circumstances=listed("topical_anaesthetic"))

    assert receipt.urgency == "self_care"
    assert "cold_compress" not in offered(receipt)
    assert "cannot feel" in reason(receipt, "cold_compress")


@pytest.mark.parametrize(
    "more",
    [
        {"conditions": listed("liver_disease")},
        {"conditions": listed("heavy_alcohol")},
        {"conditions": listed("breastfeeding")},
        {"medicines": listed("warfarin")},
        {"medicines": listed("acetaminophen")},
    ],
)
def test_ask_first_before_paracetamol(more: dict[str, Any]) -> None:
    receipt = assessed(said("headache", severity=2), hours=20, **more)

    assert "acetaminophen" not in offered(receipt)
    assert "ask_prescriber_or_pharmacist" in ids(receipt, "advice")


def test_paracetamol_comes_with_the_daily_maximum() -> None:
    receipt = assessed(said("headache", severity=2), hours=20)

    assert "acetaminophen" in offered(receipt)
    assert "max_dose_reminder" in ids(receipt, "advice")


def test_what_only_a_clinician_gives_is_never_offered() -> None:
    never = {code for code, each in PROTOCOL.remedies.items() if not each.offered}
    everything = [said(code, "forehead", severity=2) for code in PROTOCOL.symptoms]

    assert {"massage", "ibuprofen", "aspirin", "apraclonidine_drops", "vascular_laser"} <= never
    for symptom in everything:
        receipt = assessed(symptom, hours=60)
        assert never.isdisjoint(offered(receipt))
        assert never.isdisjoint(ids(receipt, "withheld"))


def test_waiting_stands_beside_a_benign_flag_and_not_beside_a_late_lump() -> None:
    droop = assessed(said("brow_droop", side="both", severity=4))
    lump = assessed(said("lump", "forehead"), procedure=FILLER, hours=900)

    assert (droop.urgency, lump.urgency) == ("review", "review")
    assert "wait" in offered(droop)
    assert "wait" not in offered(lump)


def test_a_prescribed_medicine_is_never_to_be_stopped() -> None:
    for medicine in ("warfarin", "apixaban", "clopidogrel", "aspirin_prescribed"):
        advice = ids(assessed(BRUISE, medicines=listed(medicine)), "advice")
        assert "do_not_stop_prescribed_medicine" in advice


def test_advice_keeps_to_its_procedure_and_its_urgency() -> None:
    toxin = ids(assessed(said("swelling", "forehead", severity=2), hours=3), "advice")
    filler = ids(
        assessed(said("swelling", "forehead", severity=2), procedure=FILLER, hours=3), "advice"
    )
    emergency = ids(assessed(said("difficulty_breathing"), hours=3), "advice")

    assert "stay_upright" in toxin
    assert "do_not_massage" not in toxin
    assert "do_not_massage" in filler
    assert {"stay_upright", "wait_until_day_14"}.isdisjoint(filler)
    assert {"no_rubbing", "avoid_alcohol", "watch_red_flags"}.isdisjoint(emergency)
    assert {"call_emergency", "tell_staff_what_was_injected"} <= set(emergency)
    assert {"call_emergency", "clinic_will_review", "contact_clinic_today"}.isdisjoint(toxin)


@pytest.mark.parametrize("told", ["rash", "itching"])
def test_a_cream_is_not_offered_again_where_a_cream_made_a_rash(told: str) -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    used = {"behaviours": listed("used_arnica"), "hours": 60}
    creams = {"arnica_topical", "vitamin_k_topical"}

    assert creams <= set(ids(assessed(bruise, **used), "remedies"))
    again = assessed(bruise, said(told, "forehead", onset_hours=50.0), **used)
    assert not creams & set(ids(again, "remedies"))
    passed = assessed(bruise, said(told, "forehead", course="gone"), **used)
    assert not creams & set(ids(passed, "remedies"))


def test_nothing_cold_and_no_cream_on_a_bruise_whose_skin_stays_pale() -> None:
    bruise = said("bruise", "forehead", severity=3, course="same")
    pale = said("slow_capillary_refill", "forehead", severity=2)

    assert ids(assessed(bruise, pale, hours=30), "remedies") == []


def test_no_cold_where_pain_of_unknown_strength_may_be_a_blocked_vessel() -> None:
    pain = said("pain", "cheek", severity=None, onset_hours=5.0, course="new")

    told = assessed(pain, procedure=FILLER, sites=("cheek both",), hours=8)
    assert "cold_compress" not in ids(told, "remedies")


@pytest.mark.parametrize(
    ("medicines", "behaviours", "expected"),
    [
        (("ticagrelor", "aspirin_self_chosen"), (), "review"),
        (("clopidogrel",), ("took_aspirin",), "review"),
        (("clopidogrel",), (), "self_care"),
        (("aspirin_prescribed", "aspirin_self_chosen"), (), "self_care"),
    ],
)
def test_two_medicines_against_clotting_make_any_bruise_a_review(
    medicines: tuple[str, ...], behaviours: tuple[str, ...], expected: str
) -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    told = {"medicines": listed(*medicines), "behaviours": listed(*behaviours)}

    assert urgency(bruise, hours=40, **told) == expected


def test_a_remedy_that_waits_for_another_remedy_s_question_never_comes(
    draft: Draft,  # noqa: F811
) -> None:
    """What is asked first is known for advice alone, which is chosen last."""
    draft.change("remedies/wait.toml", "waiting_is_fine = true", "ask_first = true")
    told = facts(said("headache", severity=2, onset_hours=20.0), hours=40, medicines=NOT_ASKED)

    assert "wait" not in ids(assess(draft.load(), told, "en"), "remedies")


def test_a_guess_is_enough_for_advice() -> None:
    unsure = said("numbness", "cheek", "left", answers={"movement_normal": "not_sure"})
    sure = said("numbness", "cheek", "left", answers={"movement_normal": True})

    assert "do_not_drive" in ids(assessed(unsure), "advice")
    assert "do_not_drive" not in ids(assessed(sure), "advice")


def test_a_reason_that_no_pharmacist_settles_sends_her_to_none() -> None:
    receipt = assessed(BRUISE, hours=40, allergies=listed("asteraceae"))

    assert "arnica_topical" not in offered(receipt)
    assert "ask_prescriber_or_pharmacist" not in ids(receipt, "advice")


def test_one_reason_of_several_sends_her_to_a_pharmacist_and_none_at_all_does_not() -> None:
    told = (BRUISE, said("headache", severity=2, onset_hours=20.0))
    reasons = {"allergies": listed("asteraceae"), "medicines": listed("acetaminophen")}
    both = assessed(*told, hours=40, **reasons)

    assert {"arnica_topical", "acetaminophen"} <= {each["remedy"] for each in both.data["withheld"]}
    assert "ask_prescriber_or_pharmacist" in ids(both, "advice")
    neither = assessed(*told, hours=40)
    assert neither.data["withheld"] == []
    assert "ask_prescriber_or_pharmacist" not in ids(neither, "advice")


def test_what_is_kept_from_her_for_now_sends_her_to_no_pharmacist() -> None:
    urgent = assessed(BRUISE, said("hives", "arm"), hours=40)
    at_the_lid = assessed(said("bruise", "upper_eyelid", course="same"), hours=40)
    unasked = assessed(BRUISE, hours=40, allergies=NOT_ASKED)

    for receipt in (urgent, at_the_lid, unasked):
        assert receipt.data["withheld"]
        assert "ask_prescriber_or_pharmacist" not in ids(receipt, "advice")
