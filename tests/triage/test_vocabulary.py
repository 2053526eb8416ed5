"""The words of the protocol as the API gives them out."""

import json
import re

from tests.triage.world import PROTOCOL
from tracker.triage.vocabulary import vocabulary

WORDS = vocabulary(PROTOCOL, "en")


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


def test_the_vocabulary_of_the_brief_is_whole() -> None:
    assert {each["id"] for each in WORDS["symptoms"]} == set(re.findall(r"\w+", SYMPTOMS))
    assert {each["id"] for each in WORDS["regions"]} == set(re.findall(r"\w+", REGIONS))
    assert len(WORDS["conditions"]) == 17
    assert len(WORDS["allergies"]) == 6
    assert len(WORDS["medicines"]) == 22
    assert len(WORDS["circumstances"]) == 8
    assert len(WORDS["behaviours"]) == 20
    assert len(WORDS["views"]) == 9


def test_shapes_are_those_of_the_contract() -> None:
    (numbness,) = (each for each in WORDS["symptoms"] if each["id"] == "numbness")
    (cheek,) = (each for each in WORDS["regions"] if each["id"] == "cheek")
    (toxin,) = (each for each in WORDS["procedures"] if each["id"] == "botulinum_toxin")

    assert set(numbness) == {"id", "label", "question", "has_side", "group", "answers"}
    assert {"touch_felt", "movement_normal"} <= {each["id"] for each in numbness["answers"]}
    assert set(cheek) == {"id", "label", "part_of", "touches", "map"}
    assert {tuple(each) for each in toxin["products"]} == {("id", "label", "unit")}
    assert json.loads(json.dumps(WORDS)) == WORDS


def test_everything_has_words() -> None:
    for name, rows in WORDS.items():
        if isinstance(rows, list):
            assert all(row["label"] for row in rows), name
