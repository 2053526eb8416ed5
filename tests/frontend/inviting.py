"""An invited patient and her two links: the one that staff see, the one in her mail."""

import re
from datetime import date

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tracker.models import Clinic, Patient, User
from tracker.services.invitations import invite
from tracker.services.notifications import deliver_due

ORIGIN = "http://localhost:8000"
BIRTH = {"day": "28", "month": "2", "year": "1990"}


def invited_patient(clinic: Clinic) -> Patient:
    return Patient.objects.create(
        clinic=clinic,
        name="Eve Example",
        date_of_birth=date(1990, 2, 28),
        email="eve@example.org",
        time_zone="Asia/Tokyo",
    )


def shown_link(patient: Patient, by: User) -> str:
    """The path of the link that the staff see."""
    return invite(by=by, patient=patient).url.removeprefix(ORIGIN)


def mailed_link() -> str:
    """The path of the link in the newest mail."""
    deliver_due()
    found = re.search(rf"{ORIGIN}(/i/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def opened(client: Client, path: str) -> HttpResponse:
    client.get(path)
    client.post("/invitation/birth", BIRTH)
    return client.get("/invitation")
