"""Enrolling: what is written down, who may, what is refused, and what a person looks at first."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tracker.errors import Invalid, NotAllowed
from tracker.models import AuditEvent, Invitation, Notification, Patient, Treatment
from tracker.services.concerns import concerns_about
from tracker.services.enrolment import (
    PatientDetails,
    SiteDetails,
    TreatmentDetails,
    edit_patient,
    enrol_patient,
    enrol_with_treatment,
    record_treatment,
)

pytestmark = pytest.mark.django_db

EVE = PatientDetails(
    name="Eve Example",
    date_of_birth=date(1990, 2, 28),
    email="Eve@Example.org",
    phone="+44 7700 900123",
    time_zone="Europe/London",
    conditions=("pregnancy",),
    allergies=(),
    medicines=None,
)


def toxin(**other):
    facts = {
        "procedure": "botulinum_toxin",
        "product": "xeomin",
        "lot": "L-1",
        "performed_at": timezone.now() - timedelta(minutes=5),
        "sites": (
            SiteDetails("forehead", "left", Decimal("6")),
            SiteDetails("glabella", "", Decimal("12.5")),
        ),
    }
    return TreatmentDetails(**(facts | other))


def test_a_patient_is_enrolled_with_her_treatment_and_an_invitation(clinic_a, dr_cho):
    done = enrol_with_treatment(
        by=dr_cho, clinic=clinic_a, patient=EVE, treatment=toxin(), passed={}
    )

    patient = Patient.objects.get()
    assert (patient.name, patient.email) == ("Eve Example", "eve@example.org")
    assert (patient.conditions, patient.allergies, patient.medicines) == (["pregnancy"], [], None)
    sites = done.treatment.sites.order_by("region").values_list("region", "side", "amount", "unit")
    assert list(sites) == [
        ("forehead", "left", Decimal("6"), "U"),
        ("glabella", "", Decimal("12.5"), "U"),
    ]
    assert done.invited.url.startswith("http://localhost:8000/i/")
    assert [row.address for row in Notification.objects.all()] == ["eve@example.org"]


def test_the_link_is_nowhere_in_the_database_but_in_the_mail_that_waits(clinic_a, dr_cho):
    _patient, invited = enrol_patient(by=dr_cho, clinic=clinic_a, details=replace(EVE, email=""))

    token = invited.url.rpartition("/")[2]
    stored = Invitation.objects.get()
    assert len(token) >= 22, "128 bits and more"
    assert token not in str(stored.__dict__)
    assert not Notification.objects.exists()


def test_what_was_done_is_audited_without_names(clinic_a, dr_cho):
    enrol_with_treatment(
        by=dr_cho,
        clinic=clinic_a,
        patient=EVE,
        treatment=toxin(lot_expires_on=date(2020, 1, 1)),
        passed={"expired_lot": "was_used"},
    )

    rows = AuditEvent.objects.order_by("sequence")
    assert [row.action for row in rows] == [
        "patient.enrolled",
        "patient.invited",
        "treatment.recorded",
    ]
    assert rows[2].detail == {"lot_expired": True, "passed_expired_lot": "was_used"}
    assert "Eve" not in str([row.__dict__ for row in rows])


@pytest.mark.parametrize("who", ["coordinator_a", "dr_cho", "lead_a"])
def test_the_clinic_s_people_may_enrol(who, clinic_a, request):
    patient, _invited = enrol_patient(by=request.getfixturevalue(who), clinic=clinic_a, details=EVE)

    assert patient.clinic == clinic_a


@pytest.mark.parametrize("who", ["dr_dia", "admin_a", "removed_doctor", "ana", "nobody"])
def test_others_may_not(who, clinic_a, request):
    by = request.getfixturevalue(who)
    before = Patient.objects.count()

    for details in (EVE, replace(EVE, name=" ")):  # nor does she read what would be wrong
        with pytest.raises(NotAllowed):
            enrol_patient(by=by, clinic=clinic_a, details=details)

    assert Patient.objects.count() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "   "}, "name"),
        ({"date_of_birth": timezone.localdate() + timedelta(days=2)}, "date_of_birth"),
        ({"date_of_birth": date(1880, 1, 1)}, "date_of_birth"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"skin_type": "VII"}, "skin_type"),
        ({"conditions": ("gout",)}, "conditions"),
        ({"allergies": ("pregnancy",)}, "allergies"),
        ({"not_asked": ("nothing-known",)}, "not_asked"),
        ({"not_asked": ("pregnancy",)}, "not_asked"),
    ],
)
def test_what_cannot_be_true_of_a_patient_is_refused(change, field, clinic_a, dr_cho):
    with pytest.raises(Invalid) as refused:
        enrol_patient(by=dr_cho, clinic=clinic_a, details=replace(EVE, **change))

    assert list(refused.value.fields) == [field]
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "laser"}, "procedure"),
        ({"product": "hyaluronic_acid"}, "product"),
        ({"product": "vodka"}, "product"),
        ({"performed_at": timezone.now() + timedelta(days=1)}, "performed_at"),
        ({"performed_at": timezone.now() - timedelta(days=365 * 60)}, "performed_at"),
        ({"circumstances": ("full_moon",)}, "circumstances"),
        ({"sites": ()}, "sites"),
        ({"sites": (SiteDetails("elbow"),)}, "sites.0.region"),
        ({"sites": (SiteDetails("cheek", "up"),)}, "sites.0.side"),
        ({"sites": (SiteDetails("cheek", "left", Decimal("0")),)}, "sites.0.amount"),
        ({"sites": (SiteDetails("cheek", "left", Decimal("-3")),)}, "sites.0.amount"),
        ({"sites": (SiteDetails("cheek", "left", Decimal("4"), "ml"),)}, "sites.0.unit"),
        (
            {"product": "", "sites": (SiteDetails("cheek", "left", Decimal("4")),)},
            "sites.0.unit",
        ),
    ],
)
def test_what_cannot_be_true_of_a_treatment_is_refused_and_nobody_is_enrolled(
    change, field, clinic_a, dr_cho
):
    treatment = toxin(**change)
    if field == "procedure":
        treatment = replace(treatment, product="")
        treatment = replace(treatment, sites=(SiteDetails("forehead"),))

    with pytest.raises(Invalid) as refused:
        enrol_with_treatment(
            by=dr_cho, clinic=clinic_a, patient=EVE, treatment=treatment, passed={}
        )

    assert list(refused.value.fields) == [field]
    assert not Patient.objects.exists()
    assert not Notification.objects.exists()


def test_everything_wrong_is_named_at_once(clinic_a, dr_cho):
    wrong = replace(EVE, name="", time_zone="nowhere", conditions=("gout",))

    with pytest.raises(Invalid) as refused:
        enrol_patient(by=dr_cho, clinic=clinic_a, details=wrong)

    assert set(refused.value.fields) == {"name", "time_zone", "conditions"}


def test_a_lot_past_its_date_and_a_patient_known_already_are_looked_at(clinic_a, clinic_b, dr_cho):
    enrol_patient(by=dr_cho, clinic=clinic_a, details=EVE)
    again = replace(EVE, name="E. Example", phone="07700 900123")
    expired = toxin(lot_expires_on=timezone.localdate() - timedelta(days=2))

    found = concerns_about(clinic_a, again, expired)

    assert [concern.code for concern in found] == ["known_patient", "expired_lot"]
    assert [known.name for known in found[0].patients] == ["Eve Example"]
    assert concerns_about(clinic_b, again, toxin()) == (), "another clinic's patient is no hint"


@pytest.mark.parametrize(
    "other",
    [{"phone": ""}, {"phone": "+44 7700 900999"}, {"date_of_birth": date(1990, 3, 1)}],
)
def test_another_phone_or_birthday_is_another_patient(other, clinic_a, dr_cho):
    enrol_patient(by=dr_cho, clinic=clinic_a, details=EVE)

    assert concerns_about(clinic_a, replace(EVE, **other), toxin()) == ()


def test_a_lot_is_good_on_its_last_day(clinic_a):
    assert concerns_about(clinic_a, EVE, toxin(lot_expires_on=timezone.localdate())) == ()


def test_a_record_is_changed_field_by_field(ana_patient, dr_cho):
    edit_patient(by=dr_cho, patient=ana_patient, changes={"phone": "123", "allergies": None})

    ana_patient.refresh_from_db()
    assert (ana_patient.phone, ana_patient.allergies) == ("123", None)
    assert ana_patient.conditions == []
    assert AuditEvent.objects.get().detail == {"fields": "allergies,phone"}


@pytest.mark.parametrize("change", [{"clinic": 1}, {"user": None}, {"id": 1}, {"created_at": 1}])
def test_no_other_field_can_be_changed(change, ana_patient, dr_cho):
    with pytest.raises(Invalid):
        edit_patient(by=dr_cho, patient=ana_patient, changes=change)


@pytest.mark.parametrize("who", ["dr_dia", "ana", "removed_doctor"])
def test_nobody_else_changes_a_record_or_records_a_treatment(who, ana_patient, request):
    by = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        edit_patient(by=by, patient=ana_patient, changes={"phone": "1"})
    with pytest.raises(NotAllowed):
        record_treatment(by=by, patient=ana_patient, details=toxin())

    assert not Treatment.objects.exists()
