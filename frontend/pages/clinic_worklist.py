"""C1: the cases that need eyes, most urgent first, then least time left."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from frontend.clinic import move_wording, wording
from frontend.clinic.keyset import PAGE, by_urgency, newest_closed
from frontend.clinic.labels import treatment_line, voice
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.models import CheckIn, ReviewCase, Status
from tracker.records.worklist import notes_to_read, open_cases, view_counts
from tracker.triage.explain import Voice

FLAGGED = ("emergency", "urgent", "review")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything it does not know is as if it were not there."""

    view: str
    urgency: str
    after: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        view, urgency = request.GET.get("view", ""), request.GET.get("urgency", "")
        return cls(
            view if view in wording.VIEWS else "team",
            urgency if urgency in FLAGGED else "",
            request.GET.get("after", ""),
        )

    def url(self, to: str = "worklist", **other: str) -> str:
        said = {"view": self.view, "urgency": self.urgency} | other
        known = {key: value for key, value in said.items() if value}
        return f"{reverse(to)}?{urlencode(known)}"


@require_GET
@staff_required
def worklist(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked, now = Asked.of(request), timezone.now()
    counts = view_counts(desk.user)
    context: dict[str, Any] = {
        "views": [_view(asked, view, counts[view]) for view in wording.VIEWS],
        "levels": [] if asked.view == "notes" else [_level(asked, "")] + _levels(asked),
        "checked_at": wording.moment(now, now),
        "here": asked.url(after=asked.after),
        "watched": asked.view != "notes" and not asked.after,
        "changes_url": asked.url(to="worklist-changes"),
        "live_words": json.dumps({key: str(said) for key, said in wording.LIVE.items()}),
        "first_url": asked.url(),
        "is_later_page": bool(asked.after),
        "here_worklist": True,
        "empty_title": wording.EMPTY_VIEWS[asked.view],
        "empty_text": gettext("Last checked %(at)s") % {"at": wording.moment(now, now)},
    }
    return show(request, desk, "worklist", **context, **_rows(asked, desk, now))


@require_GET
@staff_required
def changes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What stands on the first page now, for the open one to compare; 304 where it is the same."""
    asked, now = Asked.of(request), timezone.now()
    found = open_cases(desk.user, view=asked.view, urgency=asked.urgency or None)
    page = newest_closed if asked.view == "closed" else by_urgency
    cases, _following = page(found.prefetch_related(None), "")
    listed = [{"id": c.pk, "urgency": c.urgency, "version": c.version} for c in cases]
    said = {"cases": listed, "at": wording.moment(now, now)}
    tag = f'"{sha256(repr(said).encode()).hexdigest()}"'
    answer = JsonResponse(said, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=answer) or answer


def _rows(asked: Asked, desk: Desk, now: datetime) -> dict[str, Any]:
    if asked.view == "notes":
        return {"notes": [note_row(check_in) for check_in in notes_to_read(desk.user)[:PAGE]]}
    page = newest_closed if asked.view == "closed" else by_urgency
    found = open_cases(desk.user, view=asked.view, urgency=asked.urgency or None)
    cases, following = page(found, asked.after)
    words = voice()
    return {
        "rows": [case_row(case, words, now) for case in cases],
        "next_url": asked.url(after=following) if following else "",
    }


def case_row(case: ReviewCase, words: Voice, now: datetime) -> dict[str, Any]:
    """One line of the worklist; the case has photos_count."""
    return {
        "id": case.pk,
        "version": case.version,
        "url": reverse("case", args=[case.pk]),
        "name": case.patient.name,
        "level": case.urgency,
        "level_word": wording.LEVELS[case.urgency],
        "clock": wording.clock(case, now),
        "day": wording.day(case.day),
        "reason": case.reason,
        "treatment": treatment_line(case.treatment, words),
        "photos": wording.photos(getattr(case, "photos_count", 0)),
        "is_new": case.is_open and case.has_news,
        "assignee": case.assigned_to.name if case.assigned_to else "",
        "status": wording.STATUSES[case.status],
        "status_word": _status_word(case),
        "age": wording.ago(case.opened_at, now),
    }


def _status_word(case: ReviewCase) -> Any:
    """What the clock beside it does not say yet."""
    if case.status == Status.WAITING_PATIENT:
        return wording.STATUSES[case.status]
    reason = (case.decision or {}).get("reason", "")
    return "" if case.is_open else move_wording.REASONS.get(reason, "")


def note_row(check_in: CheckIn) -> dict[str, Any]:
    """A note that no case holds."""
    return {
        "name": check_in.patient.name,
        "url": reverse("clinic-patient", args=[check_in.patient_id]),
        "day": wording.day(check_in.day),
        "note": check_in.note,
        "at": wording.moment(check_in.received_at),
    }


def _view(asked: Asked, view: str, count: int) -> dict[str, Any]:
    return {
        "url": asked.url(view=view),
        "label": wording.VIEWS[view],
        "count": count,
        "current": view == asked.view,
    }


def _levels(asked: Asked) -> list[dict[str, Any]]:
    return [_level(asked, urgency) for urgency in FLAGGED]


def _level(asked: Asked, urgency: str) -> dict[str, Any]:
    return {
        "id": urgency,
        "url": asked.url(urgency=urgency),
        "label": wording.LEVELS[urgency] if urgency else gettext("All levels"),
        "current": urgency == asked.urgency,
    }
