"""Each form of the closed grammar: how true it is, what it needs, how it is written out again."""

import json
from typing import Any

import pytest

from tests.triage.world import FILLER, NOT_ASKED, PROTOCOL, facts, listed, said, treated
from tracker.triage.explain import Voice
from tracker.triage.facts import Facts
from tracker.triage.grammar import condition
from tracker.triage.names import Names
from tracker.triage.readings import scene_of
from tracker.triage.scene import Outcome
from tracker.triage.trace import describe_condition
from tracker.triage.truth import NO, NOT_SURE, UNKNOWN, YES

TABLES = (
    "symptoms regions procedures products rules remedies answers courses conditions allergies"
    " medicines behaviours circumstances danger_signs photo_findings"
)
NAMES = Names(
    {name: frozenset(getattr(PROTOCOL, name)) for name in TABLES.split()}, PROTOCOL.sets, "test"
)
BRUISE = said("bruise", "forehead", severity=4)


def truth(data: dict[str, Any], told: Facts) -> int:
    return condition(data, NAMES).truth(scene_of(PROTOCOL, told).everything)


@pytest.mark.parametrize(
    ("data", "told", "expected"),
    [
        ({"hours_at_least": 100}, facts(hours=100), YES),
        ({"hours_at_most": 99.9}, facts(hours=100), NO),
        ({"hours_at_least": 1, "hours_at_most": 200}, facts(hours=100), YES),
        ({"treated": "forehead"}, facts(), YES),
        ({"treated": ["chin", "nose"]}, facts(), NO),
        ({"treated": "upper_lip"}, facts(sites=("lips",)), YES),
        ({"treated": "cheek"}, facts(other_treatments=(treated("cheek left", hours=2952),)), YES),
        ({"treated": "cheek"}, facts(other_treatments=(treated("cheek left", hours=2953),)), NO),
        ({"medicine": "warfarin"}, facts(medicines=listed("warfarin")), YES),
        ({"medicine": "warfarin"}, facts(medicines=NOT_ASKED), UNKNOWN),
        ({"medicine": "@antiplatelets", "at_least": 2}, facts(medicines=listed("ticagrelor")), NO),
        (
            {"medicine": "@antiplatelets", "at_least": 2},
            facts(medicines=listed("ticagrelor", "clopidogrel")),
            YES,
        ),
        ({"condition": "pregnancy"}, facts(), NO),
        ({"allergy": "asteraceae"}, facts(allergies=listed("asteraceae")), YES),
        ({"behaviour": "facial"}, facts(behaviours=listed("facial")), YES),
        ({"circumstance": "nerve_block"}, facts(circumstances=NOT_ASKED), UNKNOWN),
        (
            {"circumstance": "nerve_block"},
            facts(
                circumstances=NOT_ASKED,
                other_treatments=(treated("chin", circumstances=listed("nerve_block")),),
            ),
            YES,
        ),
        ({"product": "dysport"}, facts(), UNKNOWN),
        (
            {"product": "dysport"},
            facts(other_treatments=(treated("chin", product="dysport"),)),
            YES,
        ),
        ({"danger_sign": True}, facts(signs=("breathing",)), YES),
        ({"danger_sign": True}, facts(), NO),
        ({"danger_sign": ["breathing"]}, facts(signs=("chest_pain",)), NO),
        ({"danger_sign": "breathing"}, facts(signs=("breathing",)), YES),
        ({"uncovered": True}, facts(BRUISE), NO),
        ({"urgency": "review"}, facts(BRUISE), NO),
        ({"not": {"medicine": "warfarin"}}, facts(), YES),
        ({"not": {"medicine": "warfarin"}}, facts(medicines=NOT_ASKED), UNKNOWN),
        (
            {
                "count": [{"symptom": "bruise"}, {"symptom": "lump"}, {"treated": "forehead"}],
                "at_least": 2,
            },
            facts(BRUISE),
            YES,
        ),
        ({"count": [{"symptom": "bruise"}, {"symptom": "lump"}]}, facts(BRUISE), YES),
        ({"count": [{"symptom": "bruise"}, {"symptom": "lump"}]}, facts(), NO),
        (
            {"count": [{"symptom": "lump"}, {"medicine": "warfarin"}], "at_least": 1},
            facts(medicines=NOT_ASKED),
            UNKNOWN,
        ),
        (
            {"symptom": "@spread", "kinds_at_least": 2},
            facts(said("double_vision"), said("double_vision")),
            NO,
        ),
        (
            {"symptom": "@spread", "kinds_at_least": 2},
            facts(said("double_vision"), said("hoarse_voice")),
            YES,
        ),
        ({"symptom": "bruise", "gone": True}, facts(said("bruise", course="gone")), YES),
        ({"symptom": "bruise"}, facts(said("bruise", course="gone")), NO),
        (
            {"symptom": "bruise", "gone": True, "unchanged_since_before": True},
            facts(said("bruise", course="gone", answers={"present_before_treatment": True})),
            YES,
        ),
        ({"symptom": "bruise", "side": "both"}, facts(said("bruise", "cheek", "both")), YES),
        ({"symptom": "bruise", "side": "left"}, facts(said("bruise", "cheek")), NOT_SURE),
        ({"symptom": "bruise", "side": "left"}, facts(said("bruise", "cheek", "left")), YES),
        ({"symptom": "bruise", "side": "left"}, facts(said("bruise", "cheek", "both")), YES),
        ({"symptom": "bruise", "side": "left"}, facts(said("bruise", "cheek", "right")), NO),
        ({"symptom": "bruise", "side": "left_or_right"}, facts(said("bruise", "cheek")), NO),
        ({"symptom": "bruise", "side": "one"}, facts(said("bruise", "cheek")), YES),
        ({"symptom": "bruise", "severity_at_most": 4}, facts(BRUISE), YES),
        ({"symptom": "bruise", "severity_at_most": 4}, facts(said("bruise", severity=0)), UNKNOWN),
        ({"symptom": "bruise", "onset_at_least": 20}, facts(BRUISE), UNKNOWN),
        ({"symptom": "bruise", "onset_at_least": 200}, facts(BRUISE), NO),
        ({"symptom": "bruise", "onset_at_most": 200}, facts(BRUISE), YES),
        ({"symptom": "bruise", "not_region": "cheek"}, facts(BRUISE), YES),
        ({"symptom": "bruise", "region": "cheek"}, facts(said("bruise")), UNKNOWN),
        (
            {"symptom": "bruise", "region": "chin"},
            facts(said("bruise", "injection_sites"), sites=("chin",)),
            YES,
        ),
        (
            {"symptom": "bruise", "region": "chin"},
            facts(said("bruise", "injection_sites"), sites=("chin", "forehead")),
            NOT_SURE,
        ),
        (
            {"symptom": "bruise", "region": "chin"},
            facts(said("bruise", "injection_sites")),
            NO,
        ),
        ({"symptom": "bruise", "relation": "away"}, facts(said("bruise")), NOT_SURE),
        ({"symptom": "bruise", "relation": ["treated"]}, facts(BRUISE), YES),
        ({"symptom": "numbness", "answers": {"touch_felt": False}}, facts(said("numbness")), YES),
        (
            {"symptom": "numbness", "answers": {"touch_felt": False}},
            facts(said("numbness", answers={"touch_felt": "not_sure"})),
            NOT_SURE,
        ),
        (
            {"symptom": "numbness", "answers": {"touch_felt": False, "movement_normal": False}},
            facts(said("numbness", answers={"touch_felt": False, "movement_normal": True})),
            NO,
        ),
        ({"symptom": "bruise", "returned": False}, facts(BRUISE), YES),
        ({"symptom": "bruise", "new_place": False}, facts(BRUISE), YES),
        ({"symptom": "bruise", "explained": False}, facts(BRUISE), YES),
    ],
)
def test_how_true_a_condition_is(data: dict[str, Any], told: Facts, expected: int) -> None:
    assert truth(data, told) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (said("numbness", "forehead"), NO),
        (said("numbness", "forehead", answers={"touch_felt": True}), YES),
        (said("numbness", "forehead", answers={"touch_felt": "not_sure"}), NOT_SURE),
        (said("numbness", "chin"), YES),
        (said("numbness", "face"), NO),
        (said("numbness"), NO),
        (said("numbness", "forehead", course="gone"), YES),
        (said("itching", "forehead"), YES),
    ],
)
def test_apart_from_looks_at_the_same_place(other: Any, expected: int) -> None:
    data = {
        "symptom": "bruise",
        "apart_from": {"symptom": "numbness", "answers": {"touch_felt": False}},
    }

    assert truth(data, facts(BRUISE, other)) == expected


