"""From the ticks of the check-in to symptom entries: one table for every page."""

from typing import Any

import pytest

from tests.triage.world import FILLER, PROTOCOL, TOXIN
from tracker.triage.form import Given, entries, form, ticks_for

LEFT_CHEEK = (("cheek", "left"),)


def given(places: tuple[tuple[str | None, str | None], ...] = LEFT_CHEEK, **more: Any) -> Given:
    known = {key: more.pop(key) for key in ("severity", "growing") if key in more}
    chosen = {
        key: (value,) if isinstance(value, str) else tuple(value) for key, value in more.items()
    }
    return Given(chosen, places, **known)


def codes(tick: str, what: Given) -> list[str]:
    return [each["symptom"] for each in entries(PROTOCOL, tick, what)]


@pytest.mark.parametrize(
    ("tick", "chosen", "expected"),
    [
        ("bruise", {}, ["bruise"]),
        ("headache", {}, ["headache"]),
        ("sore", {}, ["pain"]),
        ("lump", {}, ["lump"]),
        ("swelling", {}, ["swelling"]),
        ("swelling", {"fast": "no"}, ["swelling"]),
        ("swelling", {"fast": "yes"}, ["swelling", "lip_tongue_swelling"]),
        ("colour_change", {"look": "pink_or_red"}, ["redness"]),
        ("colour_change", {"look": "white_or_pale"}, ["skin_blanching"]),
        ("colour_change", {"look": "net_like"}, ["skin_mottling"]),
        ("colour_change", {"look": "grey_or_purple"}, ["skin_discolouration"]),
        ("colour_change", {"look": "bluish"}, ["bluish_tint"]),
        (
            "colour_change",
            {"look": "pink_or_red", "press": "yes"},
            ["redness", "slow_capillary_refill"],
        ),
        ("colour_change", {"look": "pink_or_red", "feel": "warm"}, ["redness", "warmth"]),
        ("colour_change", {"look": "pink_or_red", "feel": "cool"}, ["redness", "skin_cool"]),
        ("colour_change", {"look": "pink_or_red", "feel": "as_usual"}, ["redness"]),
        ("itch_or_rash", {"kind": ("itch", "wheals")}, ["itching", "hives"]),
        ("itch_or_rash", {"kind": ("rash", "blisters")}, ["rash", "blister_or_pustule"]),
        ("open_spot", {"pus": "yes"}, ["skin_sore", "discharge_pus"]),
        ("open_spot", {"bleeds": "yes"}, ["skin_sore", "bleeding"]),
        ("uneven", {"which": "hangs"}, ["facial_weakness"]),
        ("uneven", {"which": ("brows", "smile")}, ["brow_asymmetry", "smile_asymmetry"]),
        ("droop", {"which": "eyelid"}, ["eyelid_droop"]),
        ("droop", {"which": ("eyelid", "brow")}, ["eyelid_droop", "brow_droop"]),
        ("sight", {"which": "double"}, ["double_vision"]),
        ("sight", {"which": "blurred", "lost": "yes"}, ["blurred_vision", "vision_loss"]),
        ("eye", {"which": ("dry", "cannot_close")}, ["dry_eye", "cannot_close_eye"]),
        ("unwell", {"which": ("fever", "hoarse_voice")}, ["fever", "hoarse_voice"]),
        ("effect", {"which": "not_yet"}, ["no_effect"]),
        ("effect", {"which": "wearing_off"}, ["movement_returning"]),
        ("numb", {"closest": "pins"}, ["tingling"]),
        ("numb", {"closest": "heavy"}, ["heaviness_or_tightness"]),
        (
            "numb",
            {"closest": "heavy", "movement_normal": "no"},
            ["heaviness_or_tightness", "facial_weakness"],
        ),
        ("numb", {"closest": "no_feeling", "movement_normal": "no"}, ["numbness"]),
        ("other", {}, ["other"]),
    ],
)
def test_a_tick_and_its_follow_ups_lead_to_codes(
    tick: str, chosen: dict[str, Any], expected: list[str]
) -> None:
    assert codes(tick, given(**chosen)) == expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("cheek", "facial_weakness"),
        ("jaw", "chewing_weakness"),
        ("upper_lip", "lip_control_difficulty"),
        ("arm", "limb_weakness"),
        ("leg", "limb_weakness"),
        ("neck_front", "neck_weakness"),
        ("whole_body", "generalised_weakness"),
        (None, "generalised_weakness"),
    ],
)
def test_weak_is_called_by_its_place(region: str | None, expected: str) -> None:
    assert codes("weak", given(((region, "left"),))) == [expected]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"closest": "no_feeling"}, {"touch_felt": False}),
        ({"closest": "dull"}, {"touch_felt": True}),
        ({"closest": "unsure"}, {"touch_felt": "not_sure", "movement_normal": "not_sure"}),
        (
            {"closest": "unsure", "movement_normal": "yes"},
            {"touch_felt": "not_sure", "movement_normal": True},
        ),
        (
            {
                "closest": "no_feeling",
                "movement_normal": "no",
                "present_before_treatment": "not_sure",
            },
            {"touch_felt": False, "movement_normal": False, "present_before_treatment": "not_sure"},
        ),
    ],
)
def test_the_word_numb_carries_its_answers(
    chosen: dict[str, str], expected: dict[str, Any]
) -> None:
    (entry,) = entries(PROTOCOL, "numb", given(**chosen))

    assert entry["answers"] == expected


