"""A receipt is whole, plain JSON, and byte-equal when the same facts are judged again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.protocols.test_loader import RULE
from tests.triage.world import (
    FILLER,
    NOT_ASKED,
    PROTOCOL,
    assessed,
    facts,
    ids,
    listed,
    said,
    treated,
)
from tracker.triage.cases import read_cases
from tracker.triage.facts import EarlierCheckIn, Facts
from tracker.triage.load import PROTOCOLS, load_protocol
from tracker.triage.receipt import assess, canonical_json
from tracker.triage.replay import differing_parts, facts_in, rejudged

RICH = facts(
    said("numbness", "cheek", "left", onset_hours=70.5, answers={"touch_felt": False}),
    said("bruise", "forehead", severity=None),
    signs=("breathing",),
    allergies=NOT_ASKED,
    medicines=listed("warfarin", "ginkgo"),
    behaviours=listed("rubbed_site"),
    other_treatments=(treated("chin", procedure=FILLER, hours=900.25, product="hyaluronic_acid"),),
    earlier=(
        EarlierCheckIn(50.0, (said("bruise", "forehead", course="new"),), frozenset({"bruise"})),
    ),
)


def test_facts_survive_the_way_through_json() -> None:
    assert Facts.from_data(json.loads(canonical_json(RICH.to_data()))) == RICH


def test_judging_the_stored_facts_again_gives_the_same_bytes() -> None:
    first = assess(PROTOCOL, RICH, "en")
    stored = canonical_json(first.data)
    again = assess(
        load_protocol(PROTOCOLS / PROTOCOL.version),
        Facts.from_data(json.loads(stored)["facts"]),
        "en",
    )

    assert canonical_json(again.data) == stored


def test_a_stored_receipt_comes_out_byte_equal_in_its_own_language() -> None:
    for language in PROTOCOL.languages:
        stored = canonical_json(assess(PROTOCOL, RICH, language).data)
        assert rejudged(PROTOCOL, stored) == stored
        assert facts_in(stored) == RICH


def test_parts_of_two_receipts_that_differ_are_named_once() -> None:
    assert differing_parts('{"a":1,"b":2,"d":5}', '{"a":1,"b":3,"c":4}') == ["b", "c", "d"]


@pytest.mark.parametrize(
    "path", sorted((PROTOCOLS / "cases").glob("*.jsonl")), ids=lambda p: p.stem
)
def test_every_case_of_the_library_replays_to_the_byte(path: Path) -> None:
    for case in read_cases(path.read_text().splitlines(), PROTOCOL, lambda _: None):
        stored = canonical_json(assess(PROTOCOL, case.facts, "en").data)
        replayed = Facts.from_data(json.loads(stored)["facts"])
        assert canonical_json(assess(PROTOCOL, replayed, "en").data) == stored, case.id


def test_the_order_of_a_set_does_not_reach_the_bytes() -> None:
    codes = ["warfarin", "ginkgo", "fish_oil", "apixaban"]
    one = replace(RICH, medicines=listed(*codes))
    other = replace(RICH, medicines=listed(*reversed(codes)))

    assert canonical_json(assess(PROTOCOL, one, "en").data) == canonical_json(
        assess(PROTOCOL, other, "en").data
    )


def test_canonical_json_is_sorted_tight_and_unescaped() -> None:
    assert canonical_json({"b": 1.5, "a": "é"}) == '{"a":"é","b":1.5}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"hours": float("nan")})


def test_a_receipt_says_under_what_it_was_judged() -> None:
    data = assess(PROTOCOL, RICH, "en").data

    assert (data["engine"], data["protocol"], data["digest"], data["language"]) == (
        "2",
        PROTOCOL.version,
        PROTOCOL.digest,
        "en",
    )
    assert data["facts"] == RICH.to_data()
    assert data["urgency"] == "emergency"
    assert data["seek_emergency_care"] is True


def test_shapes_are_those_of_the_contract() -> None:
    data = assessed(
        said("bruise", "forehead"),
        said("headache", severity=8, onset_hours=20.0),
        allergies=NOT_ASKED,
        hours=40,
    ).data

    assert {tuple(each) for each in data["flags"]} == {("rule", "title", "urgency", "because")}
    assert {tuple(each) for each in data["advice"]} == {("id", "text")}
    assert {tuple(each) for each in data["remedies"]} == {
        ("id", "label", "how", "evidence", "not_if", "source")
    }
    assert {tuple(each) for each in data["withheld"]} == {("remedy", "because")}
    assert {tuple(each) for each in data["questions"]} == {("id", "question", "for")}


def test_every_fired_rule_carries_the_facts_that_fired_it() -> None:
    receipt = assessed(said("bruise", "forehead"), medicines=listed("warfarin"))
    (fired,) = (each for each in receipt.data["fired"] if each["rule"] == "bruise-on-blood-thinner")

    assert fired["evidence"] == [
        {"symptom": 0, "read_as": "bruise", "certainty": 4},
        {"list": "medicines", "code": "warfarin"},
    ]
    assert fired["regions"] == ["forehead"]
    rule = PROTOCOL.rules["bruise-on-blood-thinner"]
    assert (fired["urgency"], fired["source"]) == ("review", rule.source)
    assert (fired["truth"], fired["raised_by"]) == (4, [])


def test_a_finding_says_what_raised_it_and_a_remedy_where_it_comes_from() -> None:
    raised = assessed(said("eyelid_droop", side="left"), conditions=listed("neuromuscular_disease"))
    (droop,) = (each for each in raised.data["fired"] if each["rule"] == "lid-droop-near")
    assert [PROTOCOL.raises[code].id for code in droop["raised_by"]] == droop["raised_by"] != []

    for remedy in assessed(said("bruise", "forehead"), hours=40).data["remedies"]:
        codes = PROTOCOL.remedies[remedy["id"]].source.split()
        titles = [str(PROTOCOL.sources[code].details["title"]) for code in codes]
        assert all(titles) and remedy["source"] == "; ".join(titles)


def test_an_open_question_is_asked_in_the_words_of_the_protocol() -> None:
    receipt = assessed(said("bruise", "forehead"), hours=40, allergies=NOT_ASKED)

    asked = {each["id"]: each["question"] for each in receipt.data["questions"]}
    assert asked == {code: PROTOCOL.questions[code].text(name="question") for code in asked}
    assert asked and all(asked.values())


def test_near_misses_name_the_one_fact_that_would_raise_a_flag() -> None:
    receipt = assessed(said("bruise", "forehead"))
    missing = {each["rule"]: each["missing"] for each in receipt.data["near_misses"]}

    assert set(missing["bruise-on-blood-thinner"]) == {"any"}


def test_an_unknown_that_could_still_raise_a_flag_is_named() -> None:
    receipt = assessed(said("bruise", "forehead"), medicines=NOT_ASKED)

    assert receipt.urgency == "self_care"
    assert {"rule": "bruise-on-blood-thinner", "urgency": "review"} in receipt.data["unknown"]


def test_flags_stand_most_urgent_first() -> None:
    receipt = assessed(
        said("brow_droop", side="both"), said("numbness", "cheek", "left"), said("slurred_speech")
    )
    order = [each["urgency"] for each in receipt.data["flags"]]

    assert order == sorted(order, key=["emergency", "urgent", "review"].index)
    assert ids(receipt, "flags")[0] == "breathing-swallowing-speech"


def test_only_a_flag_is_a_near_miss_and_no_rule_that_fired() -> None:
    lump = said("lump", "cheek", severity=4)
    receipt = assessed(lump, procedure=FILLER, sites=("cheek left",))
    missed = receipt.data["near_misses"]

    assert missed
    assert "filler-small-lump" not in [each["rule"] for each in missed]
    assert {each["urgency"] for each in missed} <= {"review", "urgent", "emergency"}
    assert {each["rule"] for each in missed}.isdisjoint(ids(receipt, "fired"))


def test_a_guess_is_no_second_thing_that_is_missing(draft: Draft) -> None:  # noqa: F811
    both = '{ all = [{ symptom = "facial_weakness" }, { medicine = "warfarin" }] }'
    draft.write("rules/new.toml", RULE.replace('{ symptom = "bruise" }', both))
    unsure = said("numbness", "cheek", "left", answers={"movement_normal": "not_sure"})

    found = assess(draft.load(), facts(unsure), "en").data["near_misses"]
    (missed,) = (each["missing"] for each in found if each["rule"] == "new")
    assert missed == {"medicines": ["warfarin"], "at_least": 1}
