"""The thread with her clinic, with a way to say that she is worried."""

from typing import Any
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from api.contract.messages import MOST_PHOTOS, MessageIn
from frontend import wording
from frontend.pages import care_ended, errors
from frontend.pages.doors import HerRequest, record_required, wants_json
from frontend.pages.form_fields import known_id, meant
from frontend.pages.her_records import address, named, thread_with
from frontend.pages.kept import read_at
from frontend.pages.limits import hold
from frontend.pages.message_news import unread
from frontend.pages.opening_hours import hours_words
from frontend.pages.photo_asked import request_news
from frontend.photos.attaching import picks, still_there
from frontend.photos.door import Door
from frontend.vocabulary import vocabulary
from tracker.errors import TooManyRequests
from tracker.models import Clinic, Message, Treatment
from tracker.records import queries
from tracker.records.care import records_agreed_to
from tracker.services import consents
from tracker.services.messages import mark_read, send_message

A_DAY = 8  # opening hours: who promises as many promises a working day at most


@require_http_methods(["GET", "POST"])
@record_required
def messages(request: HerRequest) -> HttpResponse:
    """Where she has ended the use of her check-ins, what was written can be read, and no more."""
    treatment = the_thread(request)
    if treatment is None:  # there is nothing to write about yet
        return errors.problem(404, "not-found") if wants_json(request) else redirect("today")
    if request.method != "POST":
        return show(request, queries.spoken_of(treatment), worried="worried" in request.GET)
    about = meant(request, treatment)
    if "seen" in request.POST:
        mark_read(by=request.user, patient=about.patient)
        return redirect(thread_with(request.user, about.patient))
    if not consents.has_given_care(about.patient):
        return care_ended.instead(request, [about.patient])
    return send(request, about)


def the_thread(request: HerRequest) -> Treatment | None:
    """Of the clinic that she chose; else the one in use, unless another alone has news for her."""
    records = list(records_agreed_to(request.user))
    if "record" in request.GET:
        return queries.newest_treatment(named(records, request.GET["record"]))
    current = queries.current_treatment(request.user)
    new = [each.treatment.patient for each in queries.unread_of(records)]
    if current is None or not new or current.patient in new:
        return current
    return queries.newest_treatment(new[0])


def send(request: HerRequest, treatment: Treatment) -> HttpResponse:
    text, worried = request.POST.get("text", ""), "worried" in request.POST
    if not text.strip():
        return refuse(request, treatment, _("Write your message first."))
    chosen = request.POST.getlist("photos")
    photos = still_there(Door(request.user, request.LANGUAGE_CODE), treatment, chosen)
    body = {
        "treatment": str(treatment.pk),
        "client_id": request.POST.get("client_id", ""),
        "text": text,
        "photos": photos,
        "worried": worried,
    }
    try:
        sent = MessageIn.read(body)
    except ValidationError:
        if len(photos) > MOST_PHOTOS:
            most = _("Choose at most %(most)d photos.") % {"most": MOST_PHOTOS}
            return refuse(request, treatment, most, "photos")
        error = _("This could not be sent. Make it shorter, then send it again.")
        return refuse(request, treatment, error)
    try:
        hold(request, "message")
        _message, is_new = send_message(by=request.user, **(sent | {"treatment": treatment}))
    except (OperationalError, TooManyRequests) as fault:
        return not_now(request, treatment, fault)
    if wants_json(request):
        return JsonResponse({"result": reverse("messages")}, status=201 if is_new else 200)
    return redirect(after(request, treatment, has_all=len(photos) == len(set(chosen))))


def after(request: HerRequest, treatment: Treatment, *, has_all: bool) -> str:
    """Back to the thread that she wrote in; it says so where a photo was left out."""
    thread = thread_with(request.user, treatment.patient)
    return thread if has_all else f"{thread}{'&' if '?' in thread else '?'}left=1"


def not_now(request: HerRequest, treatment: Treatment, fault: Exception) -> HttpResponse:
    """The phone tries again; without script her words stand in the form, under the same id."""
    if wants_json(request):
        raise fault
    again: dict[str, Any] = {
        "text": request.POST.get("text", ""),
        "worried": "worried" in request.POST,
    }
    if isinstance(fault, TooManyRequests):
        return errors.wait(show(request, treatment, **again, unsent=fault.status), fault)
    return errors.come_back(show(request, treatment, **again, unsent=503))