def test_several_places_are_several_entries_and_a_place_of_its_own_only_one() -> None:
    both = (("cheek", "left"), ("chin", None))

    assert [(e["region"], e["side"]) for e in entries(PROTOCOL, "bruise", given(both))] == list(
        both
    )
    fever = entries(PROTOCOL, "unwell", given(both, which="fever"))
    assert [(e["symptom"], e["region"], e["side"]) for e in fever] == [("fever", None, None)]


def test_growing_is_worse_and_the_rest_is_new() -> None:
    (growing,) = entries(PROTOCOL, "lump", given(growing=True, severity=5))
    (still,) = entries(PROTOCOL, "lump", given())

    assert (growing["course"], growing["severity"]) == ("worse", 5)
    assert (still["course"], still["severity"]) == ("new", None)


def test_who_feels_unwell_is_asked_for_her_strength_in_words_of_its_own() -> None:
    """FACT 19."""
    (unwell,) = (each for each in form(PROTOCOL, TOXIN, "en")["ticks"] if each["id"] == "unwell")
    (numb,) = (each for each in form(PROTOCOL, TOXIN, "en")["ticks"] if each["id"] == "numb")
    said = {ask["id"]: ask["question"] for ask in unwell["asks"]}

    assert said["movement_normal"].startswith("Can you lift your arms, climb stairs")
    assert "Can you move it as you usually do?" in [ask["question"] for ask in numb["asks"]]
    (tired,) = entries(PROTOCOL, "unwell", given(which="fatigue", movement_normal="not_sure"))
    assert tired["answers"] == {"movement_normal": "not_sure"}
    for which in ("fatigue", "dry_mouth"):
        weak = entries(PROTOCOL, "unwell", Given({"which": (which,), "movement_normal": ("no",)}))
        assert [each["symptom"] for each in weak] == [which, "generalised_weakness"]


def test_an_answer_goes_only_to_symptoms_that_ask_it() -> None:
    found = entries(PROTOCOL, "sight", given(which="double", lost="yes", varies_through_day="yes"))

    assert [each["answers"] for each in found] == [{"varies_through_day": True}, {}]


def test_every_choice_of_every_tick_has_words_and_every_code_is_known() -> None:
    for procedure in (TOXIN, FILLER):
        for tick in form(PROTOCOL, procedure, "en")["ticks"]:
            assert tick["label"]
            for ask in tick["asks"]:
                assert ask["question"], (tick["id"], ask["id"])
                assert all(choice["label"] for choice in ask["choices"]), (tick["id"], ask["id"])
                for choice in ask["choices"]:
                    what = given(**{ask["id"]: choice["id"]})
                    assert set(codes(tick["id"], what)) <= set(PROTOCOL.symptoms)


def test_every_symptom_is_reached_by_a_tick_or_by_a_danger_sign() -> None:
    reached = {
        code
        for tick in PROTOCOL.ticks.values()
        for code in [
            *tick.details.get("codes", ()),
            *(
                c["symptom"]
                for a in tick.details.get("asks", ())
                for c in a.get("choices", ())
                if "symptom" in c
            ),
        ]
    } | {region.weakness for region in PROTOCOL.regions.values()}
    by_danger_sign = {
        "difficulty_breathing",
        "difficulty_swallowing",
        "slurred_speech",
        "wheeze",
        "chest_pain",
        "confusion",
        "trouble_walking",
    }

    assert set(PROTOCOL.symptoms) - reached - by_danger_sign == {"injection_bump"}


def test_filler_has_danger_signs_of_its_own_and_toxin_its_effect() -> None:
    toxin, filler = (form(PROTOCOL, each, "en") for each in (TOXIN, FILLER))

    assert len(filler["danger_signs"]) == len(toxin["danger_signs"]) + 3
    assert "effect" in [each.id for each in ticks_for(PROTOCOL, TOXIN)]
    assert "effect" not in [each.id for each in ticks_for(PROTOCOL, FILLER)]


