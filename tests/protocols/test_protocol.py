"""The newest protocol does what it shows, in words that may be shown."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.protocols.draft import Draft
from tests.triage.world import PROTOCOL
from tracker.triage.cases import read_cases
from tracker.triage.held import Tally, hold
from tracker.triage.lint import complaints, faults_of, warning_faults
from tracker.triage.load import PROTOCOLS, protocol_digest
from tracker.triage.protocol import Advice, ProtocolError
from tracker.triage.receipt import assess
from tracker.triage.situations import facts_of, failures

LIBRARY = sorted((PROTOCOLS / "cases").glob("*.jsonl"))


@pytest.mark.parametrize("rule", sorted(PROTOCOL.rules))
def test_the_worked_situations_of_a_rule_run(rule: str) -> None:
    assert list(failures(PROTOCOL, PROTOCOL.rules[rule])) == []


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_library_is_met_with_no_emergency_missed(path: Path) -> None:
    tally, warned = Tally(), list[str]()
    for case in read_cases(path.read_text().splitlines(), PROTOCOL, warned.append):
        tally.add(hold(PROTOCOL, case))

    assert [(v.case.id, v.differences) for v in tally.verdicts if not v.is_met] == []
    assert tally.emergencies_missed == 0
    assert warned == []


def test_every_case_of_the_library_names_its_source_and_its_reason() -> None:
    cases = [json.loads(line) for path in LIBRARY for line in path.read_text().splitlines()]

    assert all(case["source"] and case["source_kind"] and case["why"] for case in cases)
    assert len({case["id"] for case in cases}) == len(cases)
    assert len(cases) >= 45 + 150


def test_nothing_keeps_the_protocol_from_being_signed() -> None:
    assert list(complaints(PROTOCOL)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("This is normal.", "forbidden word 'normal'"),
        ("It is safe.", "forbidden word 'safe'"),
        ("You should rest.", "forbidden word 'should'"),
        ("You have an infection.", "forbidden word 'You have'"),
        ("Don't worry about it.", 'forbidden word "Don\'t worry"'),
        ("Call now!", "forbidden word '!'"),
        ("Our AI looks at it.", "forbidden word 'AI'"),
        ("one " * 21, "a sentence of 21 words"),
    ],
)
def test_a_word_that_may_not_be_shown_is_found(text: str, fault: str) -> None:
    assert list(faults_of(text)) == [fault]


@pytest.mark.parametrize("text", ["Tick all that you have", "Did you have it before?", "A " * 20])
def test_a_question_about_what_she_has_is_no_diagnosis(text: str) -> None:
    assert list(faults_of(text)) == []


def test_a_warning_needs_time_and_reason() -> None:
    def told(text: str) -> list[str]:
        return list(warning_faults(Advice(id="x", texts={"en": {"text": text}})))

    assert told("Do not drive.") == ["no time", "no reason"]
    assert told("Do not drive today.") == ["no reason"]
    assert told("Do not drive today, because your sight may fail.") == []


def test_a_failing_situation_a_long_text_and_a_missing_translation_are_reported(
    draft: Draft,
) -> None:
    draft.change("rules/bruise.toml", 'expect_fired = ["bruise"]', 'expect_fired = ["hives"]')
    draft.change("rules/hives.toml", 'expect_flags = ["hives"]', 'expect_urgency = "none"')
    draft.change("rules/rash-at-site.toml", '["rash-at-site"]', '["hives"]')
    draft.change("protocol.toml", '["en", "es"]', '["en", "es", "fr"]')
    draft.change("advice/protect-eye.toml", ", because a dry eye can be hurt", "")
    draft.write("views/more.toml", 'text.en = { label = "Safe" }')
    draft.change("words.toml", '"less than an hour"', '"no normal hour"')
    found = list(complaints(draft.load()))

    assert "rule bruise: situation 0: hives does not fire" in found
    assert "rule hives: situation 0: urgency urgent, expected none" in found
    assert "rule rash-at-site: situation 0: flag hives is not raised" in found
    assert "views more [en] label: forbidden word 'Safe': Safe" in found
    assert "words [en] under_an_hour: forbidden word 'normal': no normal hour" in found
    assert "symptoms bruise: no label in fr" in found
    assert "advice protect_eye: no reason" in found


def test_a_situation_that_expects_nothing_is_refused(draft: Draft) -> None:
    draft.change("rules/bruise.toml", 'expect_fired = ["bruise"]', "")

    with pytest.raises(ProtocolError, match="situation 0 expects nothing"):
        list(complaints(draft.load()))


def test_every_source_says_where_when_and_whether_it_is_approved() -> None:
    sources = tomllib.loads((PROTOCOLS / "sources.toml").read_text())

    for code, each in sources.items():
        assert {"title", "page", "date", "approved_by"} <= set(each), code
    used = {code for rule in PROTOCOL.rules.values() for code in rule.source.split()}
    assert used <= set(sources)


def test_a_published_folder_does_not_change() -> None:
    published = tomllib.loads((PROTOCOLS / "published.lock").read_text())

    for version, digest in published.items():
        assert protocol_digest(PROTOCOLS / version) == digest, version


def test_the_rules_cover_every_symptom_with_a_finding_of_its_own_or_the_floor() -> None:
    for symptom in PROTOCOL.symptoms:
        given = {"hours": 10, "symptoms": [{"symptom": symptom, "region": "leg", "severity": 5}]}
        assert assess(PROTOCOL, facts_of(given), "en").data["fired"], symptom


def test_timers_hold_the_defaults_of_the_sources() -> None:
    hours = {code: each.hours for code, each in PROTOCOL.aftercare.items()}

    assert hours == {
        "stay_upright": 4,
        "no_rubbing": 48,
        "no_exercise": 24,
        "no_alcohol": 24,
        "no_heat": 24,
        "no_facials": 168,
    }
    for timer in PROTOCOL.aftercare.values():
        assert timer.slip in PROTOCOL.behaviours
        assert timer.text("en", "why")
        assert timer.text("en", "slip")
