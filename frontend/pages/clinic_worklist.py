"""C1: the cases that need eyes, most urgent first, then least time left."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from frontend.clinic import filter_bar, list_wording, saved_views, wording
from frontend.clinic.asked import Asked
from frontend.clinic.case_rows import acts_on, case_row, labels_on, live_parts, note_row
from frontend.clinic.keyset import LONG_PAGE, PAGE, page_after
from frontend.clinic.labels import voice
from frontend.clinic.last_act import said_of
from frontend.clinic.message_words import offered_to_several
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.records.access import STAFF, clinics_where
from tracker.records.case_labels import labels_in_use
from tracker.records.desk import clinicians_beside, saved_views_of, with_viewer
from tracker.records.worklist import notes_to_read, view_counts, worklist_rows
from tracker.services.looks import charts_viewed


@require_GET
@staff_required
def worklist(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked, now = Asked.of(request.GET.dict()), timezone.now()
    context: dict[str, Any] = {
        "asked": asked,
        "is_notes": asked.view == "notes",
        "done": said_of(request, desk),
        "here_worklist": True,
        **_bars(asked, desk),
        **_live(asked, now),
        **_rows(asked, desk, now),
    }
    return show(request, desk, "worklist", **context)


@require_GET
@staff_required
def changes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What stands on the first page now, for the open one to compare; 304 where it is the same."""
    asked, now = Asked.of(request.GET.dict()), timezone.now()
    # Through the clinic: SQLite finds open ones by their own index then, not among all the closed.
    cases = asked.cases(desk.user).select_related("assigned_to", "clinic").order_by(*asked.order)
    found = with_viewer(cases, desk.user)[: asked.size]
    listed = [{"id": c.pk, "urgency": c.urgency, **_moving_parts(c, now)} for c in found]
    said = {"cases": listed, "at": wording.moment(now, now)}
    tag = f'"{sha256(repr(said).encode()).hexdigest()}"'
    answer = JsonResponse(said, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=answer) or answer


def _moving_parts(case: Any, now: datetime) -> dict[str, Any]:
    parts = live_parts(case, now)
    return parts | {"clock": parts["clock"]._asdict()}


def _bars(asked: Asked, desk: Desk) -> dict[str, Any]:
    """Views, levels, filters: a way to each, and what stands behind it."""
    user, words = desk.user, voice()
    people, kept = list(clinicians_beside(user)), list(saved_views_of(user))
    counts = view_counts(user, asked.only(user), saved_views.conditions(user, kept))
    saved = saved_views.shown(desk, kept, counts, asked.query())
    return {
        "views": filter_bar.views(asked, counts),
        "saved": saved,
        "is_saved": any(each["current"] for each in saved),
        "levels": filter_bar.levels(asked),
        "filters": filter_bar.fields(asked, people, words),
        "chips": filter_bar.chips(asked, people, words),
        "unsorted_url": asked.url(sort=""),
        "unfiltered_url": Asked(asked.view, asked.sort).url(),
        "labels": labels_in_use(user),
        "templates": offered_to_several(desk),
        "colleagues": [(str(each.pk), each.name) for each in people],
        "clinics": clinics_where(user, STAFF),
    }


def _live(asked: Asked, now: datetime) -> dict[str, Any]:
    return {
        "checked_at": wording.moment(now, now),
        "since": now.isoformat(),
        "here": asked.url(after=asked.after),
        "back": asked.query(),
        "watched": asked.view != "notes" and not asked.after,
        "changes_url": asked.url(to="worklist-changes"),
        "live_words": json.dumps({key: str(said) for key, said in list_wording.LIVE.items()}),
        "first_url": asked.url(),
        "is_later_page": bool(asked.after),
        "empty_title": list_wording.EMPTY_VIEWS[asked.view],
        "empty_text": gettext("Last checked %(at)s") % {"at": wording.moment(now, now)},
    }


def _rows(asked: Asked, desk: Desk, now: datetime) -> dict[str, Any]:
    if asked.view == "notes":
        notes = list(notes_to_read(desk.user)[:PAGE])
        charts_viewed(by=desk.user, patients=[each.patient for each in notes], part="notes")
        return {"notes": [note_row(each, desk) for each in notes]}
    listed = worklist_rows(asked.cases(desk.user)).prefetch_related("labels")
    found = with_viewer(listed, desk.user)
    cases, following = page_after(found, asked.order, asked.after, asked.size)
    words = voice()
    return {
        "rows": [
            case_row(case, words, now, desk)
            | {"acts": acts_on(case, desk), "labels": labels_on(case)}
            for case in cases
        ],
        "next_url": asked.url(after=following) if following else "",
        "long_url": "" if asked.is_long or not following else asked.url(rows=str(LONG_PAGE)),
    }
