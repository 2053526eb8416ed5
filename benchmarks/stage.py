"""A clinic of invented people in a temporary folder: where a benchmark plays."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from benchmarks import folder
from tracker.models import (
    Clinic,
    Consent,
    InjectionSite,
    Membership,
    Patient,
    Role,
    Treatment,
    User,
)
from tracker.services.releases import release
from tracker.services.tokens import make_token
from tracker.triage.load import newest_version

DATA = folder.DATA
VERSION = newest_version()
TREATED = (("forehead", "both"), ("glabella", ""))


@dataclass(frozen=True)
class Person:
    user: User
    patient: Patient
    treatment: Treatment
    token: str


def build() -> Clinic:
    """Tables, the protocol in force, one clinic."""
    (DATA / "static").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    release(version=VERSION, author="Benchmark", approver="Benchmark too")
    return Clinic.objects.create(name="Clinic", phone="+44 20 7946 0000", time_zone="UTC")


def collect_files() -> None:
    """Pages need the hashed names of style sheet, icons and scripts."""
    call_command("collectstatic", interactive=False, verbosity=0)


def a_dermatologist(clinic: Clinic) -> User:
    user = User.objects.create_user("dr@benchmark.example", name="Dr. Cho")
    Membership.objects.create(user=user, clinic=clinic, role=Role.DERMATOLOGIST)
    return user


def session_of(user: User, *, is_staff: bool = False) -> str:
    """The value of a session's cookie; of staff with the second factor shown."""
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    if is_staff:
        show_second_factor(client)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def show_second_factor(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def a_patient(clinic: Clinic, number: int = 0) -> Person:
    """Toxin in forehead and frown lines three days ago, consents given, a token in hand."""
    user = User.objects.create_user(f"patient{number}@benchmark.example", name=f"Pat {number}")
    history: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
    patient = Patient.objects.create(
        clinic=clinic, user=user, name=user.name, date_of_birth=date(1988, 5, 14), **history
    )
    for kind in ("care", "photos"):
        Consent.objects.create(patient=patient, kind=kind, given=True, text_version="1")
    three_days_ago = timezone.now() - timedelta(days=3)
    treatment = Treatment.objects.create(
        patient=patient, procedure="botulinum_toxin", performed_at=three_days_ago, circumstances=[]
    )
    for region, side in TREATED:
        InjectionSite.objects.create(treatment=treatment, region=region, side=side)
    return Person(user, patient, treatment, make_token(user))
