"""A review case as the worklist and the case page show it."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from api.contract.assessments import FlagOut, flag_out
from api.contract.check_ins import CheckInOut, check_in_out
from api.contract.messages import MessageOut, message_out
from api.contract.photos import PhotoOut, photo_out
from api.contract.shape import Out, utc
from tracker.models import URGENCIES, CheckIn, RaisedBy, ReviewCase, ReviewEvent, Status

FLAGGED = URGENCIES[2:]


class NamedOut(Out):
    id = serializers.UUIDField()
    name = serializers.CharField()


class CaseRowOut(Out):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.values)
    urgency = serializers.ChoiceField(choices=URGENCIES)
    is_open = serializers.BooleanField()
    reason = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()
    day = serializers.IntegerField()
    patient = NamedOut()
    treatment = serializers.UUIDField()
    assigned_to = NamedOut(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    photos = serializers.IntegerField()
    new_since_seen = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    raised_by = serializers.ChoiceField(choices=RaisedBy.values)
    version = serializers.IntegerField()


class NoteOut(Out):
    """A check-in with a note that no case holds and no clinician has seen: rows of view=notes."""

    id = serializers.UUIDField(help_text="of the check-in")
    patient = NamedOut()
    treatment = serializers.UUIDField()
    day = serializers.IntegerField()
    note = serializers.CharField()
    received_at = serializers.DateTimeField()


class EventOut(Out):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    by = NamedOut(allow_null=True)
    action = serializers.CharField()
    vars()["from"] = serializers.CharField(allow_null=True, help_text="the state before it")
    to = serializers.CharField(help_text="the state after it")
    note = serializers.CharField()


class ContactOut(Out):
    at = serializers.DateTimeField()
    how = serializers.CharField()
    outcome = serializers.CharField()


class DecisionOut(Out):
    reason = serializers.CharField()
    note = serializers.CharField()
    contact = ContactOut(allow_null=True)
    false_alarm_because = serializers.CharField(allow_null=True)
    by = NamedOut()
    at = serializers.DateTimeField()


class CaseOut(CaseRowOut):
    """The whole case; photos are listed here and counted in a row."""

    photos = PhotoOut(many=True)  # type: ignore[assignment]
    flags = FlagOut(many=True)
    check_ins = CheckInOut(many=True)
    messages = MessageOut(many=True)
    events = EventOut(many=True)
    decision = DecisionOut(allow_null=True)
    previous = serializers.UUIDField(allow_null=True, help_text="the case before this one")


def case_row(case: ReviewCase) -> dict[str, Any]:
    """The caller has joined patient and assignee and annotated photos_count."""
    assigned = case.assigned_to
    return {
        "id": case.pk,
        "status": case.status,
        "urgency": case.urgency,
        "is_open": case.is_open,
        "reason": case.reason,
        "due_at": utc(case.due_at),
        "overdue": case.is_overdue,
        "day": case.day,
        "patient": {"id": case.patient_id, "name": case.patient.name},
        "treatment": case.treatment_id,
        "assigned_to": assigned and {"id": assigned.pk, "name": assigned.name},
        "acknowledged_at": utc(case.acknowledged_at),
        "photos": getattr(case, "photos_count", 0),
        "new_since_seen": case.has_news,
        "opened_at": utc(case.opened_at),
        "raised_by": case.raised_by,
        "version": case.version,
    }


def case_out(case: ReviewCase) -> dict[str, Any]:
    """The caller has read it with records.queries.case_in_full."""
    treatment, events = case.treatment, list(case.events.all())
    return {
        **case_row(case),
        "photos": [photo_out(photo) for photo in treatment.photos.all()],
        "flags": _flags(events),
        "check_ins": [check_in_out(check_in) for check_in in treatment.check_ins.all()],
        "messages": [message_out(message) for message in treatment.messages.all()],
        "events": [_event(event) for event in events],
        "decision": _decision(case.decision),
        "previous": case.previous_id,
    }


def note_out(check_in: CheckIn) -> dict[str, Any]:
    return {
        "id": check_in.pk,
        "patient": {"id": check_in.patient_id, "name": check_in.patient.name},
        "treatment": check_in.treatment_id,
        "day": check_in.day,
        "note": check_in.note,
        "received_at": utc(check_in.received_at),
    }


def _flags(events: list[ReviewEvent]) -> list[dict[str, Any]]:
    """Each rule once, as it was found last; the gravest first."""
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        if event.assessment is not None:
            receipt = event.assessment.said
            found |= {flag["rule"]: flag_out(flag) for flag in receipt["flags"]}
    return sorted(found.values(), key=lambda flag: -URGENCIES.index(flag["urgency"]))


def _decision(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    contact = kept["contact"]
    told = contact and {**contact, "at": utc(datetime.fromisoformat(contact["at"]))}
    return {**kept, "contact": told, "at": utc(datetime.fromisoformat(kept["at"]))}


def _event(event: ReviewEvent) -> dict[str, Any]:
    by = event.by
    return {
        "id": event.pk,
        "at": utc(event.at),
        "by": by and {"id": by.pk, "name": by.name},
        "action": event.action,
        "from": event.from_status or None,
        "to": event.to_status,
        "note": event.note,
    }
