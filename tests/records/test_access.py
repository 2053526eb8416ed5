"""Nobody sees what is not theirs: each scope, for each of the cast."""

import pytest

from tracker.models import Role
from tracker.records import access

OUTSIDERS = ["ben", "cleo", "dr_dia", "removed_doctor", "admin_a", "nobody"]
INSIDERS = ["ana", "dr_cho", "lead_a", "coordinator_a", "both_clinics_doctor"]
SCOPES = {
    "patient": access.patients_of,
    "treatment": access.treatments_of,
}


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("who", INSIDERS)
def test_her_clinic_and_she_herself_see_her(who, scope, her_toxin, request):
    assert her_toxin.patient.name in [name_of(row) for row in scope(request.getfixturevalue(who))]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(who, scope, her_toxin, request):
    seen = [name_of(row) for row in scope(request.getfixturevalue(who))]

    assert her_toxin.patient.name not in seen


def name_of(row):
    return row.patient.name if hasattr(row, "patient") else row.name


def test_only_she_herself_reports_how_she_is(ana, dr_cho, her_toxin):
    assert list(access.own_treatments_of(ana)) == [her_toxin]
    assert not access.own_treatments_of(dr_cho).exists()


def test_cases_are_for_staff_of_the_clinic(urgent_case, ana, dr_cho, coordinator_a, dr_dia):
    assert list(access.cases_of(dr_cho)) == list(access.cases_of(coordinator_a)) == [urgent_case]
    assert not access.cases_of(ana).exists()
    assert not access.cases_of(dr_dia).exists()


def test_roles_add_up_and_end(lead_a, removed_doctor, clinic_a):
    assert access.roles_at(lead_a, clinic_a.pk) == {Role.CLINICAL_LEAD, Role.ADMINISTRATOR}
    assert access.roles_of(removed_doctor) == {}
