"""Two versions and the same facts: what is new, gone, otherwise or missed."""

import json
from typing import Any

import pytest

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.triage.world import PROTOCOL, facts, said
from tracker.triage.cases import Case
from tracker.triage.changes import rule_changes
from tracker.triage.rehearsal import (
    Comparison,
    Outcome,
    Tally,
    compare,
    misses,
    rehearse_case,
    rehearse_library,
)

STRONG = "rules/headache-strong-or-long.toml"
NUMB = facts(said("numbness", "cheek", "left", severity=4), hours=30)
BRUISE = facts(said("bruise", "forehead", severity=2), hours=30)


def found(before: dict[str, str], after: dict[str, str]) -> Comparison:
    def outcome(flags: dict[str, str]) -> Outcome:
        ranked = [u for u in ("emergency", "urgent", "review") if u in flags.values()]
        return Outcome(ranked[0] if ranked else "none", flags)

    return Comparison(outcome(before), outcome(after))


@pytest.mark.parametrize(
    ("before", "after", "kind", "gained", "lost"),
    [
        ({}, {}, "same", [], []),
        ({"a": "review"}, {"a": "review"}, "same", [], []),
        ({}, {"a": "review"}, "new", ["a"], []),
        ({"a": "review"}, {}, "gone", [], ["a"]),
        ({"a": "review"}, {"b": "review"}, "other", ["b"], ["a"]),
        ({"a": "urgent"}, {"a": "review"}, "other", [], []),
    ],
)
def test_what_a_check_in_becomes(
    before: dict[str, str],
    after: dict[str, str],
    kind: str,
    gained: list[str],
    lost: list[str],
) -> None:
    one = found(before, after)

    assert (one.kind, one.gained, one.lost) == (kind, gained, lost)


def test_the_tally_counts_check_ins_and_each_rule_and_survives_json() -> None:
    tally = Tally()
    tally.add(found({"a": "emergency"}, {}), acted_on=True)
    tally = Tally.from_data(json.loads(json.dumps(tally.to_data())))
    tally.add(found({}, {"b": "review"}), acted_on=True)
    tally.add(found({"a": "review"}, {"a": "review", "b": "review"}), acted_on=False)

    assert (tally.before, tally.after, tally.new, tally.gone, tally.missed) == (2, 2, 1, 1, 1)
    assert tally.rules["a"] == {
        "before": 2,
        "after": 1,
        "gained": 0,
        "lost": 1,
        "lost_acted_on": 1,
    }
    assert tally.rules["b"]["gained"] == 2
    assert tally.rules["b"]["lost_acted_on"] == 0


def test_both_versions_judge_the_same_facts(draft: Draft) -> None:  # noqa: F811
    draft.change("rules/numb-away.toml", 'urgency = "urgent"', 'urgency = "review"')
    milder = draft.load()

    assert compare(PROTOCOL, milder, NUMB).after.flags == {"numb-away": "review"}
    assert compare(PROTOCOL, milder, NUMB).before.urgency == "urgent"
    assert compare(PROTOCOL, milder, BRUISE).kind == "same"


def case(expected: dict[str, Any] | None) -> Case:
    return Case("X1", NUMB, expected)


def wanted(emergency: bool) -> dict[str, Any]:
    return {"patient_told_to_seek_emergency_care": emergency}


def test_an_emergency_of_the_library_is_its_own_expectation() -> None:
    fell = found({"a": "emergency"}, {"a": "urgent"})
    stood = found({"a": "emergency"}, {"a": "emergency"})
    never = found({"a": "urgent"}, {"a": "urgent"})

    assert misses(case(wanted(True)), fell) and misses(case(wanted(True)), never)
    assert not misses(case(wanted(False)), fell)
    assert not misses(case(wanted(True)), stood)
    assert misses(case(None), fell) and not misses(case(None), never)


def test_a_case_is_worth_a_look_where_it_comes_out_otherwise_or_is_not_met(
    draft: Draft,  # noqa: F811
) -> None:
    draft.change("rules/numb-away.toml", 'urgency = "urgent"', 'urgency = "review"')
    milder = draft.load()
    expected = {"urgency": "urgent", "must_flag": True, **wanted(False)}

    assert not rehearse_case(PROTOCOL, PROTOCOL, case(expected)).is_worth_a_look
    assert rehearse_case(PROTOCOL, milder, case(None)).is_worth_a_look
    unmet = rehearse_case(PROTOCOL, PROTOCOL, case({**expected, "urgency": "review"}))
    assert unmet.is_worth_a_look and unmet.differences == ("urgency urgent, expected review",)


def test_the_library_is_rehearsed_case_by_case_in_its_order(draft: Draft) -> None:  # noqa: F811
    draft.change("rules/numb-away.toml", 'urgency = "urgent"', 'urgency = "review"')
    cases = [Case("B", BRUISE, None), Case("N", NUMB, None)]

    found = list(rehearse_library(PROTOCOL, draft.load(), iter(cases)))
    assert [(each.case.id, each.found.kind) for each in found] == [("B", "same"), ("N", "other")]


def changed(draft: Draft) -> dict[str, tuple[str, ...]]:  # noqa: F811
    return {each.after.id: each.fields for each in rule_changes(PROTOCOL, draft.load()).changed}


def test_the_same_version_has_no_changes() -> None:
    same = rule_changes(PROTOCOL, PROTOCOL)

    assert (same.added, same.removed, same.changed) == ((), (), ())


def test_rules_added_removed_and_changed_are_named_with_what_differs(
    draft: Draft,  # noqa: F811
) -> None:
    draft.change("rules/numb-away.toml", 'urgency = "urgent"', 'urgency = "review"')
    draft.change("rules/hives.toml", 'symptom = "hives"', 'symptom = ["hives", "rash"]')
    draft.change("rules/bruise.toml", '"A bruise"', '"One bruise"')
    draft.change(STRONG, "severity_at_least = 7", "severity_at_least = 6")
    text = draft.files["rules/chest-pain.toml"].decode()
    draft.remove("rules/chest-pain.toml")
    draft.write("rules/pain-in-chest.toml", text.replace('id = "chest-pain"', 'id = "in-chest"'))
    found = rule_changes(PROTOCOL, draft.load())

    assert [rule.id for rule in found.added] == ["in-chest"]
    assert [rule.id for rule in found.removed] == ["chest-pain"]
    assert {each.after.id: each.fields for each in found.changed} == {
        "numb-away": ("urgency",),
        "hives": ("when",),
        "bruise": ("texts",),
        "headache-strong-or-long": ("when",),
    }


def test_a_set_that_changed_changes_each_rule_that_reads_it(draft: Draft) -> None:  # noqa: F811
    draft.change("sets.toml", '"dry_mouth", "constipation"', '"dry_mouth"')

    fields = changed(draft)
    assert fields["spread-with-dryness"] == ("when",)
    assert "bruise" not in fields
