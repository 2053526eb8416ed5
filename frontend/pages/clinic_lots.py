"""C4: one lot: who had it, what she heard from the clinic, and one message to all of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from frontend.accounts.recently import signed_in_recently
from frontend.clinic import wording
from frontend.clinic.labels import treatment_line, voice
from frontend.clinic.recall_words import RecallWords, recall_templates
from frontend.clinic.sheet import SHEETS
from frontend.pages.again import again_url, ask_again
from frontend.pages.clinic_doors import Desk, clinician_required, show, staff_required
from frontend.pages.errors import forbidden
from frontend.pages.history import whole_number
from frontend.pages.limits import hold
from tracker.errors import Invalid
from tracker.models import Role, Treatment
from tracker.records.lots import treatments_with_lot
from tracker.services.exports import note_list_taken
from tracker.services.looks import charts_viewed
from tracker.services.recalls import recall_of, write_to_lot
from tracker.triage.explain import Voice

MOST_LOT = 64


@require_GET
@staff_required
def lot(request: HttpRequest, desk: Desk) -> HttpResponse:
    told, unheard = (whole_number(request.GET.get(name, "")) for name in ("told", "unheard"))
    done = _done(told, unheard) if "told" in request.GET else ""
    return _page(request, desk, _lot(request.GET.get("lot", "")), done=done)


@require_POST
@clinician_required
def lot_message(request: HttpRequest, desk: Desk) -> HttpResponse:
    """First a preview of the words and of who gets them; only then it is sent."""
    asked, step = _lot(request.POST.get("lot", "")), request.POST.get("step")
    words = RecallWords.of(request.POST)
    if step in ("edit", "template"):
        chosen = words.filled_from(desk, request.POST) if step == "template" else words
        return _page(request, desk, asked, chosen)
    try:
        if step != "send":
            return _page(request, desk, asked, words, preview=words.previews(desk, asked))
        told = write_to_lot(
            by=desk.user, lot=asked, text=words.text, by_language=words.others, run=_run(request)
        )
    except Invalid as refusal:
        line = str(next(iter(refusal.fields.values()))[0])
        return _page(request, desk, asked, words, error=line, status=400 if step == "send" else 200)
    counts = {"told": len(told.written), "unheard": len(told.to_phone)}
    return redirect(f"{_url(asked)}&{urlencode(counts)}")


@require_GET
@staff_required
def lot_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """For the clinical lead: she phones, and reports to the maker and the authority.

    A list without a lot would be one of everybody whose lot is not known: there is none.
    """
    kind, asked = request.GET.get("kind", "csv"), _lot(request.GET.get("lot", ""))
    if kind not in SHEETS or not asked:
        raise Http404
    clinics = [pk for pk in desk.clinics if Role.CLINICAL_LEAD in desk.roles_at(pk)]
    if not clinics:
        return forbidden(request)
    if not signed_in_recently(request):
        return ask_again(request)
    hold(request, "paper")
    words = voice()
    rows = seen(desk, treatments_with_lot(desk.user, asked).filter(patient__clinic__in=clinics))
    note_list_taken(by=desk.user, clinics=clinics, rows=len(rows))
    head = [
        gettext("Name"), gettext("Born"), gettext("Phone"), gettext("E-mail"),
        gettext("Treated"), gettext("Treatment"), gettext("Lot"), gettext("Last word"),
    ]  # fmt: skip
    return SHEETS[kind]("lot", head, (_cells(each, words) for each in rows))


def _page(
    request: HttpRequest,
    desk: Desk,
    asked: str,
    written: RecallWords | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    words, theirs = voice(), _theirs(desk, asked)
    said = written or RecallWords()
    rows = [_row(each, words, desk) for each in seen(desk, treatments_with_lot(desk.user, asked))]
    context = {
        "lot": asked,
        "rows": rows,
        "people": len({row["url"] for row in rows}),
        "reached": sum(patient.user_id is not None for patient in theirs),
        "text": said.text,
        "others": said.inputs(theirs),
        "templates": recall_templates(desk),
        "may_write": desk.is_clinician,
        "sheets": _sheets(asked) if _leads(desk) else [],
        "is_fresh": signed_in_recently(request),
        "again_url": again_url(_url(asked)),
        "run": request.POST.get("run") or uuid4(),
        "here_patients": True,
    }
    return show(request, desk, "lot", status=status, **context, **more)


def seen(desk: Desk, treatments: Iterable[Treatment]) -> list[Treatment]:
    """What stands about each of them is read with her name beside it: a look."""
    found = list(treatments)
    charts_viewed(by=desk.user, patients=[each.patient for each in found], part="treatments")
    return found


def _theirs(desk: Desk, asked: str) -> list[Any]:
    return list(recall_of(desk.user, asked)) if asked and desk.is_clinician else []


def _leads(desk: Desk) -> bool:
    return any(Role.CLINICAL_LEAD in desk.roles_at(pk) for pk in desk.clinics)


def _row(treatment: Any, words: Voice, desk: Desk) -> dict[str, Any]:
    patient = treatment.patient
    return {
        "name": desk.shown(patient.name),
        "url": reverse("clinic-patient", args=[patient.pk]),
        "born": desk.born(patient),
        "treatment": treatment_line(treatment, words),
        "phone": "" if desk.habits.hides_names else patient.phone,
        "state": _state(treatment),
        "has_read": bool(treatment.read_at),
    }


def _state(treatment: Any) -> str:
    """What she knows from us: the newest word in this treatment's thread."""
    if treatment.patient.user_id is None:
        return gettext("Has not joined: phone")
    if treatment.told_at is None:
        return gettext("Nothing written yet")
    when = {"when": wording.moment(treatment.told_at)}
    if treatment.read_at is None:
        return gettext("Written %(when)s, not read") % when
    return gettext("Written %(when)s, read") % when


def _cells(treatment: Treatment, words: Voice) -> list[object]:
    patient = treatment.patient
    email = patient.user.email if patient.user else patient.email
    known = [patient.name, patient.date_of_birth, patient.phone, email]
    day = f"{treatment.performed_at:%Y-%m-%d}"
    return [*known, day, treatment_line(treatment, words), treatment.lot, _state(treatment)]


def _lot(asked: str) -> str:
    return asked.replace("\0", "").strip()[:MOST_LOT]


def _url(asked: str, page: str = "lot") -> str:
    return f"{reverse(page)}?{urlencode({'lot': asked})}"


def _sheets(asked: str) -> list[dict[str, str]]:
    url = _url(asked, "lot-list")
    return [{"label": kind.upper(), "url": f"{url}&kind={kind}"} for kind in SHEETS]


def _run(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("run", ""))
    except ValueError:
        return uuid4()


def _done(told: int, unheard: int) -> str:
    said = ngettext("Written to %d patient.", "Written to %d patients.", told) % told
    if not unheard:
        return said
    more = ngettext("%d has not joined: phone.", "%d have not joined: phone.", unheard) % unheard
    return f"{said} {more}"