def refuse(
    request: HerRequest, treatment: Treatment, error: str, field: str = "text"
) -> HttpResponse:
    errors = [{"field": field, "text": error}]
    if wants_json(request):
        return JsonResponse({"errors": errors}, status=400)
    text, worried = request.POST.get("text", ""), "worried" in request.POST
    return show(request, treatment, errors=errors, text=text, worried=worried)


def show(
    request: HerRequest,
    treatment: Treatment,
    *,
    errors: list[dict[str, str]] | None = None,
    text: str = "",
    worried: bool = False,
    unsent: int = 0,
) -> HttpResponse:
    """unsent: the status of a page that gives back what could not be stored now."""
    is_in_use = consents.has_given_care(treatment.patient)
    context: dict[str, Any] = {
        "tab": "messages",
        "treatment": treatment,
        "threads": threads(request, treatment),
        "is_in_use": is_in_use,
        "read_at": read_at(),
        **answers_of(treatment.patient.clinic),
        **written(request, treatment),
        "left": "left" in request.GET,
        "photo_requests": photo_requests(request, treatment) if is_in_use else [],
        "client_id": known_id(request.POST.get("client_id", "")) or uuid4(),
        "errors": errors or [],
        "fault": {each["field"]: each["text"] for each in errors or []},
        "text": text,
        "worried": worried,
        "is_unsent": unsent,
    }
    status = unsent or (400 if errors else 200)
    return render(request, "frontend/patient/messages.html", context, status=status)


def threads(request: HerRequest, shown: Treatment) -> list[tuple[str, str, bool]]:
    """One with each of her clinics, with whether it is shown; empty where there is one alone."""
    records = list(records_agreed_to(request.user))
    rows = [
        (address("messages", records, each), each.clinic.name, each == shown.patient)
        for each in records
    ]
    return rows if len(rows) > 1 else []


def photo_requests(request: HerRequest, treatment: Treatment) -> list[dict[str, Any]]:
    words = vocabulary(request.LANGUAGE_CODE)
    return [request_news(each, words) for each in queries.open_photo_requests([treatment.patient])]


def answers_of(clinic: Clinic) -> dict[str, Any]:
    """When it answers: by the clock that calls somebody to a message which nobody has seen."""
    hours = hours_words(clinic)
    said = _("Expect an answer within %(time)s. Opening hours: %(hours)s")
    time = reply_within(clinic.review_hours)
    return {"clinic": clinic, "hours": hours, "reply_time": said % {"time": time, "hours": hours}}


def reply_within(hours: int | None) -> str:
    """hours: as many opening hours as a clinic promises for a review; a working day at most."""
    if hours is None or hours >= A_DAY:
        return _("one working day")
    return ngettext("%(hours)s opening hour", "%(hours)s opening hours", hours) % {"hours": hours}


def written(request: HerRequest, treatment: Treatment) -> dict[str, Any]:
    """The thread, and her photos that may go with the next message."""
    door = Door(request.user, request.LANGUAGE_CODE)
    thread = list(queries.written_with(treatment.patient))
    rows = [message_row(each, request, door) for each in thread]
    return {
        "thread": rows,
        "has_photos": any(row["photos"] for row in rows),
        "picks": picks(door, treatment, request.POST.getlist("photos")),
        "unread": len(unread(thread)),
    }


def message_row(message: Message, request: HerRequest, door: Door) -> dict[str, Any]:
    is_mine = message.sender_id == request.user.pk
    return {
        "id": message.pk,
        "mine": is_mine,
        "client_id": message.client_id,
        "name": message.sender.name,
        "role": wording.ROLES[message.sender_role],
        "text": message.text,
        "photos": [door.tile(photo) for photo in message.photos.all()],
        "status": sent_words(message) if is_mine else wording.named_moment(message.sent_at),
    }


def sent_words(message: Message) -> str:
    """Days by name: the phone keeps this page for later."""
    sent = _("Sent %(when)s.") % {"when": wording.said_moment(message.sent_at)}
    if message.seen_at is None or message.seen_by is None:
        return sent
    seen = _("Seen by %(name)s, %(when)s.") % {
        "name": message.seen_by.name,
        "when": wording.said_moment(message.seen_at),
    }
    return f"{sent} {seen}"
