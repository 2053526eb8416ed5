"""Judging a check-in once more: a question answered, a photo measured, a treatment corrected."""

import json
from collections.abc import Mapping

from django.db import transaction

from tracker.errors import Invalid
from tracker.models import Assessment, CheckIn, Patient, SafetyAnswer, User
from tracker.records import audit, protocol
from tracker.services.assessments import facts_at_both_ends, judge
from tracker.services.case_opening import open_or_join
from tracker.services.consents import require_care
from tracker.triage.facts import Facts
from tracker.wording import UNKNOWN_QUESTION


@transaction.atomic
def answer_questions(
    *, by: User, check_in: CheckIn, answers: Mapping[str, bool | str]
) -> Assessment:
    """Keep her answers to open contraindication questions and judge the check-in once more.

    The same answers once more, as a phone sends whose line broke, keep and judge nothing.
    What settles an allergy, a condition or a medicine is remembered for the days to come; the rest
    (broken skin) is about this report alone. Raises Invalid for a question the protocol does not
    know, ConsentRequired. The caller has scoped `check_in` to `by`.
    """
    require_care(check_in.patient)
    patient = Patient.objects.select_for_update().get(pk=check_in.patient_id)
    if answers and answers.items() <= _answers(check_in).items():
        known: Assessment = check_in.assessments.order_by("-number")[0]
        return known
    _keep_answers(check_in, patient, answers)
    check_in.patient = patient
    assessment = _judge_again(check_in, frozenset())
    audit.record("check_in.answered", by=by, clinic_id=patient.clinic_id, about=check_in)
    return assessment


@transaction.atomic
def note_photo_findings(
    *, by: User, check_in: CheckIn, findings: frozenset[str]
) -> Assessment | None:
    """Judge a check-in again with what measuring found on its photos; nothing new: None.

    What was found once stays: a later measurement adds to it and takes nothing away (a photo may
    raise a flag, never lower one). The caller has scoped `check_in` to `by`.
    """
    patient = Patient.objects.select_for_update().get(pk=check_in.patient_id)
    if findings <= _found_before(check_in):
        return None
    check_in.patient = patient
    assessment = _judge_again(check_in, findings)
    audit.record("check_in.measured", by=by, clinic_id=patient.clinic_id, about=check_in)
    return assessment


def judge_corrected(*, by: User, check_in: CheckIn) -> Assessment:
    """Judge it by the record of her treatment as it was just corrected; the older receipts stay.

    Inside the caller's transaction. The caller has scoped `check_in` to `by`.
    """
    assessment = _judge_again(check_in, frozenset())
    clinic = check_in.patient.clinic_id
    audit.record("check_in.judged_again", by=by, clinic_id=clinic, about=check_in)
    return assessment


def facts_now(check_in: CheckIn) -> list[Facts]:
    """By which it would be judged again now."""
    return facts_at_both_ends(
        check_in, tuple(check_in.symptoms.all()), _answers(check_in), _found_before(check_in)
    )


def _answers(check_in: CheckIn) -> dict[str, bool | str]:
    given = check_in.safety_answers.order_by("pk").values_list("question", "answer")
    return {question: _spoken(answer) for question, answer in given}


def _judge_again(check_in: CheckIn, findings: frozenset[str]) -> Assessment:
    assessment = judge(
        check_in,
        check_in.symptoms.all(),
        answers=_answers(check_in),
        number=check_in.assessments.count() + 1,
        photo_findings=findings | _found_before(check_in),
    )
    open_or_join(check_in, assessment)
    return assessment


def _found_before(check_in: CheckIn) -> frozenset[str]:
    newest = check_in.assessments.order_by("-number").values_list("receipt", flat=True).first()
    return frozenset(json.loads(newest or "{}").get("facts", {}).get("photo_findings", ()))


def _keep_answers(check_in: CheckIn, patient: Patient, answers: Mapping[str, bool | str]) -> None:
    questions = protocol.in_force().questions
    unknown = {f"answers.{code}": [UNKNOWN_QUESTION] for code in answers if code not in questions}
    if unknown:
        raise Invalid(unknown)
    SafetyAnswer.objects.bulk_create(
        SafetyAnswer(check_in=check_in, question=code, answer=_written(answer))
        for code, answer in answers.items()
    )
    lasting = {code: answer for code, answer in answers.items() if questions[code].settles}
    patient.safety_answers = {**patient.safety_answers, **lasting}
    patient.save(update_fields=["safety_answers"])


def _written(answer: bool | str) -> str:
    return answer if isinstance(answer, str) else str(answer).lower()


def _spoken(answer: str) -> bool | str:
    return {"true": True, "false": False}.get(answer, answer)
