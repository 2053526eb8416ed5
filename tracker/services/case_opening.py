"""From a finding to a case in front of a clinician: one open case a treatment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone, translation

from tracker import wording
from tracker.models import (
    URGENCIES,
    Assessment,
    CheckIn,
    RaisedBy,
    ReviewCase,
    ReviewEvent,
    Status,
    Treatment,
    User,
)
from tracker.services.recovery_days import day_of_recovery
from tracker.services.response_times import due_at
from tracker.services.staff_notices import tell_staff

SETTLED_FOR = timedelta(days=7)
MOST_REASON = 300
JOINED = {
    RaisedBy.RULE: "flagged",
    RaisedBy.PATIENT: "asked_for_contact",
    RaisedBy.COLLEAGUE: "raised",
}
Receipt = Mapping[str, Any]


def open_or_join(check_in: CheckIn, assessment: Assessment) -> ReviewCase | None:
    """Put what was found before a clinician; None where nothing asks for one.

    A flag joins the treatment's open case (urgency the highest, due_at the earliest) or opens a
    new one. Asking for contact without a flag counts as a review raised by the patient. Inside
    the caller's transaction.
    """
    if assessment.needs_review:
        return _open_or_join_flag(check_in, assessment)
    if check_in.wants_contact and assessment.number == 1:
        reason = at_the_clinic(check_in.treatment, wording.WANTS_CONTACT)
        finding = Finding("review", reason, RaisedBy.PATIENT, check_in)
        return raise_case(check_in.treatment, finding)
    return None


def _open_or_join_flag(check_in: CheckIn, assessment: Assessment) -> ReviewCase:
    receipt = assessment.said
    newest = newest_case(check_in.treatment)
    if newest is not None and _is_settled(newest, assessment, receipt):
        return note_event(newest, "reported_again", assessment=assessment)
    flagged = (RaisedBy.RULE, check_in, assessment)
    finding = Finding(assessment.urgency, assessment.reason, *flagged)
    return _put(check_in.treatment, finding, newest)


@dataclass(frozen=True)
class Finding:
    """What asks for a clinician: how urgent, why (in the clinic's own language), who says so."""

    urgency: str
    reason: str
    raised_by: str
    check_in: CheckIn | None = None
    assessment: Assessment | None = None
    by: User | None = None

    def detail(self) -> dict[str, str]:
        said = {"urgency": self.urgency, "reason": self.reason, "raised_by": str(self.raised_by)}
        return said | ({"check_in": str(self.check_in.pk)} if self.check_in else {})


def raise_case(treatment: Treatment, finding: Finding) -> ReviewCase:
    """Open a case, or let the finding join the one that is open; the team is told either way."""
    return _put(treatment, finding, newest_case(treatment))


def at_the_clinic(treatment: Treatment, sentence: Any) -> str:
    """As its staff read it, whatever language the patient uses."""
    with translation.override(treatment.patient.clinic.language):
        return str(sentence)


def newest_case(treatment: Treatment) -> ReviewCase | None:
    cases = ReviewCase.objects.select_for_update().filter(treatment=treatment)
    return cases.order_by("-opened_at").first()


def _put(treatment: Treatment, finding: Finding, newest: ReviewCase | None) -> ReviewCase:
    due = due_at(finding.urgency, treatment.patient.clinic, timezone.now())
    levels: dict[str, str] = {}
    if newest is not None and newest.is_open:
        levels["level_before"] = newest.urgency
        case = _join(newest, finding, due)
        levels["level_after"] = case.urgency
        action = JOINED[RaisedBy(finding.raised_by)]
    else:
        case = _open(treatment, finding, due, newest)
        action = "opened"
    note_event(
        case,
        action,
        by=finding.by,
        assessment=finding.assessment,
        detail=finding.detail() | levels,
        number=1 if action == "opened" else None,
    )
    tell_staff(case)
    return case


def note_event(
    case: ReviewCase,
    action: str,
    *,
    by: User | None = None,
    from_status: str = "",
    note: str = "",
    assessment: Assessment | None = None,
    detail: Mapping[str, Any] | None = None,
    number: int | None = None,
) -> ReviewCase:
    """Append an event to the case's history; returns the case."""
    said = dict(detail or {})
    if assessment is not None:
        said.setdefault("check_in", str(assessment.check_in_id))
    ReviewEvent.objects.create(
        case=case,
        number=number or case.events.count() + 1,
        by=by,
        action=action,
        from_status=from_status,
        to_status=case.status,
        note=note,
        assessment=assessment,
        detail=said,
    )
    return case


def _open(
    treatment: Treatment, finding: Finding, due: datetime, before: ReviewCase | None
) -> ReviewCase:
    check_in = finding.check_in
    return ReviewCase.objects.create(
        clinic=treatment.patient.clinic,
        patient=treatment.patient,
        treatment=treatment,
        previous=before,
        urgency=finding.urgency,
        rank=URGENCIES.index(finding.urgency),
        reason=finding.reason[:MOST_REASON],
        raised_by=finding.raised_by,
        day=check_in.day if check_in else day_of_recovery(treatment, timezone.now()),
        due_at=due,
    )


def _join(case: ReviewCase, finding: Finding, due: datetime) -> ReviewCase:
    """The response clock starts anew where the earlier flag had been seen already."""
    case.due_at = due if case.acknowledged_at else min(case.due_at, due)
    case.acknowledged_at = case.acknowledged_by = case.late_since = None
    rank = URGENCIES.index(finding.urgency)
    if rank >= case.rank:
        case.urgency, case.rank = finding.urgency, rank
        case.reason, case.raised_by = finding.reason[:MOST_REASON], finding.raised_by
    case.status, case.snoozed_until = Status.OPEN, None
    case.news_at = timezone.now()
    case.version += 1
    case.save()
    return case


def _is_settled(newest: ReviewCase, assessment: Assessment, receipt: Receipt) -> bool:
    """Closed as expected course, and this finding only repeats it (API.md, "Cases").

    Review only, the same rules and places, not worse, within 7 days.
    """
    reason = (newest.decision or {}).get("reason")
    if assessment.urgency != "review" or newest.is_open or reason != "expected_course":
        return False
    if newest.closed_at is None or timezone.now() - newest.closed_at > SETTLED_FOR:
        return False
    events = newest.events.select_related("assessment").exclude(assessment=None)
    known = [event.assessment.said for event in events if event.assessment]
    return bool(known) and _only_repeats(receipt, known)


def _only_repeats(receipt: Receipt, known: Sequence[Receipt]) -> bool:
    findings = {finding for each in known for finding in _findings(each)}
    if not set(_findings(receipt)) <= findings:
        return False
    strongest: dict[tuple[str, ...], int] = {}
    for each in known:
        for place, strength in _strengths(each).items():
            strongest[place] = max(strength, strongest.get(place, 0))
    now = _strengths(receipt)
    got_worse = any(said["course"] == "worse" for said in receipt["facts"]["symptoms"])
    return not got_worse and all(
        place in strongest and strength <= strongest[place] for place, strength in now.items()
    )


def _findings(receipt: Receipt) -> list[tuple[str, str]]:
    """Rule and region of each flag."""
    flagged = {flag["rule"] for flag in receipt["flags"]}
    fired = [each for each in receipt["fired"] if each["rule"] in flagged]
    return [(each["rule"], region) for each in fired for region in each["regions"] or [""]]


def _strengths(receipt: Receipt) -> dict[tuple[str, ...], int]:
    return {
        (said["symptom"], said["region"] or "", said["side"] or ""): said["severity"] or 0
        for said in receipt["facts"]["symptoms"]
        if said["course"] != "gone"
    }
