"""Correcting the record of a treatment: what it would change of her reports, and then the change.

The record before stays readable, and so does every stored receipt (docs/adr/074).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid, StaleVersion
from tracker.models import URGENCIES, CheckIn, Patient, Treatment, TreatmentCorrection, User
from tracker.records import audit, protocol
from tracker.records.access import CLINICIANS, require_role
from tracker.services.case_opening import newest_case, note_event
from tracker.services.concerns import concerns_about_treatment
from tracker.services.judged_again import facts_now, judge_corrected
from tracker.services.patient_details import TreatmentDetails, check_treatment
from tracker.services.treatment_rows import as_data, differing, rewrite, row_of, sites_of
from tracker.triage.rehearsal import SAME, Comparison, Outcome, outcome

REASONS = ("wrong_place", "wrong_product", "wrong_amount", "wrong_time", "other")
MOST_REPORTS = 30


@dataclass(frozen=True)
class Correction:
    """number: how many corrections there were when the form was read. passed: concern -> the code
    of the reason to go on."""

    details: TreatmentDetails
    reason: str
    number: int
    passed: Mapping[str, str]


@dataclass(frozen=True)
class JudgedOtherwise:
    """A report that comes out otherwise by the corrected record; raises: it must be judged again,
    for it is more urgent now than all that she and the clinic were told of it."""

    check_in: CheckIn
    found: Comparison
    raises: bool


@dataclass(frozen=True)
class Preview:
    """fields: the names of what is corrected; judged: how many of her reports were looked at."""

    fields: tuple[str, ...]
    judged: int
    otherwise: tuple[JudgedOtherwise, ...]


def preview(*, by: User, treatment: Treatment, details: TreatmentDetails) -> Preview:
    """Nothing is kept: the correction is made, her reports are judged by it, and it is taken back.

    Raises NotAllowed, or Invalid where it cannot be true or corrects nothing.
    """
    require_role(by, treatment.patient.clinic_id, CLINICIANS)
    with transaction.atomic():
        found = _rewritten(_locked(treatment), details)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def correct_treatment(
    *, by: User, treatment: Treatment, correction: Correction
) -> TreatmentCorrection:
    """Her next check-in is judged by it, and at once each report that is more urgent by it.

    Raises NotAllowed or Invalid; StaleVersion where a colleague was faster.
    """
    clinic = treatment.patient.clinic_id
    require_role(by, clinic, CLINICIANS)
    if correction.reason not in REASONS:
        raise Invalid({"reason": [wording.CORRECTION_REASON]})
    treatment = _locked(treatment)
    if treatment.corrections.count() != correction.number:
        raise StaleVersion
    kept = TreatmentCorrection(treatment=treatment, by=by, number=correction.number + 1)
    kept.reason, kept.before = correction.reason, as_data(treatment)
    unusual = _unusual(treatment, correction)
    found = _rewritten(treatment, correction.details)
    kept.fields = list(found.fields)
    kept.save(force_insert=True)
    said = {"reason": kept.reason, "fields": ",".join(kept.fields), **unusual}
    audit.record(
        "treatment.corrected", by=by, clinic_id=clinic, about=treatment, number=kept.number, **said
    )
    _tell_case(kept)
    for each in reversed(found.otherwise):
        if each.raises:
            judge_corrected(by=by, check_in=each.check_in)
    return kept


def _tell_case(kept: TreatmentCorrection) -> None:
    """A step in the treatment's newest case; an open one changes under whoever looks at it."""
    case = newest_case(kept.treatment)
    if case is None:
        return
    if case.is_open:
        case.version += 1
        case.save(update_fields=["version"])
    detail = {"correction": str(kept.pk), "why": kept.reason}
    note_event(case, "treatment_corrected", by=kept.by, from_status=case.status, detail=detail)


def _unusual(treatment: Treatment, correction: Correction) -> dict[str, str]:
    """What is unusual about it, each with the code of the reason to go on."""
    clinic = treatment.patient.clinic_id
    concerns = concerns_about_treatment(clinic, correction.details, treatment.pk)
    return {each.code: correction.passed.get(each.code, "") for each in concerns}


def _locked(treatment: Treatment) -> Treatment:
    """Her record first, as every check-in does, so that none is judged by half a correction."""
    patient = Patient.objects.select_for_update().get(pk=treatment.patient_id)
    found = Treatment.objects.select_for_update().get(pk=treatment.pk)
    found.patient = patient
    return found


def _rewritten(treatment: Treatment, details: TreatmentDetails) -> Preview:
    check_treatment(details, treatment.patient.date_of_birth, protocol.in_force())
    wanted = Treatment(pk=treatment.pk, **row_of(details))
    fields = differing(as_data(treatment), as_data(wanted, sites_of(wanted, details)))
    if not fields:
        raise Invalid({"sites": [wording.NOTHING_CORRECTED]})
    reports = _reports(treatment)
    before = [_outcome(each) for each in reports]
    rewrite(treatment, details)
    found = [
        JudgedOtherwise(report, found, _raises(report, found))
        for report, was in zip(reports, before, strict=True)
        for found in [Comparison(was, _outcome(report))]
        if found.kind != SAME
    ]
    return Preview(tuple(fields), len(reports), tuple(found))


def _reports(treatment: Treatment) -> list[CheckIn]:
    """Her last ones, of every treatment: each is judged by all that was injected. Newest first."""
    rows = CheckIn.objects.filter(patient=treatment.patient_id).select_related("treatment")
    found = list(rows.prefetch_related("symptoms").order_by("-judged_at", "pk")[:MOST_REPORTS])
    for each in found:
        each.patient = treatment.patient
        if each.treatment_id == treatment.pk:
            each.treatment = treatment
        else:
            each.treatment.patient = treatment.patient
    return found


def _outcome(check_in: CheckIn) -> Outcome:
    """The higher one, where its clock is impossible and both ends are judged."""
    ends = [outcome(protocol.in_force(), facts) for facts in facts_now(check_in)]
    return max(ends, key=lambda each: URGENCIES.index(each.urgency))


def _raises(check_in: CheckIn, found: Comparison) -> bool:
    newest = check_in.assessments.order_by("-number").first()
    told = newest.urgency if newest else URGENCIES[0]
    after, before = URGENCIES.index(found.after.urgency), URGENCIES.index(found.before.urgency)
    return bool(found.after.flags) and after > max(before, URGENCIES.index(told))