def test_apart_from_looks_at_the_parts_of_a_place_too_and_a_place_not_told_may_be_it() -> None:
    data = {"symptom": "bruise", "apart_from": {"symptom": "numbness"}}

    assert truth(data, facts(said("bruise", "face"), said("numbness", "forehead"))) == NO
    assert truth(data, facts(said("bruise", "of_tomorrow"), said("numbness"))) == NO
    assert truth(data, facts(said("bruise"), said("numbness", "of_tomorrow"))) == NO


def test_apart_from_is_broken_by_one_report_of_several() -> None:
    data = {
        "symptom": "bruise",
        "apart_from": {"symptom": "numbness", "answers": {"touch_felt": False}},
    }
    felt, lost = (
        said("numbness", "forehead", answers={"touch_felt": each}) for each in (True, False)
    )

    assert truth(data, facts(BRUISE, felt, lost)) == truth(data, facts(BRUISE, lost, felt)) == NO
    assert truth(data, facts(BRUISE, felt, felt)) == YES


def test_apart_from_knows_her_sides() -> None:
    data = {"symptom": "bruise", "apart_from": {"symptom": "numbness"}}
    bruise = said("bruise", "cheek", "left")

    assert truth(data, facts(bruise, said("numbness", "cheek", "right"))) == YES
    assert truth(data, facts(bruise, said("numbness", "cheek", "both"))) == NO


