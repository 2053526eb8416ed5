"""Days away and who takes over, as the pages of a member and of handing over show and read them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date

from frontend.clinic import admin_wording
from tracker import wording
from tracker.errors import Invalid, NotFound
from tracker.models import Absence, Clinic, User
from tracker.records.access import CLINICIANS, STAFF
from tracker.records.attendance import Attendance, absences_to_come, members_with
from tracker.services import absences


def colleagues(clinic: Clinic, user: User) -> list[User]:
    """Who could take her cases today: clinicians for a clinician, by name."""
    present = Attendance(clinic.pk)
    needed = CLINICIANS if present.holds(user.pk, CLINICIANS) else STAFF
    found = members_with(clinic.pk, needed).exclude(pk=user.pk)
    return [each for each in found if present.is_there(each.pk, needed)]


def chosen(post: Mapping[str, str], field: str, clinic: Clinic, user: User) -> User | None:
    """The colleague that a form names, None for nobody; raises Invalid for whom nobody offered."""
    said = post.get(field, "")
    if not said:
        return None
    for each in colleagues(clinic, user):
        if str(each.pk) == said:
            return each
    raise Invalid({field: [wording.NOT_THERE_TO_TAKE]})


def absence_rows(clinic: Clinic, user: User) -> list[dict[str, Any]]:
    """Hers that last or are still to come."""
    now = timezone.now()
    return [_row(each, each.starts_at <= now) for each in _hers(clinic, user)]


def _hers(clinic: Clinic, user: User) -> Any:
    return absences_to_come(clinic.pk).filter(user=user)


def _row(absence: Absence, has_begun: bool) -> dict[str, Any]:
    return {
        "pk": absence.pk,
        "first": admin_wording.day_at(absence.starts_at, absence.clinic),
        "last": admin_wording.day_at(absence.ends_at - timedelta(hours=1), absence.clinic),
        "stand_in": absence.stand_in.name if absence.stand_in else "",
        "has_begun": has_begun,
    }


def change_absence(post: Mapping[str, str], by: User, clinic: Clinic, user: User) -> str:
    """Marks days ("away") or ends an entry ("back"): what was done. Raises what services raise."""
    if post.get("act") == "back":
        found = _hers(clinic, user).filter(pk=_number(post.get("absence", ""))).first()
        if found is None:
            raise NotFound
        absences.end_absence(by=by, absence=found)
        return "back"
    absences.set_absence(
        by=by,
        clinic=clinic,
        user=user,
        first=_day(post, "first"),
        last=_day(post, "last"),
        stand_in=chosen(post, "stand_in", clinic, user),
    )
    return "away"


def _day(post: Mapping[str, str], field: str) -> date:
    try:
        day = parse_date(post.get(field, ""))
    except ValueError:
        day = None
    if day is None:
        raise Invalid({field: [admin_wording.MISSING_DAY]})
    return day


def _number(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
