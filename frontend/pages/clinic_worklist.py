"""C1: the cases that need eyes, most urgent first, then least time left."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from frontend.clinic import filter_bar, list_wording, saved_views, wording
from frontend.clinic.asked import Asked
from frontend.clinic.case_rows import acts_on, case_row, labels_on
from frontend.clinic.emergencies import calling
from frontend.clinic.keyset import LONG_PAGE, page_after
from frontend.clinic.labels import voice
from frontend.clinic.last_act import said_of
from frontend.clinic.message_words import offered_to_several
from frontend.clinic.row_marks import marks_on
from frontend.clinic.words_to_read import words_to_read
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.models import SavedView, User
from tracker.records.access import STAFF, clinics_where
from tracker.records.care import care_ended
from tracker.records.case_labels import labels_in_use
from tracker.records.desk import clinicians_beside, saved_views_of, with_viewer
from tracker.records.worklist import view_counts, worklist_rows


@require_GET
@staff_required
def worklist(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked, now = Asked.of(request.GET.dict()), timezone.now()
    people, kept = list(clinicians_beside(desk.user)), list(saved_views_of(desk.user))
    counts = view_counts(desk.user, asked.only(desk.user), saved_views.conditions(desk.user, kept))
    context: dict[str, Any] = {
        "asked": asked,
        "is_notes": asked.view == "notes",
        "done": said_of(request, desk),
        "here_worklist": True,
        **_bars(asked, desk, people, kept, counts),
        **_live(asked, counts, now),
        **_rows(asked, desk, people, now, request.GET.dict()),
    }
    return show(request, desk, "worklist", **context)


def _bars(
    asked: Asked, desk: Desk, people: list[User], kept: list[SavedView], counts: Mapping[str, Any]
) -> dict[str, Any]:
    """Views, levels, filters: a way to each, and what stands behind it."""
    user, words = desk.user, voice()
    saved = saved_views.shown(desk, kept, counts, asked.query())
    return {
        "views": filter_bar.views(asked, counts),
        "unseen": list_wording.threads_unseen(counts["unseen"]) if counts["unseen"] else "",
        "unseen_url": asked.url(view="notes"),
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


def _live(asked: Asked, counts: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "emergencies": calling(counts, is_listed=asked.is_whole),
        "checked_at": wording.moment(now, now),
        "since": now.isoformat(),
        "here": asked.url(after=asked.after),
        "back": asked.query(),
        "changes_url": asked.url(to="worklist-changes", after=asked.after, since=now.isoformat()),
        "live_words": json.dumps({key: str(said) for key, said in list_wording.LIVE.items()}),
        "first_url": asked.url(),
        "is_later_page": bool(asked.after),
        "empty_title": list_wording.EMPTY_VIEWS[asked.view],
        "empty_text": gettext("Last checked %(at)s") % {"at": wording.moment(now, now)},
    }


def _rows(
    asked: Asked, desk: Desk, people: list[User], now: datetime, said: Mapping[str, str]
) -> dict[str, Any]:
    if asked.view == "notes":
        return words_to_read(asked, desk, now, said)
    listed = worklist_rows(asked.cases(desk.user)).prefetch_related("labels")
    listed = listed.annotate(care_ended=care_ended("patient"))
    found = with_viewer(listed, desk.user)
    cases, following = page_after(found, asked.order, asked.after, asked.size)
    words, names = voice(), {str(each.pk): each.name for each in people}
    return {
        "rows": [
            case_row(case, words, now, desk)
            | {"acts": acts_on(case, desk), "labels": labels_on(case)}
            | {"marks": marks_on(case, desk, names, now)}
            for case in cases
        ],
        "next_url": asked.url(after=following) if following else "",
        "long_url": "" if asked.is_long or not following else asked.url(rows=str(LONG_PAGE)),
    }
