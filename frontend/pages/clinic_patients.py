"""C4: the clinic's patients, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from frontend.clinic import list_wording, wording
from frontend.clinic.case_facts import patient_facts, site_rows, treatment_facts
from frontend.clinic.case_rows import case_row
from frontend.clinic.chosen import id_or_none
from frontend.clinic.corrections import earlier_records
from frontend.clinic.labels import treatment_line, voice
from frontend.clinic.message_words import beside_reply
from frontend.clinic.note_marks import is_new_note
from frontend.clinic.reached import INVITATION_FAILED, not_reached
from frontend.clinic.risks import risks
from frontend.clinic.skin_types import skin_type_choices, skin_type_fact
from frontend.clinic.standing import care_ended_words
from frontend.clinic.threads import conversation, opening
from frontend.clinic.told import check_in_row
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.errors import NotFound
from tracker.models import Patient, Treatment
from tracker.records.access import cases_of, check_ins_of
from tracker.records.queries import (
    check_ins_with_results,
    patients_by,
    treatments_newest,
)
from tracker.records.undelivered import not_invited
from tracker.records.worklist import worklist_rows
from tracker.services import erasures
from tracker.services.looks import chart_viewed
from tracker.services.notes import see_notes
from tracker.services.recovery_days import day_of_recovery
from tracker.triage.explain import Voice

PAGE = 50
MOST = 100  # characters of a search
MOST_CHECK_INS = 30


@dataclass(frozen=True)
class Search:
    search: str
    lot: str
    after: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Search":
        asked = {name: request.GET.get(name, "").replace("\0", "") for name in cls.__annotations__}
        return cls(asked["search"].strip()[:MOST], asked["lot"].strip()[:MOST], asked["after"])

    def url(self, after: str) -> str:
        said = {"search": self.search, "lot": self.lot, "after": after}
        known = urlencode({key: value for key, value in said.items() if value})
        return f"{reverse('patients')}?{known}"


@require_GET
@staff_required
def patients(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked, words = Search.of(request), voice()
    found = patients_by(desk.user, search=asked.search, lot=asked.lot)
    theirs = _with_last_result(found.filter(clinic__in=desk.clinics), desk)
    rows = list(_after(theirs, asked.after)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context: dict[str, Any] = {
        "asked": asked,
        "is_narrowed": bool(asked.search or asked.lot),
        "rows": _patient_rows(rows[:PAGE], words, desk),
        "next_url": asked.url(str(last.pk)) if last else "",
        "is_later_page": bool(asked.after),
        "first_url": asked.url(""),
        "here_patients": True,
    }
    return show(request, desk, "patients", **context)


@require_GET
@staff_required
def patient(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return record(request, desk, the_patient(desk, pk))


def the_patient(desk: Desk, pk: UUID) -> Patient:
    """Raises NotFound for whoever is none of the clinics where she works."""
    found = patients_by(desk.user).filter(clinic__in=desk.clinics, pk=pk).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Fault:
    """What was wrong with a form of her record, and what had been written in it."""

    at: str = ""
    text: Any = ""
    values: Mapping[str, str] = field(default_factory=dict)


NO_FAULT = Fault()


def record(
    request: HttpRequest, desk: Desk, found: Patient, fault: Fault = NO_FAULT
) -> HttpResponse:
    """All that is known of her; a clinician has seen her messages then, and the notes shown."""
    chart_viewed(by=desk.user, patient=found)
    words, now, asked = voice(), timezone.now(), request.GET.get("case", "")
    treatments = list(treatments_newest(desk.user).filter(patient=found))
    check_ins = list(check_ins_with_results(desk.user).filter(patient=found)[:MOST_CHECK_INS])
    new_notes = [each for each in check_ins if is_new_note(each)]
    cases = worklist_rows(cases_of(desk.user).filter(patient=found)).order_by("-opened_at")
    context: dict[str, Any] = {
        **_herself(found, desk, words),
        "treatments": [_treatment(treatment, words) for treatment in treatments],
        **conversation(desk, found, treatments, words),
        "opening": opening(treatments, fault.values.get("treatment") or asked, words),
        "may_correct": desk.is_clinician_at(found.clinic_id),
        **beside_reply(desk, found, fault.values),
        "cases": [case_row(case, words, now, desk) for case in cases],
        "check_ins": [check_in_row(check_in, words) for check_in in check_ins],
        "new_notes": list_wording.notes_new(len(new_notes)) if new_notes else "",
        "fault": fault,
        "errors": [{"field": fault.at, "text": fault.text}] if fault.at else [],
        "done": _done(request),
        "here_patients": True,
    }
    if new_notes and desk.is_clinician_at(found.clinic_id):
        see_notes(by=desk.user, patient=found, shown=[each.pk for each in new_notes])
    return show(request, desk, "patient", status=422 if fault.at else 200, **context)


def _done(request: HttpRequest) -> str:
    """What a form of another address came to, that led back here."""
    if "sent" in request.GET:
        return gettext("Your message was sent to the patient.")
    return gettext("The treatment is recorded.") if "recorded" in request.GET else ""


def _herself(found: Patient, desk: Desk, words: Voice) -> dict[str, Any]:
    facts = patient_facts(found, words, hides_names=desk.habits.hides_names)
    return {
        "pk": found.pk,
        "name": desk.shown(found.name),
        "may_invite": found.user_id is None,
        "phone": found.phone,
        "risks": risks(found, words),
        "facts": [*facts, skin_type_fact(found)],
        "skin_types": skin_type_choices(found.skin_type),
        "invitation": _invitation(found),
        "erasure": _erasure(found),
        "not_reached": not_reached(found),
        "care_ended": care_ended_words(found),
    }


def _with_last_result(found: QuerySet[Patient], desk: Desk) -> QuerySet[Patient]:
    hers = check_ins_of(desk.user).filter(patient=OuterRef("pk"))
    newest = hers.order_by("-judged_at", "-assessments__number")
    return found.annotate(
        last_urgency=Subquery(newest.values("assessments__urgency")[:1]),
        last_at=Subquery(newest.values("judged_at")[:1]),
    )


def _after(found: QuerySet[Patient], after: str) -> QuerySet[Patient]:
    """Keyset by name, which no address says; a cursor that somebody made up begins at the start."""
    last = found.filter(pk=pk).first() if (pk := id_or_none(after)) else None
    if last is None:
        return found
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))


def _patient_rows(found: list[Patient], words: Voice, desk: Desk) -> list[dict[str, Any]]:
    failed = not_invited(found)
    return [_patient_row(each, words, desk) | {"not_invited": each.pk in failed} for each in found]


def _patient_row(patient: Any, words: Voice, desk: Desk) -> dict[str, Any]:
    treatments = sorted(patient.treatments.all(), key=lambda each: each.performed_at)
    newest = treatments[-1] if treatments else None
    urgency = patient.last_urgency
    return {
        "name": desk.shown(patient.name),
        "url": reverse("clinic-patient", args=[patient.pk]),
        "born": desk.born(patient),
        "treatment": words.label(words.protocol.procedures, newest.procedure) if newest else "",
        "day": _day(newest, patient) if newest else "",
        "level": urgency or "",
        "level_word": wording.LEVELS[urgency] if urgency else "",
        "last_at": wording.moment(patient.last_at),
    }


def _day(treatment: Treatment, patient: Patient) -> str:
    treatment.patient = patient
    return wording.day(day_of_recovery(treatment, timezone.now()))


def _treatment(treatment: Treatment, words: Voice) -> dict[str, Any]:
    return {
        "pk": treatment.pk,
        "line": treatment_line(treatment, words),
        "earlier": earlier_records(treatment, words),
        "day": wording.day(day_of_recovery(treatment, timezone.now())),
        "facts": treatment_facts(treatment, words),
        "sites": site_rows(treatment, words),
    }


def _erasure(patient: Patient) -> list[str]:
    """That she asked to be erased, how long her record is kept, and whether it is on hold."""
    said = []
    if erasures.request_of(patient) is not None:
        until = wording.kept_until(erasures.goes_at(patient))
        said.append(str(wording.ASKED_TO_BE_ERASED % {"until": until}))
    if erasures.is_held(patient):
        said.append(str(wording.ON_HOLD))
    return said


def _invitation(patient: Patient) -> str:
    """Where her way into the app stands, in one sentence."""
    if patient.user_id:
        return str(wording.INVITATIONS["accepted"])
    newest = patient.invitations.order_by("-created_at").first()
    if newest is None:
        return str(wording.INVITATIONS["none"])
    if newest.refused_at:
        return str(wording.INVITATIONS["refused"])
    if not newest.is_open:
        return str(wording.INVITATIONS["over"])
    if not_invited([patient]):
        return str(INVITATION_FAILED)
    return wording.invitation_open(newest.expires_at)
