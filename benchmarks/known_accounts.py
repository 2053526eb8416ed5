"""Addresses that are known, of each kind that a stranger may ask about, and one of nobody."""

from collections.abc import Callable, Iterator
from datetime import date

from allauth.mfa.models import Authenticator

from tracker.models import Clinic, Role, User
from tracker.services.clinics import end_roles, invite_staff, person
from tracker.services.enrolment import enrol_patient
from tracker.services.patient_details import PatientDetails

PASSWORD = "a quiet lake at dawn"
Make = Callable[[Clinic, str], None]


def with_password(_clinic: Clinic, email: str) -> None:
    user = _account(email)
    user.set_password(PASSWORD)
    user.save()


def with_code_alone(_clinic: Clinic, email: str) -> None:
    _account(email)


def with_passkey(_clinic: Clinic, email: str) -> None:
    Authenticator.objects.create(user=_account(email), type="webauthn", data={"name": "-"})


def invited_patient(clinic: Clinic, email: str) -> None:
    """She has a record and a letter, and no account yet."""
    details = PatientDetails(
        name="Person",
        date_of_birth=date(1988, 5, 14),
        email=email,
        language="en",
        time_zone="UTC",
    )
    enrol_patient(by=_colleague(clinic), clinic=clinic, details=details)


def invited_colleague(clinic: Clinic, email: str) -> None:
    invite_staff(by=None, clinic=clinic, email=email, name="Person", roles=[Role.COORDINATOR])


def colleague(clinic: Clinic, email: str) -> None:
    """Signed in before: a password, an app and recovery codes."""
    with_password(clinic, email)
    invited_colleague(clinic, email)
    for kind in ("totp", "recovery_codes"):
        user = User.objects.get(email=email)
        Authenticator.objects.create(user=user, type=kind, data={"secret": "-", "seed": "-"})


def former_colleague(clinic: Clinic, email: str) -> None:
    colleague(clinic, email)
    end_roles(by=None, clinic=clinic, user=User.objects.get(email=email))


KINDS: dict[str, Make] = {
    "a password": with_password,
    "codes alone": with_code_alone,
    "a passkey": with_passkey,
    "invited, no account yet": invited_patient,
    "staff, invited": invited_colleague,
    "staff with a second factor": colleague,
    "staff who left": former_colleague,
}


def addresses(clinic: Clinic, kind: str, count: int) -> Iterator[str]:
    """Each asked about once, so that nobody's path is one that was walked before."""
    begin = f"{list(KINDS).index(kind)}person"
    for number in range(count):
        email = f"{begin}{number:05}@known.example"
        KINDS[kind](clinic, email)
        yield email


def _account(email: str) -> User:
    return person(email=email, name="Person", language="en", time_zone="UTC", is_verified=True)


def _colleague(clinic: Clinic) -> User:
    found = User.objects.filter(email="desk@known.example").first()
    if found is not None:
        return found
    return invite_staff(
        by=None,
        clinic=clinic,
        email="desk@known.example",
        name="Desk",
        roles=[Role.COORDINATOR],
    )
