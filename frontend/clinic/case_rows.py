"""One line of the worklist: level, clock, patient, reason, who has it, and what can be done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from frontend.clinic import list_wording, move_wording, wording
from frontend.clinic.case_clock import clock
from frontend.clinic.labels import treatment_line
from frontend.clinic.moves import open_to
from frontend.pages.clinic_doors import Desk
from tracker.models import ReviewCase, Status
from tracker.services.moves import MOVES
from tracker.triage.explain import Voice

ON_A_ROW = ("claim", "acknowledge", "snooze", "message", "request-photo")


def case_row(case: ReviewCase, words: Voice, now: datetime, desk: Desk) -> dict[str, Any]:
    """The case has photos_count, where it stands in a list; desk: hides names where she likes."""
    return {
        "id": case.pk,
        "url": reverse("case", args=[case.pk]),
        "name": desk.shown(case.patient.name),
        "level": case.urgency,
        "level_word": wording.LEVELS[case.urgency],
        "day": wording.day(case.day),
        "reason": case.reason,
        "treatment": treatment_line(case.treatment, words),
        "photos": wording.photos(getattr(case, "photos_count", 0)),
        "is_new": case.is_open and case.has_news,
        "status": wording.STATUSES[case.status],
        "age": wording.ago(case.opened_at, now),
        **live_parts(case, now),
    }


def live_parts(case: ReviewCase, now: datetime) -> dict[str, Any]:
    """What changes on a row while it lies open."""
    return {
        "version": case.version,
        "news": case.news_at.isoformat(),
        "clock": clock(case, now),
        "assignee": case.assigned_to.name if case.assigned_to else "",
        "status_word": str(_status_word(case)),
        "viewer": list_wording.viewing(getattr(case, "viewer", None)),
    }


def acts_on(case: ReviewCase, desk: Desk) -> list[dict[str, Any]]:
    """The quick steps that stand on its row, each with its key; a form leads to the case page."""
    if not case.is_open:
        return []
    roles = desk.roles_at(case.clinic_id)
    now_open = open_to(case, desk.user, roles)
    hers = [name for name in ON_A_ROW if roles & set(MOVES[name].roles)]
    return [_act(case, name, desk.keys, is_off=name not in now_open) for name in hers]


def labels_on(case: ReviewCase) -> list[str]:
    return [label.name for label in case.labels.all()]


def _act(case: ReviewCase, name: str, keys: Mapping[str, str], *, is_off: bool) -> dict[str, Any]:
    return {
        "name": name,
        "key": keys[name],
        "icon": move_wording.ICONS[name],
        "label": move_wording.MOVES[name],
        "url": reverse("case-move", args=[case.pk, name]),
        "is_form": name not in ("claim", "acknowledge"),
        "is_off": is_off,
    }


def _status_word(case: ReviewCase) -> Any:
    """What the clock beside it does not say yet."""
    if case.status == Status.WAITING_PATIENT:
        return wording.STATUSES[case.status]
    reason = (case.decision or {}).get("reason", "")
    return "" if case.is_open else move_wording.REASONS.get(reason, "")
