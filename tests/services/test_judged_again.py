"""A check-in judged once more: what a measured photo adds, and that nothing takes it away."""

import json

import pytest
from django.utils import timezone

from tracker.models import AuditEvent, ReviewCase
from tracker.services.check_ins import submit_check_in
from tracker.services.judged_again import answer_questions, note_photo_findings
from tracker.services.reviews import decide

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


def test_the_same_answers_once_more_are_kept_and_judged_once(bruised, ana):
    asked = [each["id"] for each in json.loads(bruised.assessment.receipt)["questions"]]
    said = dict.fromkeys(asked, False)
    first = answer_questions(by=ana, check_in=bruised.check_in, answers=said)

    again = answer_questions(by=ana, check_in=bruised.check_in, answers=said)
    less = answer_questions(by=ana, check_in=bruised.check_in, answers={asked[0]: False})

    assert first == again == less
    assert bruised.check_in.safety_answers.count() == len(asked)
    assert AuditEvent.objects.filter(action="check_in.answered").count() == 1


def test_another_answer_is_heard_and_so_is_the_first_one_after_it(bruised, ana):
    for number, said in enumerate((False, True, False), 2):
        newer = answer_questions(by=ana, check_in=bruised.check_in, answers={"broken_skin": said})
        assert newer.number == number


def test_answers_that_come_late_do_not_call_a_clinician_back_who_has_decided(
    ana, her_toxin, a_report, dr_cho
):
    sent = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("cheek", "left", numbness=4)
    )
    answer_questions(by=ana, check_in=sent.check_in, answers={"broken_skin": False})
    case = ReviewCase.objects.get()
    contact = {"at": timezone.now(), "how": "phone", "outcome": "reached"}
    decide(by=dr_cho, case=case, version=case.version, reason="treated", contact=contact)

    answer_questions(by=ana, check_in=sent.check_in, answers={"broken_skin": False})

    assert not ReviewCase.objects.get().is_open
