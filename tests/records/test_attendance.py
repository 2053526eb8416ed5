"""Who is there at a clinic: its own members of today, away only by their own days there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import member
from tracker.models import Absence, Clinic, Membership, Role, User
from tracker.records.access import CLINICIANS, STAFF
from tracker.records.attendance import Attendance, absences_to_come, members_with

pytestmark = pytest.mark.django_db
Days = Callable[..., Absence]


@pytest.fixture
def away(clinic_a: Clinic) -> Days:
    """away(dr_cho, 0, 2): from today for two days, said at clinic A."""

    def mark(user: User, first: int, last: int, clinic: Clinic = clinic_a) -> Absence:
        now = timezone.now() - timedelta(minutes=1)
        begins, ends = now + timedelta(days=first), now + timedelta(days=last)
        return Absence.objects.create(clinic=clinic, user=user, starts_at=begins, ends_at=ends)

    return mark


def test_only_todays_members_of_this_clinic_are_there(
    clinic_a: Clinic, dr_cho: User, dr_dia: User, removed_doctor: User
) -> None:
    locked_out = member("dr.eve", clinic_a, Role.DERMATOLOGIST)
    User.objects.filter(pk=locked_out.pk).update(is_active=False)

    present = Attendance(clinic_a.pk)

    assert present.there(CLINICIANS) == {dr_cho.pk}
    assert set(present.letters) == {dr_cho.pk}


def test_each_is_away_by_her_own_days_at_this_clinic_until_they_are_called_off(
    clinic_a: Clinic, clinic_b: Clinic, dr_cho: User, both_clinics_doctor: User, away: Days
) -> None:
    away(both_clinics_doctor, 0, 2, clinic_b)
    assert Attendance(clinic_a.pk).there(CLINICIANS) == {dr_cho.pk, both_clinics_doctor.pk}

    hers = away(dr_cho, 0, 2)
    assert Attendance(clinic_a.pk).there(CLINICIANS) == {both_clinics_doctor.pk}

    Absence.objects.filter(pk=hers.pk).update(ended_at=timezone.now())
    assert Attendance(clinic_a.pk).there(CLINICIANS) == {dr_cho.pk, both_clinics_doctor.pk}


def test_days_to_come_are_this_clinics_and_not_called_off(
    clinic_a: Clinic, clinic_b: Clinic, dr_cho: User, both_clinics_doctor: User, away: Days
) -> None:
    hers, off = away(dr_cho, 1, 2), away(dr_cho, 4, 5)
    away(both_clinics_doctor, 1, 2, clinic_b)
    Absence.objects.filter(pk=off.pk).update(ended_at=timezone.now())

    assert list(absences_to_come(clinic_a.pk)) == [hers]


def test_who_holds_a_role_here_is_told_by_her_role_of_today(
    clinic_a: Clinic, dr_cho: User, dr_dia: User, coordinator_a: User, removed_doctor: User
) -> None:
    was = Membership.objects.create(user=coordinator_a, clinic=clinic_a, role=Role.DERMATOLOGIST)
    Membership.objects.filter(pk=was.pk).update(ended_at=timezone.now())

    assert list(members_with(clinic_a.pk, CLINICIANS)) == [dr_cho]
    assert set(members_with(clinic_a.pk, STAFF)) == {dr_cho, coordinator_a}
