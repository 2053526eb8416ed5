"""Roles given and taken; never by one alone for herself, never the last administrator."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.utils import timezone

from tests.conftest import member, person, record_of
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import ApiToken, AuditEvent, Membership, Notification, Role, RoleRequest, User
from tracker.records.access import roles_at
from tracker.services.members import decide_request, give_role, remove, take_role
from tracker.services.tokens import make_token, user_of

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def admin_b(clinic_b):
    return member("admin.b", clinic_b, Role.ADMINISTRATOR)


def acts(clinic):
    rows = AuditEvent.objects.filter(chain=str(clinic.pk)).order_by("sequence")
    return list(rows.values_list("action", flat=True))


def test_an_administrator_gives_a_colleague_a_role_and_the_other_keepers_are_told(
    admin_a, lead_a, coordinator_a, clinic_a
):
    assert give_role(by=admin_a, clinic=clinic_a, user=coordinator_a, role="dermatologist")

    assert roles_at(coordinator_a, clinic_a.pk) == {"coordinator", "dermatologist"}
    assert acts(clinic_a) == ["role.given"]
    told = Notification.objects.get(kind="role_news")
    assert told.address == lead_a.email, "not she who did it"


def test_a_role_that_opens_records_to_herself_waits_for_another_person(admin_a, lead_a, clinic_a):
    assert not give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="dermatologist")
    assert not give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="dermatologist")
    asked = RoleRequest.objects.get()
    assert roles_at(admin_a, clinic_a.pk) == {"administrator"}
    with pytest.raises(NotAllowed):
        decide_request(by=admin_a, request=asked, give=True)

    decide_request(by=lead_a, request=asked, give=True)

    assert roles_at(admin_a, clinic_a.pk) == {"administrator", "dermatologist"}
    assert acts(clinic_a) == ["role.asked", "role.confirmed", "role.given"]


def test_who_has_left_meanwhile_is_given_nothing(admin_a, lead_a, clinic_a):
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="dermatologist")
    asked = RoleRequest.objects.get()
    Membership.objects.filter(user=admin_a).update(ended_at=timezone.now())

    with pytest.raises(Invalid):
        decide_request(by=lead_a, request=asked, give=True)
    assert not roles_at(admin_a, clinic_a.pk)


@pytest.mark.parametrize("role", ["coordinator", "dermatologist", "clinical_lead"])
def test_each_of_these_roles_waits(admin_a, clinic_a, role):
    assert not give_role(by=admin_a, clinic=clinic_a, user=admin_a, role=role)


def test_a_request_is_settled_once_and_may_be_turned_down_or_taken_back(admin_a, lead_a, clinic_a):
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="coordinator")
    asked = RoleRequest.objects.get()
    decide_request(by=lead_a, request=asked, give=False)

    with pytest.raises(NotFound):
        decide_request(by=lead_a, request=asked, give=True)
    assert roles_at(admin_a, clinic_a.pk) == {"administrator"}
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="coordinator")
    again = RoleRequest.objects.get(decided_at=None)
    decide_request(by=admin_a, request=again, give=False)
    assert not RoleRequest.objects.filter(decided_at=None).exists()


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "admin_b", "nobody", "removed_doctor"])
def test_nobody_else_changes_or_confirms_a_role(request, admin_a, lead_a, clinic_a, who):
    stranger = request.getfixturevalue(who)
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="coordinator")
    before = Membership.objects.count()
    with pytest.raises(NotAllowed):
        give_role(by=stranger, clinic=clinic_a, user=lead_a, role="dermatologist")
    with pytest.raises(NotAllowed):
        take_role(by=stranger, clinic=clinic_a, user=lead_a, role="clinical_lead")
    with pytest.raises(NotAllowed):
        remove(by=stranger, clinic=clinic_a, user=lead_a)
    with pytest.raises(NotAllowed):
        decide_request(by=stranger, request=RoleRequest.objects.get(), give=True)

    assert Membership.objects.filter(ended_at=None).count() == before - (who == "removed_doctor")


def test_a_lead_who_is_no_administrator_confirms_and_gives_nothing_herself(
    admin_a, coordinator_a, clinic_a
):
    lead = member("other.lead", clinic_a, Role.CLINICAL_LEAD)
    give_role(by=admin_a, clinic=clinic_a, user=admin_a, role="coordinator")
    with pytest.raises(NotAllowed):
        give_role(by=lead, clinic=clinic_a, user=coordinator_a, role="dermatologist")

    decide_request(by=lead, request=RoleRequest.objects.get(), give=True)

    assert "coordinator" in roles_at(admin_a, clinic_a.pk)


def test_the_last_administrator_stays(admin_a, clinic_a, removed_doctor):
    for leaving in (
        lambda: take_role(by=admin_a, clinic=clinic_a, user=admin_a, role="administrator"),
        lambda: remove(by=admin_a, clinic=clinic_a, user=admin_a),
    ):
        with pytest.raises(Invalid) as refused:
            leaving()
        assert "last administrator" in str(refused.value.fields["user"][0])
    assert acts(clinic_a) == []


def test_one_whose_account_is_closed_is_no_administrator_to_count_on(admin_a, lead_a, clinic_a):
    User.objects.filter(pk=lead_a.pk).update(is_active=False)

    with pytest.raises(Invalid):
        take_role(by=admin_a, clinic=clinic_a, user=admin_a, role="administrator")


def test_with_a_second_one_the_first_may_go(admin_a, lead_a, clinic_a):
    take_role(by=admin_a, clinic=clinic_a, user=admin_a, role="administrator")

    assert roles_at(admin_a, clinic_a.pk) == set()


@pytest.mark.parametrize("role", ["", "owner", "Dermatologist"])
def test_an_unknown_role_is_refused(admin_a, coordinator_a, clinic_a, role):
    with pytest.raises(Invalid):
        give_role(by=admin_a, clinic=clinic_a, user=coordinator_a, role=role)


def test_who_does_not_work_here_is_given_nothing(admin_a, dr_dia, removed_doctor, ana, clinic_a):
    for stranger in (dr_dia, removed_doctor, ana):
        with pytest.raises(Invalid):
            give_role(by=admin_a, clinic=clinic_a, user=stranger, role="dermatologist")
        with pytest.raises(NotFound):
            remove(by=admin_a, clinic=clinic_a, user=stranger)


def test_who_leaves_loses_every_way_in_at_once(admin_a, dr_cho, clinic_a):
    token = make_token(dr_cho)

    assert remove(by=admin_a, clinic=clinic_a, user=dr_cho) == 1

    dr_cho.refresh_from_db()
    assert user_of(token) is None
    assert not dr_cho.is_active
    assert acts(clinic_a) == ["roles.ended", "tokens.ended", "account.closed"]


def test_who_works_elsewhere_too_keeps_that(admin_a, both_clinics_doctor, clinic_a, clinic_b):
    token = make_token(both_clinics_doctor)

    remove(by=admin_a, clinic=clinic_a, user=both_clinics_doctor)

    both_clinics_doctor.refresh_from_db()
    assert both_clinics_doctor.is_active
    assert roles_at(both_clinics_doctor, clinic_b.pk) == {"dermatologist"}
    assert user_of(token) == both_clinics_doctor


def test_a_role_is_taken_here_and_stays_elsewhere(
    admin_a, both_clinics_doctor, dr_cho, lead_a, clinic_a, clinic_b
):
    take_role(by=admin_a, clinic=clinic_a, user=lead_a, role="clinical_lead")
    with pytest.raises(NotFound):
        take_role(by=admin_a, clinic=clinic_a, user=dr_cho, role="coordinator")
    take_role(by=admin_a, clinic=clinic_a, user=both_clinics_doctor, role="dermatologist")

    assert roles_at(both_clinics_doctor, clinic_a.pk) == set()
    assert roles_at(both_clinics_doctor, clinic_b.pk) == {"dermatologist"}
    assert roles_at(dr_cho, clinic_a.pk) == {"dermatologist"}
    assert roles_at(lead_a, clinic_a.pk) == {"administrator"}


def test_a_role_that_had_ended_before_ended_then(admin_a, dr_cho, clinic_a):
    before = Membership.objects.create(
        user=dr_cho, clinic=clinic_a, role="coordinator", ended_at=timezone.now() - YEAR
    )

    assert remove(by=admin_a, clinic=clinic_a, user=dr_cho) == 1

    assert Membership.objects.get(pk=before.pk).ended_at == before.ended_at


def test_who_leaves_takes_nothing_of_anybody_else_along(admin_a, lead_a, dr_cho, clinic_a):
    give_role(by=lead_a, clinic=clinic_a, user=lead_a, role="coordinator")
    UserSession.objects.create(user=lead_a, ip="::1", session_key="hers", user_agent="Firefox")
    token = make_token(lead_a)

    remove(by=admin_a, clinic=clinic_a, user=dr_cho)

    assert RoleRequest.objects.get().decided_at is None
    assert UserSession.objects.get().user == lead_a
    assert user_of(token) == lead_a


def test_who_leaves_one_clinic_is_still_asked_about_at_the_other(
    admin_a, admin_b, clinic_a, clinic_b
):
    Membership.objects.create(user=admin_b, clinic=clinic_a, role="administrator")
    give_role(by=admin_b, clinic=clinic_b, user=admin_b, role="coordinator")

    remove(by=admin_a, clinic=clinic_a, user=admin_b)

    assert RoleRequest.objects.get().decided_at is None


def test_who_is_a_patient_too_keeps_her_own_account(admin_a, clinic_a, clinic_b):
    doctor = member("dr.eve", clinic_a, Role.DERMATOLOGIST)
    record_of(doctor, clinic_b)

    remove(by=admin_a, clinic=clinic_a, user=doctor)

    doctor.refresh_from_db()
    assert doctor.is_active


def test_the_command_ends_all_of_it_as_well(dr_cho, clinic_a):
    make_token(dr_cho)

    call_command("end_roles", dr_cho.email, clinic=str(clinic_a.pk))

    assert ApiToken.objects.filter(revoked_at=None).count() == 0
    call_command(
        "invite_staff", dr_cho.email, name="Cho", clinic=str(clinic_a.pk), role=["coordinator"]
    )
    dr_cho.refresh_from_db()
    assert dr_cho.is_active, "who comes back can sign in again"


def test_an_act_that_cannot_be_recorded_is_not_done(admin_a, coordinator_a, clinic_a, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError("no key")

    monkeypatch.setattr("tracker.records.audit.record", broken)
    with pytest.raises(OSError, match="no key"):
        give_role(by=admin_a, clinic=clinic_a, user=coordinator_a, role="dermatologist")

    assert roles_at(coordinator_a, clinic_a.pk) == {"coordinator"}
    assert person("somebody").memberships.count() == 0
