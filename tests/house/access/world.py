"""Three clinics with everybody in them, and one thing of each kind for each of four patients.

Mia is three people at once: coordinator at one clinic, dermatologist at another, patient of the
third. What she may do at one she may not do at the next. The chief keeps two clinics, and sees no
patient of either.
"""

import hashlib
import io
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.utils import timezone
from PIL import Image

from tests.conftest import VERSION, member, person, record_of, treat
from tracker.models import (
    CaseLabel,
    Clinic,
    Membership,
    MessageTemplate,
    Patient,
    PatientKey,
    Photo,
    ProtocolRelease,
    Role,
    Treatment,
    User,
)
from tracker.services import photo_store, reviews
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in
from tracker.services.looks import chart_viewed
from tracker.services.messages import send_message

NOBODYS = "nobodys"  # ids that do not exist
MARKS = {"tracker_caseviewing"}  # that somebody has a case open, for seconds
EXEMPT = {"tracker_auditevent", "django_session", "shared_cache", *MARKS}
LOT = "SHARED-1"  # one lot went to every clinic
ROLES: Mapping[str, frozenset[str]] = {
    "Patient": frozenset({"ana", "ben", "cleo", "mia"}),
    "Staff": frozenset({"dr_cho", "dr_dia", "lead", "coordinator", "both", "mia"}),
    "Clinician": frozenset({"dr_cho", "dr_dia", "lead", "both", "mia"}),
    "ClinicalLead": frozenset({"lead"}),
    "Administrator": frozenset({"lead", "administrator", "chief"}),
    "Keeper": frozenset({"lead", "administrator", "chief"}),
}
ADMINISTERS = "administrator"
ADMINISTER_ONLY = frozenset({ADMINISTERS, "chief"})
ROLELESS = frozenset({"removed", "nobody"})
ACTORS = ("anonymous", *sorted(ROLES["Patient"] | ROLES["Staff"] | ROLELESS | ADMINISTER_ONLY))
TREES = ("Alder", "Birch", "Cedar")
OWNERS = ("ana", "ben", "cleo", "mia")
OF_A, OF_B = frozenset({"ana", "ben"}), frozenset({"cleo"})
# Whose clinic somebody works at, in a role that sees patients; and where that role decides.
WORKS_FOR: Mapping[str, frozenset[str]] = {
    "dr_cho": OF_A,
    "lead": OF_A,
    "coordinator": OF_A,
    "dr_dia": OF_B,
    "both": OF_A | OF_B,
    "mia": OF_A | OF_B,
}
DECIDES_FOR: Mapping[str, frozenset[str]] = {
    **{name: WORKS_FOR[name] for name in ("dr_cho", "lead", "dr_dia", "both")},
    "mia": OF_B,
}
LEADS_FOR: Mapping[str, frozenset[str]] = {"lead": OF_A}
NONE: frozenset[str] = frozenset()


def sees(actor: str) -> frozenset[str]:
    """Whose things exist for this person: her own, and those of the clinics where she works."""
    return (frozenset({actor}) & frozenset(OWNERS)) | WORKS_FOR.get(actor, NONE)


SEES: Mapping[str, frozenset[str]] = {name: sees(name) for name in ACTORS if sees(name)}
# A colleague is seen by who keeps the roles of her clinic, whoever the patients there are.
KEEPS: Mapping[str, frozenset[str]] = {"lead": OF_A, ADMINISTERS: OF_A, "chief": OF_A | OF_B}


def may(permission: str, actor: str) -> bool:
    """Whether a role may ever do what this permission guards."""
    if permission == "Anyone":
        return True
    signed_in = actor != "anonymous"
    allowed = {
        "SignedIn": signed_in,
        "PatientOrClinician": actor in ROLES["Patient"] | ROLES["Clinician"],
        "CareParty": signed_in and actor not in ADMINISTER_ONLY,
    }
    return allowed[permission] if permission in allowed else actor in ROLES[permission]


def may_there(permission: str, actor: str, owner: str) -> bool:
    """Whether she may do it at this very patient's clinic, where she may do it somewhere."""
    works, decides = WORKS_FOR.get(actor, NONE), DECIDES_FOR.get(actor, NONE)
    allowed = {
        "Patient": actor == owner,
        "Staff": owner in works,
        "Clinician": owner in decides,
        "ClinicalLead": owner in LEADS_FOR.get(actor, NONE),
        "PatientOrClinician": actor == owner or owner in decides,
        "CareParty": actor == owner or owner in works,
    }
    return allowed.get(permission, True)


