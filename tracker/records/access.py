"""Who may see what: every read begins with one of these, and another's row does not exist.

Source: SAFETY, "broken object access is the disease of this kind of app" (abuses 1 to 4).
"""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, QuerySet

from tracker.errors import NotAllowed, NotFound
from tracker.models import (
    CheckIn,
    Clinic,
    Membership,
    Message,
    Patient,
    Photo,
    ReviewCase,
    Role,
    Treatment,
    User,
)
from tracker.records.plain_sql import as_id, as_moment

CLINICIANS: tuple[str, ...] = (Role.DERMATOLOGIST, Role.CLINICAL_LEAD)
STAFF: tuple[str, ...] = (Role.COORDINATOR, *CLINICIANS)
Person = User | AnonymousUser
LOADED = ("id", "patient_id", "procedure", "performed_at")  # in the model's order
OWN_TREATMENT = """
    SELECT patient.*, t.procedure AS treated_with, t.performed_at AS treated_at,
        (SELECT c.given FROM tracker_consent c WHERE c.patient_id = patient.id AND c.kind = 'care'
            ORDER BY c.decided_at DESC, c.id DESC LIMIT 1) AS care_given
    FROM tracker_treatment t JOIN tracker_patient patient ON patient.id = t.patient_id
    WHERE t.id = %s AND patient.user_id = %s
"""


def memberships(user: Person, roles: Collection[str]) -> QuerySet[Membership]:
    if not user.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(user_id=user.pk, role__in=roles, ended_at=None)


def clinics_where(user: Person, roles: Collection[str]) -> QuerySet[Clinic]:
    """Clinics at which the person holds one of the roles today, by name."""
    theirs = memberships(user, roles).values("clinic")
    return Clinic.objects.filter(pk__in=theirs).order_by("name", "pk")


def clinic_named(user: Person, asked: str, roles: Collection[str]) -> Clinic:
    """The one that an address names, else her first; NotFound where she holds none of the roles."""
    theirs = clinics_where(user, roles)
    found = [clinic for clinic in theirs if not asked or str(clinic.pk) == asked]
    if not found:
        raise NotFound
    return found[0]


def roles_of(user: Person) -> dict[UUID, frozenset[str]]:
    """Clinic -> the roles held there today; one query."""
    held: dict[UUID, set[str]] = {}
    for clinic, role in memberships(user, Role.values).values_list("clinic_id", "role"):
        held.setdefault(clinic, set()).add(role)
    return {clinic: frozenset(roles) for clinic, roles in held.items()}


def roles_at(user: Person, clinic_id: UUID) -> frozenset[str]:
    return roles_of(user).get(clinic_id, frozenset())


def has_role(user: Person, roles: Collection[str]) -> bool:
    """At any clinic: may this kind of act ever be hers (403), before whose row it is (404)."""
    return memberships(user, roles).exists()


def is_patient(user: Person) -> bool:
    return user.is_authenticated and Patient.objects.filter(user_id=user.pk).exists()


def require_role(user: Person, clinic_id: UUID, roles: Collection[str]) -> None:
    """Raises NotAllowed unless the person holds one of the roles at this very clinic."""
    if not memberships(user, roles).filter(clinic_id=clinic_id).exists():
        raise NotAllowed


def _hers(user: Person, patient: str, roles: Collection[str] = STAFF) -> Q:
    """Rows whose patient she is, or whose clinic she works at; `patient` is the path to it."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    path = f"{patient}__" if patient else ""
    at_work = memberships(user, roles).values("clinic")
    return Q(**{f"{path}user": user.pk}) | Q(**{f"{path}clinic__in": at_work})


def patients_of(user: Person) -> QuerySet[Patient]:
    return Patient.objects.filter(_hers(user, "")).select_related("clinic")


def own_patients_of(user: Person) -> QuerySet[Patient]:
    """Her own records as a patient, one a clinic, oldest first; none of those she works with."""
    if not user.is_authenticated:
        return Patient.objects.none()
    mine = Patient.objects.filter(user=user.pk).order_by("created_at", "pk")
    return mine.select_related("clinic")


def treatments_of(user: Person) -> QuerySet[Treatment]:
    return Treatment.objects.filter(_hers(user, "patient")).select_related("patient__clinic")


def own_treatments_of(user: Person) -> QuerySet[Treatment]:
    """Only as the patient herself: nobody else reports how she is."""
    if not user.is_authenticated:
        return Treatment.objects.none()
    return Treatment.objects.filter(patient__user=user.pk).select_related("patient")


def own_treatment(user: User, pk: UUID) -> Treatment:
    """One of own_treatments_of, with its patient; written out, because each check-in begins here.

    Only what a check-in needs is loaded, the rest on demand. Raises NotFound for another's.
    """
    found = Patient.objects.raw(OWN_TREATMENT, [as_id(pk), as_id(user.pk)])
    patient = next(iter(found), None)
    if patient is None:
        raise NotFound
    said = vars(patient)
    row = [pk, patient.pk, said["treated_with"], as_moment(said["treated_at"])]
    treatment = Treatment.from_db(connection.alias, LOADED, row)
    treatment.patient = patient
    return treatment


def check_ins_of(user: Person) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(_hers(user, "patient"))


def own_check_ins_of(user: Person) -> QuerySet[CheckIn]:
    if not user.is_authenticated:
        return CheckIn.objects.none()
    mine = CheckIn.objects.filter(patient__user=user.pk)
    return mine.select_related("treatment", "patient__clinic")


def photos_of(user: Person) -> QuerySet[Photo]:
    return Photo.objects.filter(_hers(user, "patient")).select_related("patient", "key")


def photos_at_work(user: Person) -> QuerySet[Photo]:
    """Of the patients of her clinics: not those of her own record somewhere else."""
    at_work = memberships(user, STAFF).values("clinic")
    rows = Photo.objects.filter(patient__clinic__in=at_work)
    return rows.select_related("patient", "key")


def treatments_at_work(user: Person) -> QuerySet[Treatment]:
    at_work = memberships(user, STAFF).values("clinic")
    return Treatment.objects.filter(patient__clinic__in=at_work).select_related("patient__clinic")


def messages_of(user: Person) -> QuerySet[Message]:
    return Message.objects.filter(_hers(user, "treatment__patient")).select_related("sender")


def cases_of(user: Person) -> QuerySet[ReviewCase]:
    at_work = memberships(user, STAFF).values("clinic")
    return ReviewCase.objects.filter(clinic__in=at_work)


def own_photos_of(user: Person) -> QuerySet[Photo]:
    """Only as the patient herself: nobody else saves or takes back what is hers."""
    if not user.is_authenticated:
        return Photo.objects.none()
    return Photo.objects.filter(patient__user=user.pk).select_related("patient", "key")


def may_see_sharp(user: User, photo: Photo) -> bool:
    """A coordinator sees the blurred one."""
    return may_read_closely(user, photo.patient)


def may_read_closely(user: User, patient: Patient) -> bool:
    """The patient herself, or a clinician of her clinic."""
    if patient.user_id == user.pk:
        return True
    return memberships(user, CLINICIANS).filter(clinic_id=patient.clinic_id).exists()
