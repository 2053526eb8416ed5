"""Nobody sees what is not theirs: each scope, for each of the cast."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tracker.errors import NotFound
from tracker.models import ReviewCase, Role, Status
from tracker.records import access, queries
from tracker.records.desk import clinicians_beside
from tracker.records.visits import next_visit
from tracker.records.worklist import view_counts
from tracker.services.messages import send_message

OUTSIDERS = ["ben", "cleo", "dr_dia", "removed_doctor", "admin_a", "nobody"]
INSIDERS = ["ana", "dr_cho", "lead_a", "coordinator_a", "both_clinics_doctor"]
SCOPES = {
    "patient": access.patients_of,
    "treatment": access.treatments_of,
}
EVERY = [
    access.patients_of,
    access.own_patients_of,
    access.treatments_of,
    access.own_treatments_of,
    access.treatments_at_work,
    access.check_ins_of,
    access.own_check_ins_of,
    access.photos_of,
    access.own_photos_of,
    access.photos_at_work,
    access.messages_of,
    access.cases_of,
]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("who", INSIDERS)
def test_her_clinic_and_she_herself_see_her(who, scope, her_toxin, request):
    assert her_toxin.patient.name in [name_of(row) for row in scope(request.getfixturevalue(who))]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(who, scope, her_toxin, request):
    seen = [name_of(row) for row in scope(request.getfixturevalue(who))]

    assert her_toxin.patient.name not in seen


@pytest.mark.django_db
@pytest.mark.parametrize("scope", EVERY, ids=lambda scope: scope.__name__)
def test_who_is_not_signed_in_sees_nothing_and_nothing_is_looked_for(
    scope, django_assert_num_queries
):
    """She has no id: looked for, rows without an account would be hers."""
    with django_assert_num_queries(0):
        assert list(scope(AnonymousUser())) == []


def test_who_is_not_signed_in_holds_no_role_and_has_no_visit(db, django_assert_num_queries):
    nobody = AnonymousUser()

    with django_assert_num_queries(0):
        assert list(access.clinics_where(nobody, Role.values)) == []
        assert list(access.memberships(nobody, Role.values)) == []
        assert not access.is_patient(nobody)
        assert next_visit(nobody, timezone.now()) is None


def name_of(row):
    return row.patient.name if hasattr(row, "patient") else row.name


def test_only_she_herself_reports_how_she_is(ana, dr_cho, her_toxin):
    assert list(access.own_treatments_of(ana)) == [her_toxin]
    assert not access.own_treatments_of(dr_cho).exists()


def test_her_page_opens_on_a_treatment_of_her_own(ana, ben, dr_cho, her_toxin, his_toxin):
    for who, own, other in ((ana, her_toxin, his_toxin), (ben, his_toxin, her_toxin)):
        assert queries.current_treatment(who) == queries.own_treatment(who, own.pk) == own
        with pytest.raises(NotFound):
            queries.own_treatment(who, other.pk)
    assert queries.current_treatment(dr_cho) is None


def test_a_thread_on_her_record_is_of_her_own_treatment(dr_cho, her_toxin, his_toxin):
    for treatment in (her_toxin, his_toxin):
        send_message(by=dr_cho, treatment=treatment, client_id=uuid4(), text="Hello")

    assert queries.threads_of(dr_cho, her_toxin.patient).keys() == {her_toxin.pk}


def test_what_was_closed_is_counted_at_its_clinic(urgent_case, dr_cho, dr_dia):
    ReviewCase.objects.update(status=Status.CLOSED, closed_at=timezone.now())

    assert [view_counts(who)["closed"] for who in (dr_cho, dr_dia)] == [1, 0]


def test_a_case_is_given_to_who_decides_beside_her(dr_cho, lead_a, dr_dia, coordinator_a):
    assert list(clinicians_beside(dr_cho)) == [dr_cho, lead_a]


def test_cases_are_for_staff_of_the_clinic(urgent_case, ana, dr_cho, coordinator_a, dr_dia):
    assert list(access.cases_of(dr_cho)) == list(access.cases_of(coordinator_a)) == [urgent_case]
    assert not access.cases_of(ana).exists()
    assert not access.cases_of(dr_dia).exists()


def test_roles_add_up_and_end(lead_a, removed_doctor, clinic_a):
    assert access.roles_at(lead_a, clinic_a.pk) == {Role.CLINICAL_LEAD, Role.ADMINISTRATOR}
    assert access.roles_of(removed_doctor) == {}
