"""C2 on paper: a case as a PDF, for a referral or the clinic's own folder."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend.accounts.recently import signed_in_recently
from frontend.clinic.labels import voice
from frontend.clinic.on_paper import on_paper
from frontend.pages.again import again_url, ask_again
from frontend.pages.clinic_doors import Desk, staff_required
from frontend.pages.limits import hold
from frontend.papers.case_paper import case_words, photo_rows
from frontend.papers.printed import can_print, printed, speaking_for, taken
from tracker.errors import NotAllowed, NotFound
from tracker.models import Photo, ReviewCase
from tracker.records.photo_series import is_shown_to
from tracker.records.queries import case_in_full
from tracker.services.looks import chart_viewed
from tracker.services.paper_copies import note_case_taken, pictures_for_paper

MOST_PHOTOS = 24  # the newest: a paper is no album


@require_GET
@staff_required
def case_paper(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """With ?photos=1 the sharp photos too, for who may see them; as fresh a sign-in as exports."""
    case = case_in_full(desk.user, pk)
    with_photos = request.GET.get("photos") == "1"
    if not can_print():
        raise NotFound
    if with_photos and not desk.is_clinician_at(case.clinic_id):
        raise NotAllowed
    if not signed_in_recently(request):
        return ask_again(request)
    hold(request, "paper")
    chart_viewed(by=desk.user, patient=case.patient, part=case)
    photos = printable(case, desk) if with_photos else []
    pdf = pressed(case, desk, photos)
    note_case_taken(by=desk.user, case=case, photos=len(photos))
    return taken(pdf, f"case-{timezone.localdate().isoformat()}.pdf")


def papers_of(request: HttpRequest, desk: Desk, case: ReviewCase) -> dict[str, Any] | None:
    """What the case page offers to take along; None where there is nothing for her to take."""
    paper, back = reverse("case-paper", args=[case.pk]), reverse("case", args=[case.pk])
    may_see_sharp = desk.is_clinician_at(case.clinic_id)
    if not can_print() and not may_see_sharp:
        return None
    return {
        "is_fresh": signed_in_recently(request),
        "can_print": can_print(),
        "report_url": reverse("case-report", args=[case.pk]) if may_see_sharp else "",
        "again_url": again_url(f"{back}#papers"),
        "case_url": paper,
        "photos_url": f"{paper}?photos=1" if may_see_sharp and printable(case, desk) else "",
    }


def printable(case: ReviewCase, desk: Desk) -> list[Photo]:
    """Newest first, at most MOST_PHOTOS."""
    shown = [photo for photo in case.treatment.photos.all() if is_shown_to(photo, desk.user)]
    return shown[:MOST_PHOTOS]


def pressed(case: ReviewCase, desk: Desk, photos: list[Photo]) -> bytes:
    pictures = pictures_for_paper(by=desk.user, photos=photos)
    with speaking_for(case.clinic), on_paper():
        context = case_words(case, voice(), desk.user)
        context["photos"] = photo_rows(each for each in photos if each.pk in pictures)
        context["left_out"] = len(case.treatment.photos.all()) - len(pictures) if photos else 0
        named = {str(pk): data for pk, data in pictures.items()}
        return printed("case", context, named, who=str(desk.user.pk))