class World:
    def __init__(self, digest: str) -> None:
        ProtocolRelease.objects.create(version=VERSION, digest=digest, author="A", approver="B")
        self.a, self.b, self.c = (_clinic(f"{tree} Clinic") for tree in TREES)
        self.doctor_of_c = member("dr.eve", self.c, Role.DERMATOLOGIST)
        self.people = self._staff() | {"removed": self._removed(), "nobody": person("nobody")}
        self.ids: dict[str, dict[str, Any]] = {NOBODYS: _made_up()}
        for name, clinic in zip(OWNERS, (self.a, self.a, self.b, self.c), strict=True):
            self._patient(name, clinic)
        self.before = rows()

    def _staff(self) -> dict[str, User]:
        both = member("both", self.a, Role.DERMATOLOGIST)
        Membership.objects.create(user=both, clinic=self.b, role=Role.DERMATOLOGIST)
        chief = member("chief", self.a, Role.ADMINISTRATOR)
        Membership.objects.create(user=chief, clinic=self.b, role=Role.ADMINISTRATOR)
        mia = member("mia", self.a, Role.COORDINATOR)
        Membership.objects.create(user=mia, clinic=self.b, role=Role.DERMATOLOGIST)
        return {
            "both": both,
            "mia": mia,
            "dr_cho": member("dr.cho", self.a, Role.DERMATOLOGIST),
            "dr_dia": member("dr.dia", self.b, Role.DERMATOLOGIST),
            "lead": member("lead", self.a, Role.CLINICAL_LEAD, Role.ADMINISTRATOR),
            "coordinator": member("coordinator", self.a, Role.COORDINATOR),
            ADMINISTERS: member("admin", self.a, Role.ADMINISTRATOR),
            "chief": chief,
        }

    def _removed(self) -> User:
        removed = member("removed", self.a, Role.CLINICAL_LEAD)
        Membership.objects.filter(user=removed).update(ended_at=timezone.now())
        return removed

    def _patient(self, name: str, clinic: Clinic) -> None:
        user = self.people[name] = self.people.get(name) or person(name)
        patient = record_of(user, clinic)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=72)
        Treatment.objects.filter(pk=treatment.pk).update(lot=LOT)
        submitted = submit_check_in(by=user, treatment=treatment, report=_numb())
        doctors = {self.a: self.people["dr_cho"], self.b: self.people["dr_dia"]}
        doctor = doctors.get(clinic, self.doctor_of_c)
        case = submitted.case
        assert case
        soon = timezone.now() + timezone.timedelta(hours=1)
        reviews.request_photo(
            by=doctor, case=case, version=case.version, view="front_rest", wanted_by=soon
        )
        case.refresh_from_db()
        message, _is_new = send_message(
            by=doctor, treatment=treatment, client_id=uuid4(), text=f"For {name} only"
        )
        title, label = f"Words of {clinic.name}", f"label of {name}"
        MessageTemplate.objects.get_or_create(clinic=clinic, title=title, texts={"en": title})
        CaseLabel.objects.create(case=case, name=label, key=label, added_by=doctor)
        chart_viewed(by=doctor, patient=patient)
        self.ids[name] = {
            "patient": patient.pk,
            "treatment": treatment.pk,
            "check_in": submitted.check_in.pk,
            "client_id": submitted.check_in.client_id,
            "photo": _photo(user, patient, treatment).pk,
            "case": case.pk,
            "version": case.version,
            "photo_request": case.photo_requests.get().pk,
            "message": message.pk,
            "user": user.pk,
            "colleague": self.people["both"].pk,
            "member": doctor.pk,
            "member_name": doctor.name,
            "clinic": clinic.pk,
            "clinic_name": clinic.name,
            "said": f"For {name} only",
            "template": title,
            "label": label,
        }


def _clinic(name: str) -> Clinic:
    return Clinic.objects.create(name=name, phone="+44 20 7946 0101", time_zone="Europe/London")


def _made_up() -> dict[str, Any]:
    kinds = ("patient", "treatment", "check_in", "client_id", "photo", "case", "photo_request")
    more = ("message", "user", "colleague", "member", "clinic")
    return {kind: uuid4() for kind in (*kinds, *more)} | {"version": 1}


def _numb() -> Report:
    lost = {"touch_felt": False, "movement_normal": True}
    said = ReportedSymptom("numbness", "cheek", "left", 4, answers=lost)
    return Report(client_id=uuid4(), reported_at=timezone.now(), symptoms=(said,))


def _photo(user: User, patient: Patient, treatment: Treatment) -> Photo:
    """Sealed bytes that no decoder has seen: who may fetch them is the question here."""
    pk, key_id = uuid4(), uuid4()
    photo_store.make_patient_key(key_id=key_id, patient_id=patient.pk, clinic_id=patient.clinic_id)
    key = PatientKey.objects.create(pk=key_id, patient=patient, clinic_id=patient.clinic_id)
    form = {"webp": b"webp", "jpeg": _plain_jpeg()}
    stored = photo_store.store(pk, key, dict.fromkeys(photo_store.VARIANTS, form))
    return Photo.objects.create(
        pk=pk,
        patient=patient,
        treatment=treatment,
        sent_by=user,
        client_id=uuid4(),
        fingerprint="0" * 64,
        view="front_rest",
        taken_at=timezone.now(),
        width=640,
        height=800,
        quality={"sharp": 1.0, "bright": 0.5, "framed": None, "advice": None},
        key=key,
        stored_name=stored.name,
        contents=stored.contents,
    )


def _plain_jpeg() -> bytes:
    """Real enough to be opened and refused by who measures on it."""
    out = io.BytesIO()
    Image.new("RGB", (64, 80), (205, 165, 145)).save(out, "JPEG")
    return out.getvalue()


def rows() -> dict[str, str]:
    """Table -> a hash over all its rows; audit, sessions and the cache stand apart."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    return {table: _hash(table) for table in tables if table not in EXEMPT}


def _hash(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        found = sorted(repr(row) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
