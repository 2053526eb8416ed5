"""Fill the data folder for benchmarks/worklist.py: `python -m benchmarks.worklist_data 100000`.

10,000 check-ins over 28 days of 2,000 patients, a photo with every tenth, 40 open cases, a closed
one of the last 400 days for every 50 check-ins; then all that is past copied by SQL until there are
so many. Prints what the other needs to look at it: a session, how many statements each page takes,
and which of them read a whole table.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks import rows, stage
from benchmarks.check_in import URL, report
from benchmarks.worklist_copies import grow
from benchmarks.worklist_plans import watched, whole_tables
from tracker.models import (
    Assessment,
    CheckIn,
    Clinic,
    Patient,
    PatientKey,
    Photo,
    RaisedBy,
    ReviewCase,
    ReviewEvent,
    Status,
    SymptomReport,
    Treatment,
    User,
)

PATIENTS, OPEN, CLOSED_EACH, BY_HAND, PHOTO_EACH = 2000, 40, 50, 10_000, 10
URGENCIES = ("review", "review", "urgent", "emergency")
RANKS = {"review": 2, "urgent": 3, "emergency": 4}
BATCH = 2000
PAGE = "/clinic/"
NEWS = "/clinic/changes?view=team"
FILTERED = "/clinic/?symptom=bruise&region=forehead"
LIST = "/api/v1/review-cases/?status=open"
FIXED = random.Random(20260101)  # the same story each time


def fill(number: int) -> dict[str, Any]:
    stage.collect_files()
    clinic = stage.build()
    doctor = stage.a_dermatologist(clinic)
    model = stage.a_patient(clinic)
    rows.send(URL, model, report(model, 2))
    receipt = Assessment.objects.get()
    treatments = treated(clinic, doctor)
    few = min(number, BY_HAND)
    for start in range(0, few, BATCH):
        write(treatments, receipt, range(start, min(start + BATCH, few)))
    photos(clinic, doctor)
    cases(clinic, treatments, few // CLOSED_EACH)
    grow(number // few)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seen_by(doctor)


def treated(clinic: Clinic, doctor: User) -> list[Treatment]:
    history: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
    people = Patient.objects.bulk_create(
        Patient(clinic=clinic, name=f"Pat {n}", date_of_birth="1988-05-14", **history)
        for n in range(PATIENTS)
    )
    return Treatment.objects.bulk_create(
        Treatment(
            patient=patient,
            procedure="botulinum_toxin",
            performed_at=timezone.now() - timedelta(days=FIXED.uniform(0, 28)),
            circumstances=[],
        )
        for patient in people
    )


def write(treatments: list[Treatment], model: Assessment, numbers: range) -> None:
    check_ins = CheckIn.objects.bulk_create(check_in_rows(treatments, numbers))
    SymptomReport.objects.bulk_create(
        SymptomReport(check_in=check_in, position=place, symptom=kind, region="forehead")
        for check_in in check_ins
        for place, kind in enumerate(("bruise", "redness"))
    )
    copied = ("urgency", "seek_emergency_care", "needs_review", "protocol_version", "digest")
    said = {name: getattr(model, name) for name in (*copied, "engine", "language", "receipt")}
    Assessment.objects.bulk_create(
        Assessment(check_in=check_in, number=1, **said) for check_in in check_ins
    )


def check_in_rows(treatments: list[Treatment], numbers: range) -> Iterator[CheckIn]:
    for number in numbers:
        treatment = treatments[number % len(treatments)]
        at = treatment.performed_at + timedelta(hours=FIXED.uniform(1, 600))
        yield CheckIn(
            patient_id=treatment.patient_id,
            treatment=treatment,
            client_id=uuid4(),
            fingerprint="0" * 64,
            reported_at=at,
            received_at=at,
            judged_at=at,
            day=(at - treatment.performed_at).days,
            danger_signs={"asked": True, "any": False, "signs": []},
        )


def photos(clinic: Clinic, sender: User) -> None:
    """Rows alone: no list opens a picture."""
    patients = Patient.objects.filter(treatments__isnull=False).distinct()
    made = PatientKey.objects.bulk_create(PatientKey(patient=p, clinic=clinic) for p in patients)
    keys = {key.patient_id: key for key in made}
    chosen = list(CheckIn.objects.order_by("received_at"))[::PHOTO_EACH]
    Photo.objects.bulk_create(
        Photo(
            patient_id=check_in.patient_id,
            treatment_id=check_in.treatment_id,
            check_in=check_in,
            sent_by=sender,
            client_id=uuid4(),
            fingerprint="0" * 64,
            view="front",
            taken_at=check_in.reported_at,
            received_at=check_in.received_at,
            width=1200,
            height=1600,
            key=keys[check_in.patient_id],
            stored_name=uuid4().hex,
            contents={},
        )
        for check_in in chosen
    )


def cases(clinic: Clinic, treatments: list[Treatment], closed: int) -> None:
    half = len(treatments) // 2
    for number in range(OPEN):
        open_case(clinic, treatments[number], Status.OPEN, number)
    for number in range(closed):
        open_case(clinic, treatments[half + number % half], Status.CLOSED, number)


def open_case(clinic: Clinic, treatment: Treatment, status: str, number: int) -> None:
    urgency = URGENCIES[number % len(URGENCIES)]
    over = timedelta(days=FIXED.uniform(0, 400)) if status == Status.CLOSED else timedelta(0)
    opened = timezone.now() - over - timedelta(minutes=number)
    case = ReviewCase.objects.create(
        clinic=clinic,
        patient_id=treatment.patient_id,
        treatment=treatment,
        status=status,
        urgency=urgency,
        rank=RANKS[urgency],
        reason="Loss of feeling away from the treated areas: numbness, left cheek, 4 of 10",
        raised_by=RaisedBy.RULE,
        day=3,
        due_at=opened + timedelta(hours=2),
        opened_at=opened,
        closed_at=opened if status == Status.CLOSED else None,
    )
    ReviewEvent.objects.create(case=case, number=1, action="opened", to_status="open")


def seen_by(doctor: User) -> dict[str, Any]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(doctor)
    stage.show_second_factor(client)
    counts, whole = {}, {}
    for path in (PAGE, FILTERED, NEWS, LIST):
        client.get(path)  # the first loads the protocol
        with watched() as asked:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        counts[path], whole[path] = len(asked), whole_tables(asked)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"cookie": cookie, "statements": counts, "whole": whole}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
