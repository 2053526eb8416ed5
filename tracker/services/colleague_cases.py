"""A case that a colleague opens: what she was told by phone, in the room or in a message."""

from django.db import IntegrityError, transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import RaisedBy, ReviewCase, Treatment, User
from tracker.records import audit
from tracker.records.access import STAFF, require_role
from tracker.services.case_opening import MOST_REASON, Finding, newest_case, raise_case

LEVELS = frozenset({"review", "urgent", "emergency"})


def raise_as_colleague(*, by: User, treatment: Treatment, urgency: str, reason: str) -> ReviewCase:
    """Open a case in her name; one that is open is joined, and its level only rises.

    A coordinator may: it puts a patient before a clinician, and decides nothing (docs/adr/071).
    Sent twice it is one. Raises NotAllowed, and Invalid without a level of LEVELS or a reason.
    """
    require_role(by, treatment.patient.clinic_id, STAFF)
    said = " ".join(reason.split())
    if urgency not in LEVELS:
        raise Invalid({"urgency": [wording.CHOOSE_A_LEVEL]})
    if not 0 < len(said) <= MOST_REASON:
        raise Invalid({"reason": [wording.SAY_WHY]})
    finding = Finding(urgency, said, RaisedBy.COLLEAGUE, by=by)
    try:
        return _raise(by, treatment, finding)
    except IntegrityError:  # her case was opened meanwhile: it is joined
        return _raise(by, treatment, finding)


@transaction.atomic
def _raise(by: User, treatment: Treatment, finding: Finding) -> ReviewCase:
    newest = newest_case(treatment)
    if newest is not None and newest.is_open and _is_said(newest, finding):
        return newest
    case = raise_case(treatment, finding)
    audit.record(
        "case.raised", by=by, clinic_id=case.clinic_id, about=case, urgency=finding.urgency
    )
    return case


def _is_said(case: ReviewCase, finding: Finding) -> bool:
    """Her last word on it, and nobody's since."""
    last = case.events.last()
    return last is not None and last.by == finding.by and last.detail == finding.detail()
