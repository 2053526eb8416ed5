"""How the cast of the tests is made: people, roles, records, treatments, reports."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.utils import timezone

from tracker.models import Clinic, Consent, InjectionSite, Membership, Patient, Treatment, User
from tracker.services.check_ins import Report, ReportedSymptom

OF_THE_REPORT = {
    "danger_signs",
    "behaviours",
    "wants_contact",
    "note",
    "no_photo_because",
    "client_id",
    "reported_at",
}
OF_EACH_SYMPTOM = {"course", "answers", "onset_at"}


def person(name: str) -> User:
    return User.objects.create_user(
        f"{name}@example.org", "correct horse battery", name=name.replace(".", " ").title()
    )


def show_second_factor(client: Client, at: float = 0) -> None:
    """As if it had been shown when this session began: long ago, or at this time (epoch)."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": at}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def member(name: str, clinic: Clinic, *roles: str) -> User:
    user = person(name)
    for role in roles:
        Membership.objects.create(user=user, clinic=clinic, role=role)
    return user


def record_of(user: User, clinic: Clinic, **facts: Any) -> Patient:
    asked: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
    patient = Patient.objects.create(
        clinic=clinic,
        user=user,
        name=user.name,
        email=user.email,
        date_of_birth=date(1988, 5, 14),
        time_zone="Europe/London",
        **(asked | facts),
    )
    for kind in ("care", "photos"):
        Consent.objects.create(
            patient=patient, kind=kind, given=True, text_version="test", language="en"
        )
    return patient


def treat(patient: Patient, procedure: str, regions: list[str], hours_ago: float) -> Treatment:
    treatment = Treatment.objects.create(
        patient=patient,
        procedure=procedure,
        performed_at=timezone.now() - timedelta(hours=hours_ago),
        circumstances=[],
    )
    for region in regions:
        InjectionSite.objects.create(treatment=treatment, region=region, side="both")
    return treatment


def report(region: str | None = None, side: str | None = None, **said: Any) -> Report:
    """A report now; each other keyword is a symptom with its strength, at that place."""
    base = {
        "client_id": uuid4(),
        "reported_at": timezone.now(),
        "danger_signs": {"asked": True, "any": False, "signs": []},
    }
    facts = {key: value for key, value in said.items() if key in OF_THE_REPORT}
    more = {key: value for key, value in said.items() if key in OF_EACH_SYMPTOM}
    symptoms = tuple(
        ReportedSymptom(symptom, region, side, severity, **more)
        for symptom, severity in said.items()
        if symptom not in OF_THE_REPORT | OF_EACH_SYMPTOM
    )
    return Report(symptoms=symptoms, **(base | facts))


class Editor:
    """As much of a schema editor as the append-only migration needs."""

    connection = connection

    def execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
