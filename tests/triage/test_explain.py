"""Why a rule fired, in the patient's words."""

from dataclasses import replace

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.triage.world import FILLER, PROTOCOL, assessed, facts, listed, said, treated
from tracker.triage.explain import Voice, hours
from tracker.triage.facts import DangerSigns, EarlierCheckIn
from tracker.triage.receipt import assess


def because(rule: str, *symptoms: object, **more: object) -> list[str]:
    receipt = assessed(*symptoms, **more)  # type: ignore[arg-type]
    (flag,) = (each for each in receipt.data["flags"] if each["rule"] == rule)
    lines: list[str] = flag["because"]
    return lines


def test_numbness_away_says_what_where_how_strong_and_what_was_treated() -> None:
    numb = said("numbness", "cheek", "left", answers={"touch_felt": False})

    assert because("numb-away", numb) == [
        "numbness, left cheek, 4 of 10, touch not felt",
        "treated: forehead",
        "left cheek is not next to it",
    ]


def test_several_treated_places_and_both_sides_are_put_in_the_plural() -> None:
    numb = said("numbness", "temple", "both", severity=6, onset_hours=60.0)
    lines = because("numb-beside-large", numb, sites=("forehead both", "brow left"))

    assert lines == [
        "numbness, both temples, 6 of 10, new, began 2 days after the treatment",
        "treated: forehead, left brow",
        "both temples are next to them",
    ]


def test_a_muscle_sign_says_whether_a_treated_place_can_explain_it() -> None:
    droop = said("eyelid_droop", side="left")

    assert because("one-sign-away", droop, sites=("jaw both",))[1:] == [
        "treated: jaw",
        "no treated area is near enough to explain it",
    ]
    assert because("lid-droop-near", droop)[-1] == "the treatment of a nearby area can explain it"


def test_a_medicine_on_record_and_a_told_slip_are_named() -> None:
    lines = because(
        "bruise-on-blood-thinner", said("bruise", "forehead"), medicines=listed("warfarin")
    )

    assert lines == ["bruise, forehead, 4 of 10", "on record, medicine: warfarin"]
    slips = because("others-eye-drops", behaviours=listed("used_someone_elses_eye_drops"))
    assert slips == ["told: someone else's eye drops used"]


def test_a_danger_sign_is_named_or_said_to_be_unnamed() -> None:
    assert because("danger-sign", signs=("breathing",)) == ["danger sign: trouble breathing"]
    unsure = replace(facts(), danger_signs=DangerSigns(asked=True, any=True))
    flags = assess(PROTOCOL, unsure, "en").data["flags"]
    assert flags[0]["because"] == ["a danger sign, or not sure of one"]


def test_a_raised_flag_says_what_raised_it() -> None:
    lines = because(
        "lid-droop-near",
        said("eyelid_droop", side="left"),
        conditions=listed("neuromuscular_disease"),
    )

    assert lines[-1] == "one step more urgent because of a nerve or muscle disease"


def test_a_blank_and_a_guess_are_admitted() -> None:
    blank = because(
        "filler-pain-out-of-proportion",
        said("pain", "cheek", "left", severity=None, onset_hours=2.0),
        procedure=FILLER,
        sites=("cheek left",),
        hours=10,
    )
    guess = because(
        "face-weak-one-side",
        said(
            "numbness", "cheek", "left", answers={"touch_felt": True, "movement_normal": "not_sure"}
        ),
    )

    assert blank[0] == "sore or painful place, left cheek, new, began 2 hours after the treatment"
    assert blank[-1] == "not everything about it was told, so a clinician looks"
    assert (
        guess[0] == "numbness, left cheek, 4 of 10, not sure whether it moves as usual, touch felt"
    )
    assert guess[-1] == "not sure whether it moves, so a clinician looks today"


