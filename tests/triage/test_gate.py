"""What a version passes before it may judge: steps, each with the first few faults it finds."""

import json

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.triage.world import PROTOCOL
from tracker.triage.gate import at_once, faults, steps
from tracker.triage.library import Library
from tracker.triage.proofs import SAMPLED

NO_CASES = Library(())
HOURS = (0.5, 2000.0)


def blind(draft: Draft) -> Draft:  # noqa: F811
    """The danger sign rule knows one sign only."""
    draft.change("rules/danger-sign.toml", "danger_sign = true", 'danger_sign = "breathing"')
    return draft


def test_there_is_a_step_for_words_and_library_for_each_sign_and_for_each_promise() -> None:
    signs = [*PROTOCOL.danger_signs, "none that she names"]

    assert len(steps(PROTOCOL, NO_CASES)) == 1 + len(signs) + len(SAMPLED)


def test_a_step_shows_three_counterexamples_and_no_more(draft: Draft) -> None:  # noqa: F811
    protocol = blind(draft).load()
    of_signs = steps(protocol, NO_CASES, hours=HOURS)[1:]

    found = {
        sign: list(step()) for sign, step in zip(PROTOCOL.danger_signs, of_signs, strict=False)
    }
    assert found.pop("breathing") == []
    unnamed = list(of_signs[len(PROTOCOL.danger_signs)]())
    assert unnamed[0].startswith("promise a: danger sign unnamed at ")
    for sign, told in found.items():
        assert len(told) == 3
        assert all(each.startswith(f"promise a: danger sign {sign} at ") for each in told)


def test_all_of_it_is_what_the_steps_find_one_after_another(draft: Draft) -> None:  # noqa: F811
    draft.change("rules/hives.toml", '"Raised wheals"', '"Raised wheals!"')
    protocol = blind(draft).load()
    more = {"samples": 2, "seed": 7, "hours": (0.5,)}

    one_by_one = [each for step in steps(protocol, NO_CASES, **more) for each in step()]
    assert list(faults(protocol, NO_CASES, **more)) == one_by_one
    assert one_by_one[0].startswith("rules hives [en] label: forbidden word '!'")
    assert list(at_once(protocol, NO_CASES)) == one_by_one[:1]


def test_a_case_that_is_not_met_is_named_with_its_difference() -> None:
    head = {
        "id": "N1",
        "hours_since_treatment": 30,
        "treatment": {"procedure": "botulinum_toxin", "sites": [{"region": "forehead"}]},
        "symptoms": [{"symptom": "numbness", "region": "cheek", "side": "left", "severity": 4}],
    }
    wanted = {"must_flag": True, "patient_told_to_seek_emergency_care": False}
    case = {**head, "expected": {"urgency": "review", **wanted}}
    missed = {
        **head,
        "expected": {**wanted, "urgency": "emergency", "patient_told_to_seek_emergency_care": True},
    }
    library = Library((json.dumps(case), json.dumps(missed)))

    assert list(at_once(PROTOCOL, library)) == [
        "case N1: urgency urgent, expected review",
        "case N1: emergency missed: urgency urgent, expected emergency; emergency care not told",
    ]
