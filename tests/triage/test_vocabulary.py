"""The words of the protocol as the API gives them out."""

import json
import re
from typing import Any

import pytest

from tests.triage.world import PROTOCOL
from tracker.triage.vocabulary import vocabulary


@pytest.fixture
def words() -> dict[str, Any]:
    return vocabulary(PROTOCOL, "en")


def one(rows: list[dict[str, Any]], code: str) -> dict[str, Any]:
    (found,) = (each for each in rows if each["id"] == code)
    return found


SYMPTOMS = """eyelid_droop brow_droop double_vision blurred_vision vision_loss eye_pain
    eye_movement_limited dry_eye light_sensitivity cannot_close_eye difficulty_swallowing
    difficulty_breathing slurred_speech hoarse_voice generalised_weakness limb_weakness
    facial_weakness smile_asymmetry chewing_weakness neck_weakness lip_control_difficulty
    treated_muscle_weak loss_of_bladder_control dry_mouth constipation fatigue confusion
    trouble_walking numbness tingling heaviness_or_tightness headache bruise swelling redness
    warmth pain itching hives rash lump injection_bump skin_blanching skin_mottling
    skin_discolouration slow_capillary_refill skin_cool blister_or_pustule skin_sore
    discharge_pus fever joint_pain nausea flu_like dizziness fainting chest_pain palpitations
    wheeze lip_tongue_swelling bleeding brow_asymmetry no_effect movement_returning
    bluish_tint other"""
REGIONS = """forehead glabella brow upper_eyelid lower_eyelid eye crows_feet under_eye temple
    nose cheek nasolabial upper_lip lower_lip lips mouth mouth_corner chin jaw face neck_front
    neck_back throat shoulder chest arm hand leg underarm abdomen injection_sites whole_body
    bladder scalp joints other"""


def test_the_vocabulary_of_the_brief_is_whole(words: dict[str, Any]) -> None:
    assert {each["id"] for each in words["symptoms"]} == set(re.findall(r"\w+", SYMPTOMS))
    assert {each["id"] for each in words["regions"]} == set(re.findall(r"\w+", REGIONS))
    assert len(words["conditions"]) == 17
    assert len(words["allergies"]) == 6
    assert len(words["medicines"]) == 22
    assert len(words["circumstances"]) == 8
    assert len(words["behaviours"]) == 20 + 2  # P9: a prescribed medicine, something else
    assert len(words["views"]) == 9


def test_it_names_its_protocol_and_language_and_every_table(words: dict[str, Any]) -> None:
    assert words["version"] == PROTOCOL.version
    assert words["digest"] == PROTOCOL.digest
    assert words["language"] == "en"
    tables = "symptoms regions procedures behaviours conditions allergies medicines circumstances"
    more = "views courses remedies advice danger_signs"
    for table in f"{tables} {more}".split():
        assert [each["id"] for each in words[table]] == list(getattr(PROTOCOL, table)), table
    assert set(words) == {"version", "digest", "language", *tables.split(), *more.split()}
    assert json.loads(json.dumps(words)) == words


def test_a_symptom_a_region_and_a_procedure_as_the_contract_has_them(words: dict[str, Any]) -> None:
    assert one(words["symptoms"], "dizziness") == {
        "id": "dizziness",
        "label": PROTOCOL.symptoms["dizziness"].label(),
        "question": PROTOCOL.symptoms["dizziness"].text(name="question"),
        "has_side": False,
        "group": PROTOCOL.symptoms["dizziness"].group,
        "answers": [
            {"id": code, "question": PROTOCOL.answers[code].text(name="question"), "choices": []}
            for code in PROTOCOL.symptoms["dizziness"].answers
        ],
    }
    answers = one(words["symptoms"], "numbness")["answers"]
    assert {"touch_felt", "movement_normal"} <= {each["id"] for each in answers}
    assert one(answers, "touch_felt") == {
        "id": "touch_felt",
        "question": PROTOCOL.answers["touch_felt"].text(name="question"),
        "choices": [],
    }
    cheek = PROTOCOL.regions["cheek"]
    assert one(words["regions"], "cheek") == {
        "id": "cheek",
        "label": "Cheek",
        "part_of": "face",
        "touches": list(cheek.touches),
        "map": {side: list(box) for side, box in cheek.map.items()},
    }
    assert one(words["regions"], "whole_body")["map"] is None
    products = one(words["procedures"], "botulinum_toxin")["products"]
    assert one(products, "dysport") == {
        "id": "dysport",
        "label": PROTOCOL.products["dysport"].label(),
        "unit": PROTOCOL.products["dysport"].unit,
    }
    assert "hyaluronic_acid" not in [each["id"] for each in products]


def test_remedies_advice_and_danger_signs_as_the_contract_has_them(words: dict[str, Any]) -> None:
    wait, rest = PROTOCOL.remedies["wait"], PROTOCOL.advice["stay_upright"]

    assert one(words["remedies"], "wait") == {
        "id": "wait",
        "label": wait.label(),
        "evidence": wait.text(name="evidence"),
    }
    assert one(words["advice"], "stay_upright") == {
        "id": "stay_upright",
        "label": rest.text(),
        "text": rest.text(),
    }
    for code, sign in PROTOCOL.danger_signs.items():
        row = {"id": code, "label": sign.label(), "procedures": list(sign.procedures)}
        assert one(words["danger_signs"], code) == row


def test_everything_has_words(words: dict[str, Any]) -> None:
    for name, rows in words.items():
        if isinstance(rows, list):
            assert all(row["label"] for row in rows), name
    assert all(row["question"] for row in words["symptoms"])
    assert all(row["evidence"] for row in words["remedies"])
