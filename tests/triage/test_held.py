"""A protocol held against cases: what differs, and the table for people."""

from typing import Any

from tests.triage.world import PROTOCOL, facts, said
from tracker.triage.cases import Case
from tracker.triage.held import Tally, Verdict, hold
from tracker.triage.library import is_missed_emergency

NUMB = said("numbness", "cheek", "left", severity=4)
BRUISE = said("bruise", "forehead", severity=3, course="same")


def held(*symptoms: Any, expected: dict[str, Any] | None, name: str = "X1") -> Verdict:
    return hold(PROTOCOL, Case(name, facts(*symptoms, hours=40), expected))


def wanted(urgency: str, **more: Any) -> dict[str, Any]:
    emergency = urgency == "emergency"
    flagged = urgency in ("review", "urgent", "emergency")
    usual = {"must_flag": flagged, "patient_told_to_seek_emergency_care": emergency}
    return {"urgency": urgency, **usual, **more}


def test_a_case_that_comes_out_as_expected_is_met() -> None:
    for urgency in (wanted("urgent"), wanted("review", urgency_also_ok=["urgent"]), None):
        assert held(NUMB, expected=urgency).is_met
    assert held(NUMB, expected=None).receipt.data["language"] == "en"


def test_each_way_to_differ_has_its_words() -> None:
    assert held(NUMB, expected=wanted("emergency")).differences == (
        "urgency urgent, expected emergency",
        "emergency care not told",
    )
    assert held(BRUISE, expected=wanted("review", urgency_also_ok=["urgent"])).differences == (
        "urgency self_care, expected review or urgent",
        "flag missed",
    )
    alarmed = held(said("slurred_speech"), expected=wanted("none"))
    assert alarmed.differences == (
        "urgency emergency, expected none",
        "false alarm",
        "emergency care told",
    )


def test_remedies_and_advice_are_wanted_or_unwanted_by_name() -> None:
    met = {"remedies_include": ["wait"], "remedies_exclude": ["massage"], "advice_include": []}
    unmet = {
        "remedies_include": ["wait", "massage"],
        "remedies_exclude": ["massage", "wait"],
        "advice_include": ["do_not_drive"],
    }

    assert held(BRUISE, expected=wanted("self_care", **met)).is_met
    assert held(BRUISE, expected=wanted("self_care", **unmet)).differences == (
        "remedy massage not offered",
        "remedy wait offered",
        "advice do_not_drive not given",
    )


def test_an_emergency_is_missed_where_one_was_wanted_and_none_is_told() -> None:
    speech = said("slurred_speech")

    assert is_missed_emergency(held(NUMB, expected=wanted("emergency")))
    assert not is_missed_emergency(held(NUMB, expected=wanted("urgent")))
    assert not is_missed_emergency(held(speech, expected=wanted("emergency")))
    assert not is_missed_emergency(held(speech, expected=wanted("urgent")))


def test_the_table_counts_each_urgency_and_traces_what_is_not_met() -> None:
    tally = Tally()
    for verdict in (
        held(NUMB, expected=wanted("urgent")),
        held(NUMB, expected=wanted("urgent", must_flag=False), name="X2"),
        held(NUMB, expected=wanted("emergency"), name="X3"),
        held(BRUISE, expected=wanted("review", remedies_exclude=["wait"]), name="X4"),
        held(BRUISE, expected=wanted("self_care", remedies_include=["massage"]), name="X5"),
        held(NUMB, expected=None),
    ):
        tally.add(verdict)

    assert (tally.met, len(tally.verdicts), tally.is_met) == (1, 5, False)
    assert tally.emergencies_missed == 1
    lines = list(tally.lines())
    assert lines[:9] == [
        "urgency      right    of",
        "none             0     0",
        "self_care        1     1",
        "review           0     1",
        "urgent           2     2",
        "emergency        0     1",
        "flags missed: 1",
        "false alarms: 1",
        "remedies offered against a contraindication: 1",
    ]
    assert lines[9:11] == ["X2: false alarm", "    urgent     numb-away ['cheek']"]
    assert "X5: remedy massage not offered" in lines
    assert not any(line.startswith("X1") for line in lines)
    assert lines[-1] == "met 1 of 5; emergencies missed 1"


def test_a_table_of_met_cases_is_met() -> None:
    tally = Tally()
    assert tally.is_met
    tally.add(held(NUMB, expected=wanted("urgent")))

    assert tally.is_met and tally.met == 1
    assert list(tally.lines())[-1] == "met 1 of 1; emergencies missed 0"
