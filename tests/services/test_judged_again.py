"""A check-in judged once more: what a measured photo adds, and that nothing takes it away."""

import json

import pytest

from tracker.models import ReviewCase
from tracker.services.check_ins import submit_check_in
from tracker.services.judged_again import answer_questions, note_photo_findings

pytestmark = pytest.mark.django_db
LARGER = frozenset({"bruise_larger"})


@pytest.fixture
def bruised(ana, ana_patient, her_toxin, a_report):
    """A bruise on day 3, harmless by her words; her allergies were never asked."""
    ana_patient.allergies = None
    ana_patient.save()
    her_toxin.refresh_from_db()
    report = a_report("forehead", "left", bruise=2)
    return submit_check_in(by=ana, treatment=her_toxin, report=report)


def test_a_bruise_that_measures_larger_opens_a_case_for_review(bruised, dr_cho):
    assert (bruised.assessment.urgency, bruised.case) == ("self_care", None)

    newer = note_photo_findings(by=dr_cho, check_in=bruised.check_in, findings=LARGER)

    assert newer is not None
    assert (newer.number, newer.urgency) == (2, "review")
    assert ReviewCase.objects.get().urgency == "review"


def test_what_is_known_already_is_not_judged_again(bruised, dr_cho):
    note_photo_findings(by=dr_cho, check_in=bruised.check_in, findings=LARGER)

    for findings in (LARGER, frozenset[str]()):
        again = note_photo_findings(by=dr_cho, check_in=bruised.check_in, findings=findings)
        assert again is None
    assert bruised.check_in.assessments.count() == 2


def test_neither_an_answer_nor_another_measurement_takes_a_finding_away(bruised, ana, dr_cho):
    note_photo_findings(by=dr_cho, check_in=bruised.check_in, findings=LARGER)
    asked = [each["id"] for each in json.loads(bruised.assessment.receipt)["questions"]]

    answered = answer_questions(
        by=ana, check_in=bruised.check_in, answers=dict.fromkeys(asked, False)
    )
    darker = note_photo_findings(
        by=dr_cho, check_in=bruised.check_in, findings=frozenset({"bruise_darker"})
    )

    assert answered.urgency == "review"
    assert darker is not None
    found = json.loads(darker.receipt)["facts"]["photo_findings"]
    assert found == ["bruise_darker", "bruise_larger"]