def test_an_unsaid_place_and_beginning_are_said_to_be_missing() -> None:
    lines = because("sudden-severe-headache", said("headache", severity=9))

    assert lines == ["headache, 9 of 10, beginning not told"]
    assert because("numb-away", said("numbness"))[0] == "numbness, place not told, 4 of 10"


def test_a_symptom_is_called_what_she_called_it_however_it_is_read() -> None:
    weak = said("treated_muscle_weak", "cheek", "left")

    assert (
        because("face-weak-one-side", weak)[0] == "treated muscle moves less, left cheek, 4 of 10"
    )


def test_a_code_of_tomorrow_is_still_explained() -> None:
    lines = because("not-explained", said("sparkling", "elbow", "left"))

    assert lines == ["something else, left somewhere else, 4 of 10"]


def test_a_promised_check_in_that_did_not_come_is_named() -> None:
    alarm = EarlierCheckIn(76.0, (said("hives", "arm"),), frozenset({"hives"}))
    missed = PROTOCOL.behaviours["missed_checkins"].label()

    assert because("silence-after-alarm", hours=125, earlier=(alarm,)) == [
        f"told: {missed[:1].lower()}{missed[1:]}"
    ]


def test_an_answer_of_tomorrow_is_passed_over() -> None:
    numb = said("numbness", "cheek", "left", answers={"of_tomorrow": True, "touch_felt": False})

    assert because("numb-away", numb)[0] == "numbness, left cheek, 4 of 10, touch not felt"


def test_hours_are_said_in_hours_and_then_in_days() -> None:
    voice = Voice(PROTOCOL, "en")

    assert [hours(voice, each) for each in (-3, 0.9, 1, 1.6, 5, 47.6, 48, 71.9, 72, 240)] == [
        "less than an hour",
        "less than an hour",
        "1 hour",
        "2 hours",
        "5 hours",
        "48 hours",
        "2 days",
        "2 days",
        "3 days",
        "10 days",
    ]


def test_a_treatment_of_another_kind_is_named_where_it_decides() -> None:
    pain = said("pain", "cheek", "left", severity=8, onset_hours=95.0)
    older = treated("cheek left", procedure=FILLER, hours=10)
    lines = because("filler-pain-out-of-proportion", pain, other_treatments=(older,))

    assert "treated: left cheek" in lines
    assert "began 5 hours after the treatment" in lines[0]


def test_a_language_that_lacks_a_text_falls_back_to_english() -> None:
    numb = facts(said("numbness", "cheek", "left"))

    assert assess(PROTOCOL, numb, "xx").data["flags"] == assess(PROTOCOL, numb, "en").data["flags"]


def test_only_the_product_that_decides_is_named() -> None:
    told = facts(
        allergies=listed("cow_milk_protein"),
        other_treatments=(
            treated("chin", product="dysport", hours=200),
            treated("chin", product="xeomin", hours=300),
        ),
    )
    (flag,) = assess(PROTOCOL, told, "en").data["flags"]

    assert flag["because"] == ["product: dysport", "on record, allergy: cow's milk protein"]


def test_nothing_is_said_of_how_a_place_lies_when_its_side_decides_and_was_not_said() -> None:
    numb = said("numbness", "cheek", severity=3)

    assert because("numb-away", numb, sites=("cheek left",)) == [
        "numbness, cheek, 3 of 10",
        "treated: left cheek",
    ]


def test_a_place_that_was_not_said_may_be_one_that_the_treatment_reaches() -> None:
    assert because("one-sign-away", said("facial_weakness"))[1:] == [
        "treated: forehead",
        "the treatment of a nearby area can explain it",
    ]


def test_what_a_rule_for_another_treatment_takes_up_is_explained_by_what_was_treated(
    draft: Draft,  # noqa: F811
) -> None:
    draft.change("rules/not-explained.toml", "source =", 'procedures = ["dermal_filler"]\nsource =')
    (flag,) = assess(draft.load(), facts(said("sparkling", "cheek", "left")), "en").data["flags"]

    assert flag["because"] == ["something else, left cheek, 4 of 10"]
