"""What a data folder holds, as counted lines that do not depend on when a step was made."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from tracker.models import (
    AuditEvent,
    Erasure,
    HeldMessage,
    Message,
    NoteMark,
    Notification,
    Patient,
    ReviewCase,
    ReviewEvent,
    SystemMark,
)
from tracker.records import audit_chain

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)?|(?<=:)\d{14}(?=:)")
TRIES = frozenset({"erasure.begun"})  # says that it was begun: as often as it was


def lines(known: frozenset[str]) -> Counter[str]:
    """known: ids from before; those that a job made stand as "new"."""
    said = Counter(f"{kind} {_plain(line, known)}" for kind, line in _everything())
    said.update(f"audit fault {fault}" for fault in audit_chain.faults())
    return said


def ids() -> frozenset[str]:
    """Every id that the folder holds."""
    return frozenset(UUID.findall(" ".join(line for _kind, line in _everything())))


def letters(folder: Path) -> Counter[str]:
    """Message-ID and address of each mail that the post took: how often."""
    return Counter(path.read_text() for path in sorted(folder.glob("*.letter")))


def _everything() -> Iterator[tuple[str, str]]:
    for case in ReviewCase.objects.order_by("pk"):
        yield "case", _json(_case(case))
        yield "numbers", _json([case.treatment_id, _numbers(case)])
    for event in ReviewEvent.objects.select_related("case"):
        who = [event.case.treatment_id, event.action, event.by_id]
        rest = [event.from_status, event.to_status, event.note, event.detail]
        yield "event", _json([*who, *rest])
    for sent in Message.objects.all():
        yield "message", _json([sent.treatment_id, sent.case_id, sent.sender_id, sent.text])
    for mail in Notification.objects.all():
        yield "mail", _json([mail.kind, mail.dedupe_key, mail.address, mail.state])
    for act in AuditEvent.objects.exclude(action__in=TRIES):
        yield "audit", _json([act.actor, act.action, act.subject, act.subject_id, act.detail])
    for patient in Patient.objects.order_by("pk"):
        yield "patient", str(patient.pk)
    for row in Erasure.objects.order_by("pk"):
        yield "erasure", _json([row.patient, row.done_at is not None])
    for note in NoteMark.objects.order_by("pk"):
        yield "note", _json([note.pk, note.seen_by_id])
    for waiting in HeldMessage.objects.order_by("pk"):
        yield "held", str(waiting.pk)
    for mark in SystemMark.objects.order_by("name"):
        yield "mark", mark.name
    for path in sorted((Path(settings.FADEWELL_KEYS) / "erased").glob("*")):
        yield "erased", path.name


def _numbers(case: ReviewCase) -> list[int]:
    """Of its events: which of two jobs comes first is open, that none is missing is not."""
    return sorted(case.events.values_list("number", flat=True))


def _case(case: ReviewCase) -> list[Any]:
    told = [case.treatment_id, case.status, case.urgency, case.version, case.assigned_to_id]
    asked = [case.decision, case.escalation, case.opinion, case.acknowledged_by_id]
    return [*told, *asked, case.acknowledged_at is None, case.snoozed_until is None]


def _plain(line: str, known: frozenset[str]) -> str:
    line = UUID.sub(lambda found: found[0] if found[0] in known else "new", line)
    return MOMENT.sub("then", line)


def _json(said: object) -> str:
    return json.dumps(said, default=str, sort_keys=True)