def test_sight_weakness_droop_and_numbness_are_asked_about_first() -> None:
    ticks = sorted(form(PROTOCOL, TOXIN, "en")["ticks"], key=lambda each: each["first"])

    assert [each["id"] for each in ticks][:5] == ["sight", "weak", "uneven", "droop", "numb"]


def test_strengths_are_two_five_and_eight() -> None:
    strengths = form(PROTOCOL, TOXIN, "en")["strengths"]

    assert [each["severity"] for each in strengths] == [2, 5, 8]


def test_a_tick_that_says_nothing_else_asks_for_strength_and_neither_for_text_nor_growth() -> None:
    ticks = {each["id"]: each for each in form(PROTOCOL, TOXIN, "en")["ticks"]}

    plain = ticks["headache"]
    assert (plain["strength"], plain["text"], plain["growing"]) == (True, False, "")
    assert (ticks["effect"]["strength"], ticks["other"]["text"]) == (False, True)
    assert ticks["bruise"]["growing"] == "Is it growing?"


def test_a_follow_up_takes_one_choice_and_may_stay_open_unless_it_says_so() -> None:
    ticks = {each["id"]: each for each in form(PROTOCOL, TOXIN, "en")["ticks"]}
    (fast,) = ticks["swelling"]["asks"]
    which = ticks["uneven"]["asks"][0]

    assert (fast["many"], fast["required"]) == (False, False)
    assert (which["many"], which["required"]) == (True, True)


def test_a_behaviour_is_asked_unless_its_file_says_not() -> None:
    asked = {each["id"]: each["asked"] for each in form(PROTOCOL, TOXIN, "en")["behaviours"]}

    assert set(asked.values()) == {True, False}
    assert asked["facial"] is True


def test_of_two_answers_to_one_question_the_first_counts() -> None:
    (entry,) = entries(PROTOCOL, "numb", given(closest="no_feeling", movement_normal=("yes", "no")))

    assert entry["answers"]["movement_normal"] is True


def test_the_form_as_the_pages_and_the_phone_have_it() -> None:
    shown = form(PROTOCOL, TOXIN, "en")

    def one(table: str, code: str) -> dict[str, Any]:
        (found,) = (each for each in shown[table] if each["id"] == code)
        return dict(found)

    cheek, paracetamol = PROTOCOL.regions["cheek"], PROTOCOL.behaviours["acetaminophen_over_max"]
    tables = {"danger_signs", "ticks", "regions", "behaviours", "strengths", "courses"}
    assert set(shown) == tables
    assert one("danger_signs", "breathing") == {"id": "breathing", "label": "Trouble breathing"}
    assert one("courses", "worse") == {"id": "worse", "label": "Worse"}
    severe = PROTOCOL.strengths["severe"].label()
    assert one("strengths", "severe") == {"id": "severe", "label": severe, "severity": 8}
    assert one("behaviours", "acetaminophen_over_max") == {
        "id": "acetaminophen_over_max",
        "label": paracetamol.label(),
        "group": "took",
        "question": paracetamol.text(name="question"),
        "follows": "took_acetaminophen",
        "asked": True,
    }
    assert paracetamol.text(name="question")
    assert one("regions", "cheek") == {
        "id": "cheek",
        "label": "Cheek",
        "area": "face",
        "has_side": True,
        "treatable": True,
        "search": list(cheek.search),
        "map": {side: list(box) for side, box in cheek.map.items()},
        "names": {"left": "left cheek", "right": "right cheek", "both": "both cheeks"},
    }


def test_a_tick_as_the_pages_and_the_phone_have_it() -> None:
    ticks = {each["id"]: each for each in form(PROTOCOL, TOXIN, "en")["ticks"]}

    assert ticks["swelling"] == {
        "id": "swelling",
        "label": "Swelling",
        "hint": "",
        "first": 130,
        "where": "map",
        "strength": True,
        "text": False,
        "growing": "",
        "asks": [
            {
                "id": "fast",
                "question": PROTOCOL.ticks["swelling"].text(name="fast"),
                "many": False,
                "hint": "",
                "coin_mm": 0,
                "required": False,
                "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
            }
        ],
    }
    hint = PROTOCOL.ticks["other"].text(name="hint")
    assert hint and ticks["other"]["hint"] == hint


def test_a_tick_without_a_place_is_one_entry_without_a_place() -> None:
    (entry,) = entries(PROTOCOL, "bruise", Given())

    assert (entry["region"], entry["side"], entry["course"]) == (None, None, "new")