@pytest.mark.parametrize("rule", sorted(PROTOCOL.rules))
def test_a_condition_written_out_again_means_the_same(rule: str) -> None:
    when = PROTOCOL.rules[rule].when
    written = describe_condition(when)

    assert json.loads(json.dumps(written)) == written
    again = condition(_as_written(written), NAMES)
    assert describe_condition(again) == written


def _as_written(data: Any) -> Any:
    """The plural names of the trace, back in the singular of the grammar."""
    one = {"conditions": "condition", "allergies": "allergy", "medicines": "medicine"}
    one |= {"behaviours": "behaviour", "circumstances": "circumstance"}
    if isinstance(data, dict):
        return {one.get(key, key): _as_written(value) for key, value in data.items()}
    return [_as_written(each) for each in data] if isinstance(data, list) else data


@pytest.mark.parametrize(
    "data",
    [
        {"count": [{"symptom": "bruise"}, {"symptom": "lump"}], "at_least": 2},
        {"product": ["dysport"]},
        {"danger_sign": ["breathing"]},
        {"hours_at_least": 3},
        {"hours_at_most": 3},
        {"hours_at_least": 1, "hours_at_most": 3},
        {"treated": ["chin"]},
        {"danger_sign": True},
        {"uncovered": True},
    ],
)
def test_forms_that_no_rule_uses_are_written_out_too(data: dict[str, Any]) -> None:
    assert describe_condition(condition(data, NAMES)) == data


def test_what_came_of_it_is_written_out() -> None:
    data = {"urgency": ["review"], "fired": ["bruise"], "offered": ["wait"]}

    assert describe_condition(condition(data, NAMES)) == {"came_to": ["bruise", "review", "wait"]}


CAME_TO = (
    {"urgency": "self_care"},
    {"fired": "bruise"},
    {"offered": "wait"},
    {"ask_first": True},
    {"waiting_is_fine": True},
)
OTHERWISE = ({"urgency": "review"}, {"fired": "hives"}, {"offered": "arnica_topical"})


def test_what_came_of_it_is_asked_for_one_by_one() -> None:
    scene = scene_of(PROTOCOL, facts(BRUISE))

    def found(*forms: dict[str, Any]) -> set[int]:
        return {condition(each, NAMES).truth(scene.everything) for each in forms}

    assert found(*CAME_TO) == {NO}
    scene.outcome = Outcome("none", frozenset(), waiting_is_fine=False)
    assert found(*CAME_TO) == {NO}
    wait = frozenset({"wait"})
    scene.outcome = Outcome("self_care", frozenset({"bruise"}), True, wait, ask_first=True)
    assert found(*CAME_TO) == {YES}
    assert found(*OTHERWISE) == {NO}


def test_a_count_needs_one_of_its_symptoms_and_shows_what_held() -> None:
    counted = condition(
        {"count": [{"symptom": "bruise"}, {"symptom": "lump"}], "at_least": 1}, NAMES
    )
    scene = scene_of(PROTOCOL, facts(BRUISE))

    assert counted.needs() == {"bruise", "lump"}
    assert counted.evidence(scene.everything, YES) == [scene.reports[0]]


def test_what_may_hold_without_a_symptom_needs_none() -> None:
    def needs(data: dict[str, Any]) -> Any:
        return condition(data, NAMES).needs()

    bruise, warfarin = {"symptom": "bruise"}, {"medicine": "warfarin"}
    assert needs({"any": [bruise, warfarin]}) is None
    assert needs({"any": [bruise, {"symptom": "lump"}]}) == {"bruise", "lump"}
    assert needs({"all": [warfarin, bruise]}) == {"bruise"}
    assert needs({"all": [warfarin]}) is None
    assert needs({"not": bruise}) is None


def test_only_the_findings_that_were_asked_for_are_shown() -> None:
    told = facts(photo_findings=frozenset({"bruise_larger", "of_tomorrow"}))
    scope = scene_of(PROTOCOL, told).everything
    either = condition({"photo": ["bruise_larger", "bruise_darker"]}, NAMES)

    assert either.truth(scope) == YES
    assert either.evidence(scope, YES) == [("photo_findings", "bruise_larger")]


def test_a_label_of_tomorrow_is_its_code() -> None:
    voice = Voice(PROTOCOL, "en")

    assert voice.label(PROTOCOL.symptoms, "bruise") == "Bruise"
    assert voice.label(PROTOCOL.symptoms, "sparkling") == "sparkling"
    assert voice.label(PROTOCOL.symptoms, None) == "None"


def test_a_procedure_of_tomorrow_reaches_nothing() -> None:
    told = facts(said("eyelid_droop", side="left"), procedure="laser")

    assert truth({"symptom": "eyelid_droop", "explained": True}, told) == NO


def test_a_place_that_reach_depends_on_and_nobody_said_is_every_reading() -> None:
    told = facts(said("facial_weakness"), procedure=FILLER, sites=("cheek left",))
    toxin = facts(said("facial_weakness"))

    assert truth({"symptom": "facial_weakness", "explained": True}, told) == NO
    assert truth({"symptom": "facial_weakness", "explained": True}, toxin) == NOT_SURE
