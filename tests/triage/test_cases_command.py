"""assess_cases: one object a case, a short table, and an exit code (CASES.md)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.triage.world import PROTOCOL
from tracker.management.commands import assess_cases
from tracker.triage.cases import CaseFileError, read_cases
from tracker.triage.load import PROTOCOLS, load_protocol

GIVEN = PROTOCOLS / "cases" / "given.jsonl"


def case(**changes: Any) -> dict[str, Any]:
    one: dict[str, Any] = json.loads(GIVEN.read_text().splitlines()[18])  # a small bruise, day 1
    return {**one, **changes}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(assess_cases, "chosen", lambda version: PROTOCOL)

    def go(*cases: Any) -> tuple[int, list[dict[str, Any]], list[str]]:
        path = tmp_path / "cases.jsonl"
        lines = [each if isinstance(each, str) else json.dumps(each) for each in cases]
        path.write_text("\n".join(lines))
        code = 0
        try:
            call_command("assess_cases", str(path))
        except SystemExit as end:
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err.splitlines()

    return go


def test_a_met_case_prints_its_object_and_exits_zero(run: Any) -> None:
    code, (row,), table = run(case())

    assert code == 0
    assert set(row) == {
        "id",
        "urgency",
        "flags",
        "seek_emergency_care",
        "remedies",
        "withheld",
        "advice",
        "protocol",
        "digest",
    }
    assert (row["id"], row["urgency"], row["protocol"]) == ("EX019", "self_care", PROTOCOL.version)
    assert row["digest"] == PROTOCOL.digest
    assert table[-1] == "met 1 of 1; emergencies missed 0"


def test_a_missed_emergency_is_counted_and_traced(run: Any) -> None:
    wanted = case()["expected"] | {
        "urgency": "emergency",
        "must_flag": True,
        "patient_told_to_seek_emergency_care": True,
    }
    code, _, table = run(case(expected=wanted), case())

    assert code == 1
    assert table[-1] == "met 1 of 2; emergencies missed 1"
    assert "flags missed: 1" in table
    assert any("EX019: urgency self_care, expected emergency" in line for line in table)
    assert any("bruise" in line for line in table)


def test_a_false_alarm_and_a_remedy_against_its_contraindication_are_counted(run: Any) -> None:
    numb = [{"symptom": "numbness", "region": "cheek", "side": "left", "severity": 4}]
    exclude = case()["expected"] | {"remedies_exclude": ["arnica_topical"]}
    code, _, table = run(case(symptoms=numb), case(expected=exclude))

    assert code == 1
    assert "false alarms: 1" in table
    assert "remedies offered against a contraindication: 1" in table


def test_a_neighbouring_tier_that_is_allowed_is_met(run: Any) -> None:
    code, _, _ = run(
        case(expected=case()["expected"] | {"urgency": "none", "urgency_also_ok": ["self_care"]})
    )

    assert code == 0


def test_a_case_without_an_expectation_is_judged_and_not_counted(run: Any) -> None:
    bare = case()
    del bare["expected"]
    code, rows, table = run(bare, "")

    assert (code, len(rows)) == (0, 1)
    assert table[-1] == "met 0 of 0; emergencies missed 0"


def test_a_flag_in_a_row_names_rule_title_and_reason_only(run: Any) -> None:
    numb = [{"symptom": "numbness", "region": "cheek", "side": "left", "severity": 4}]
    _, (row,), _ = run(case(symptoms=numb))

    assert [set(each) for each in row["flags"]] == [{"rule", "title", "because"}]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "the line"),
        ("{}", "treatment"),
        (case(treatment=[]), "treatment"),
        (case(treatment={"sites": []}), "procedure"),
        (case(treatment={"procedure": "botulinum_toxin"}), "sites"),
        (case(treatment={"procedure": "botulinum_toxin", "sites": ["cheek"]}), "treatment.sites"),
        (case(hours_since_treatment="many"), "hours_since_treatment"),
        (case(hours_since_treatment=True), "hours_since_treatment"),
        (case(symptoms=None), "symptoms"),
        (case(symptoms=[{"region": "cheek"}]), "symptom"),
        (case(symptoms=[{"symptom": "bruise", "severity": "strong"}]), "symptoms.0.severity"),
        (case(symptoms=[{"symptom": "bruise", "onset_hours": "late"}]), "symptoms.0.onset_hours"),
        (case(symptoms=[{"symptom": "numbness", "answers": {"touch_felt": 1}}]), "touch_felt"),
        (case(symptoms=[{"symptom": "numbness", "answers": "yes"}]), "answers"),
        (case(patient={"conditions": "none"}), "conditions"),
        (case(expected={"urgency": "high"}), "expected.urgency"),
        (case(expected={"urgency": "none"}), "must_flag"),
        (case(expected=[]), "expected"),
    ],
)
def test_what_is_no_case_ends_with_two_and_names_line_and_field(
    run: Any, line: Any, named: str
) -> None:
    code, _, told = run(line)

    assert code == 2
    assert "line 1" in told[-1]
    assert named in told[-1]


def test_a_file_that_is_not_there_ends_with_two(run: Any, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        call_command("assess_cases", str(tmp_path / "nothing.jsonl"))


def test_a_code_outside_the_vocabulary_is_an_unknown_fact_with_a_warning(run: Any) -> None:
    strange = case(
        patient={"conditions": ["lycanthropy"], "allergies": [], "medicines": []},
        behaviours=["moonwalk"],
        treatment=case()["treatment"] | {"circumstances": ["at_night"]},
    )
    code, (row,), told = run(strange)

    assert (code, row["urgency"]) == (0, "self_care")
    assert [line for line in told if "unknown code" in line] == [
        "line 1: field 'circumstances': unknown code 'at_night'",
        "line 1: field 'conditions': unknown code 'lycanthropy'",
        "line 1: field 'behaviours': unknown code 'moonwalk'",
    ]


@pytest.mark.parametrize(
    "symptom",
    [
        {"symptom": "sparkling"},
        {"symptom": "sparkling", "region": "elbow", "side": "upper", "course": "odd"},
        {"symptom": "redness", "region": "elbow"},
        {"symptom": "redness", "region": "arm", "answers": {"glows": True}},
        {"symptom": "redness", "region": "arm", "answers": {"cleared_and_returned": None}},
    ],
)
def test_an_unknown_symptom_or_region_is_other_and_away(run: Any, symptom: dict[str, Any]) -> None:
    code, (row,), told = run(case(symptoms=[symptom]))

    assert (code, row["urgency"]) == (1, "review")
    assert [each["rule"] for each in row["flags"]] == ["not-explained"]


def test_an_unknown_procedure_runs_on_the_rules_for_every_procedure(run: Any) -> None:
    treatment = {"procedure": "laser", "sites": [{"region": "cheek", "side": "left"}]}
    _, (row,), told = run(case(treatment=treatment))

    assert row["urgency"] == "self_care"
    assert "line 1: field 'treatment.procedure': unknown code 'laser'" in told


def test_broken_skin_is_answered_no_unless_an_open_place_is_reported() -> None:
    def answer(*codes: str) -> Any:
        symptoms = [{"symptom": code, "region": "cheek", "severity": 1} for code in codes]
        line = json.dumps(case(symptoms=symptoms))
        (read,) = read_cases([line], PROTOCOL, lambda _: None)
        return read.facts.safety_answers["broken_skin"]

    assert answer("bruise") is False
    assert {answer(each) for each in PROTOCOL.sets["open_skin"]} == {True}


def test_history_signs_and_other_treatments_may_stand_in_a_case() -> None:
    line = json.dumps(
        case(
            other_treatments=[
                {"procedure": "dermal_filler", "sites": [{"region": "chin"}], "hours_since": 900}
            ],
            earlier=[
                {
                    "hours_since_treatment": 5,
                    "symptoms": [{"symptom": "bruise"}],
                    "rules": ["bruise"],
                }
            ],
            danger_signs={"any": True},
            safety_answers={"asteraceae": True},
            conditions_not_asked=[],
        )
    )
    (read,) = read_cases([line], PROTOCOL, lambda _: None)

    assert read.facts.other_treatments[0].hours_since == 900
    assert read.facts.earlier[0].rules == {"bruise"}
    assert read.facts.danger_signs.any
    assert read.facts.safety_answers["asteraceae"] is True


def test_the_line_of_the_fault_is_named() -> None:
    lines = [json.dumps(case()), "", "{"]

    with pytest.raises(CaseFileError, match="line 3"):
        list(read_cases(lines, PROTOCOL, lambda _: None))


@pytest.mark.django_db
def test_before_any_release_the_newest_folder_judges() -> None:
    assert assess_cases.chosen(None).version == PROTOCOL.version
    assert assess_cases.chosen("2026-01").digest == load_protocol(PROTOCOLS / "2026-01").digest
