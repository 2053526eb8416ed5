"""The grammar is closed: what it does not know is refused, and the message says what and where."""

from typing import Any

import pytest

from tests.triage.test_grammar import NAMES
from tracker.triage.grammar import condition
from tracker.triage.protocol import ProtocolError


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"hours_at_least": 5, "hours_at_most": 4}, "can never hold: hours from 5 to 4"),
        (
            {"symptom": "bruise", "onset_at_least": 5, "onset_at_most": 4},
            "can never hold: onset from 5 to 4",
        ),
        (
            {"symptom": "bruise", "severity_at_least": 5, "severity_at_most": 4},
            "can never hold: severity from 5 to 4",
        ),
        (
            {"symptom": "bruise", "hours_at_least": 5, "hours_at_most": 4},
            "can never hold: hours from 5 to 4",
        ),
        ({"symptom": "bruise", "kinds_at_least": 2}, "can never hold: 2 kinds of 1"),
        ({"medicine": "warfarin", "at_least": 2}, "can never hold: at least 2 of 1"),
        ({"medicine": "warfarin", "at_least": 0}, "can never hold: at least 0 of 1"),
        ({"count": [{"treated": "chin"}], "at_least": 2}, "can never hold: at least 2 of 1"),
        ({"count": [{"treated": "chin"}], "at_least": 0}, "can never hold: at least 0 of 1"),
        ({"all": []}, "'all' wants a list of conditions that is not empty"),
        ({"any": {"treated": "chin"}}, "'any' wants a list of conditions that is not empty"),
        ({"symptom": []}, "a code or a list of codes is wanted for symptoms, not []"),
        ({"symptom": 3}, "a code or a list of codes is wanted for symptoms, not 3"),
        ({"symptom": "@none"}, "unknown set '@none'"),
        ({"symptom": "bruise", "side": "upper"}, "'upper' is none of left, right, both, one"),
        ({"symptom": "bruise", "relation": []}, "[] is none of treated, touching, away"),
        (
            {"symptom": "bruise", "answers": {"glows": True}},
            "unknown code 'glows' among answers",
        ),
        ({"symptom": "bruise", "returned": 1}, "true or false is wanted, not 1"),
        ({"symptom": "bruise", "stronger_by": True}, "'stronger_by' wants a number, not True"),
        ({"symptom": "bruise", "stronger_by": "3"}, "'stronger_by' wants a number, not '3'"),
        ({"urgency": "soon"}, "'soon' is none of none, self_care"),
        ({"moon": 1, "full": 2}, "no condition is written with full, moon"),
        ({}, "a condition is a table with a key, not {}"),
        ([{"treated": "chin"}], "a condition is a table with a key, not [{"),
    ],
)
def test_what_the_grammar_does_not_know_is_refused_by_name(data: Any, message: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        condition(data, NAMES)
    assert str(refusal.value).startswith(f"test: {message}")


@pytest.mark.parametrize(
    "data",
    [
        {"all": [{"treated": "chin"}]},
        {"any": [{"treated": "chin"}]},
        {"not": {"treated": "chin"}},
        {"count": [{"treated": "chin"}], "at_least": 1},
        {"symptom": "bruise", "severity_at_least": 1},
        {"hours_at_least": 1, "hours_at_most": 2},
        {"medicine": "warfarin", "at_least": 1},
        {"danger_sign": True},
        {"photo": "bruise_larger"},
        {"missed_check_ins_at_least": 1, "after": "urgent"},
    ],
    ids=lambda data: next(iter(data)),
)
def test_a_stranger_beside_a_condition_is_refused(data: dict[str, Any]) -> None:
    assert condition(data, NAMES) is not None

    with pytest.raises(ProtocolError) as refusal:
        condition({**data, "maybe": 1, "also": 2}, NAMES)
    first = next(iter(data))
    assert str(refusal.value) == f"test: unknown key also, maybe beside {first!r}"
