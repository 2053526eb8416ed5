"""Forty cases that patients' own words opened, and the pages that a dermatologist reads."""

import io
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from benchmarks import stage
from benchmarks.lighthouse.story import NO_DANGER, Visit
from tracker.models import CheckIn, Clinic, ReviewCase, User
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in
from tracker.services.photos import Upload, take_photo

CASES = 40
TOLD = (
    ReportedSymptom("numbness", "cheek", "left", 4),
    ReportedSymptom("numbness", "chin", "right", 6),
    ReportedSymptom("weakness", "neck", "", 5),
)
VIEWS = ("front", "left", "right")


def desk(clinic: Clinic, doctor: User) -> dict[str, Visit]:
    """The worklist, and the case of somebody who told of it on three days, with photos."""
    people = [stage.a_patient(clinic, number) for number in range(1, CASES + 1)]
    for number, person in enumerate(people):
        told(person, TOLD[number % len(TOLD)], days_ago=0)
    first = people[0]
    for days_ago in (2, 1):
        photographed(first, told(first, TOLD[0], days_ago=days_ago))
    waiting = ReviewCase.objects.filter(status="open").count()
    assert waiting == CASES, waiting
    session = stage.session_of(doctor, is_staff=True)
    case = ReviewCase.objects.get(patient=first.patient)
    return {
        "worklist": Visit("/clinic/", session),
        "case": Visit(f"/clinic/cases/{case.pk}", session),
    }


def told(person: stage.Person, what: ReportedSymptom, *, days_ago: int) -> CheckIn:
    at = timezone.now() - timedelta(days=days_ago, minutes=1)
    report = Report(client_id=uuid4(), reported_at=at, danger_signs=NO_DANGER, symptoms=(what,))
    return submit_check_in(by=person.user, treatment=person.treatment, report=report).check_in


def photographed(person: stage.Person, check_in: CheckIn) -> None:
    for view in VIEWS:
        file = io.BytesIO()
        Image.effect_noise((1200, 1600), 40).convert("RGB").save(file, "JPEG", quality=80)
        upload = Upload(uuid4(), view, check_in.reported_at, file.getvalue())
        take_photo(by=person.user, treatment=person.treatment, check_in=check_in, upload=upload)
