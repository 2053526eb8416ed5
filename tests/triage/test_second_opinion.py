"""A second judge, written from the sections alone, agrees on every fully known report."""

import pytest

from tests.triage.second_rules import urgency_of
from tests.triage.world import PROTOCOL
from tracker.triage.cases import read_cases
from tracker.triage.facts import Facts
from tracker.triage.judge import judge
from tracker.triage.load import PROTOCOLS
from tracker.triage.readings import scene_of
from tracker.triage.sampling import Sampler

SAMPLES = 500


@pytest.mark.parametrize("symptoms", [0, 1, 2, 3])
def test_both_judges_agree_on_seeded_reports(symptoms: int) -> None:
    sampler = Sampler(PROTOCOL, seed=symptoms, fully_known=True)

    for _ in range(SAMPLES):
        told = sampler.facts(symptoms)
        assert judge(scene_of(PROTOCOL, told)).urgency == urgency_of(told), told


def test_the_second_judge_meets_the_library_where_all_is_known() -> None:
    for path in sorted((PROTOCOLS / "cases").glob("*.jsonl")):
        for case in read_cases(path.read_text().splitlines(), PROTOCOL, lambda _: None):
            if is_known(case.facts) and case.expected is not None:
                allowed = [case.expected["urgency"], *case.expected["urgency_also_ok"]]
                assert urgency_of(case.facts) in allowed, case.id


def is_known(facts: Facts) -> bool:
    """No "not sure", and a strength wherever something is there."""
    return all(
        "not_sure" not in each.answers.values() and (each.severity or each.course == "gone")
        for each in facts.symptoms
    )
