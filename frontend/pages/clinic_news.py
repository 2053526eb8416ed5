"""What an open worklist or case asks for every few seconds: new cases, counts, emergencies."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from frontend.clinic import filter_bar, saved_views, wording
from frontend.clinic.asked import Asked
from frontend.clinic.case_rows import live_parts
from frontend.clinic.chosen import id_or_none, moment_or_none
from frontend.clinic.emergencies import calling
from frontend.pages.clinic_doors import Desk, staff_required
from tracker.records.desk import saved_views_of, with_viewer
from tracker.records.worklist import emergencies_unseen, open_counts, waiting_counts


@require_GET
@staff_required
def changes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What stands on the first page now, how many in each view, and the emergencies nobody saw.

    `since`: when the page was made; `written`: how many messages came later and nobody has seen.
    304 where it is the same: two statements, whatever the list holds. The further counts are
    asked for only with an answer; there is one each minute at least.
    """
    asked, now = Asked.of(request.GET.dict()), timezone.now()
    since = moment_or_none(request.GET.get("since", ""))
    counts = open_counts(desk.user, asked.only(desk.user), since=since)
    said: dict[str, Any] = {
        "cases": _listed(asked, desk, now) if asked.is_watched else None,
        "at": wording.moment(now, now),
    }
    tag = f'"{sha256(repr((said, counts)).encode()).hexdigest()}"'
    same = get_conditional_response(request, etag=tag)
    if same is not None:
        same["ETag"] = tag
        return same
    said |= {"emergencies": calling(counts), "counts": _counts(asked, desk)}
    said["written"] = counts.get("written", 0)
    return JsonResponse(said, headers={"ETag": tag})


@require_GET
@staff_required
def emergencies(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`in`: the case that she has open, which needs no call."""
    here = id_or_none(request.GET.get("in", ""))
    return JsonResponse({"emergencies": calling(emergencies_unseen(desk.user, but=here))})


def _listed(asked: Asked, desk: Desk, now: datetime) -> list[dict[str, Any]]:
    # Through the clinic: SQLite finds open ones by their own index then, not among all the closed.
    cases = asked.cases(desk.user).select_related("assigned_to", "clinic").order_by(*asked.order)
    found = with_viewer(cases, desk.user)[: asked.size]
    return [{"id": c.pk, "urgency": c.urgency, **_moving_parts(c, now)} for c in found]


def _moving_parts(case: Any, now: datetime) -> dict[str, Any]:
    parts = live_parts(case, now)
    return parts | {"clock": parts["clock"]._asdict()}


def _counts(asked: Asked, desk: Desk) -> dict[str, str]:
    """As they stand beside each view, by its name, and beside each kept one, by its id.

    Not of what was closed: that waits for nobody.
    """
    user, kept = desk.user, list(saved_views_of(desk.user))
    counts = waiting_counts(user, asked.only(user), saved_views.conditions(user, kept))
    own = {view["name"]: view["count"] for view in filter_bar.views(asked, counts)}
    saved = saved_views.shown(desk, kept, counts, asked.query())
    return own | {str(view["id"]): view["count"] for view in saved}
