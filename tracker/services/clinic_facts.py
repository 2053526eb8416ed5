"""What a clinic says of itself: hours, holidays, numbers, response times."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, User
from tracker.records import audit
from tracker.records.access import require_role
from tracker.services.members import ADMINISTRATORS
from tracker.services.response_times import WEEKDAYS

# Only as fast as, or faster than, API.md ("Cases") promises: nobody makes a red flag wait longer.
EMERGENCY_MINUTES = (5, 10, 15)
URGENT_MINUTES = (30, 60, 90, 120)
REVIEW_HOURS = (2, 4, 8, None)
PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,38}")
MOST_HOLIDAYS = 200
Spans = Mapping[str, Sequence[Sequence[str]]]


@transaction.atomic
def change_hours(*, by: User, clinic: Clinic, hours: Spans, holidays: Sequence[str]) -> None:
    """hours: weekday -> [["09:00", "17:00"], …]; holidays: ISO dates. Cases keep their due_at.

    Raises NotAllowed; Invalid by weekday, for "holidays", and where the clinic would never open.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    kept = {day: _spans(day, hours.get(day, ())) for day in WEEKDAYS}
    if not any(kept.values()):
        raise Invalid({"mon": [wording.NEVER_OPEN]})
    days = _holidays(holidays)
    open_days = {day: spans for day, spans in kept.items() if spans}
    _save(by, clinic, "hours", hours=open_days, holidays=days)


def _spans(day: str, spans: Sequence[Sequence[str]]) -> list[list[str]]:
    try:
        read = sorted((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans)
    except ValueError:
        raise Invalid({day: [wording.HOURS_UNREADABLE]}) from None
    ends = [time.min, *(end for _start, end in read)]
    if any(not before <= start < end for before, (start, end) in zip(ends, read, strict=False)):
        raise Invalid({day: [wording.HOURS_CROSSED]})
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in read]


def _holidays(days: Sequence[str]) -> list[str]:
    try:
        read = {date.fromisoformat(day).isoformat() for day in days}
    except ValueError:
        raise Invalid({"holidays": [wording.HOLIDAY_UNREADABLE]}) from None
    if len(read) > MOST_HOLIDAYS:
        raise Invalid({"holidays": [wording.HOLIDAYS_TOO_MANY]})
    return sorted(read)


@transaction.atomic
def change_numbers(
    *,
    by: User,
    clinic: Clinic,
    phone: str,
    out_of_hours_phone: str,
    emergency_number: str,
    address: str,
) -> None:
    """Patients read them on every page with a warning, also without network: no letters, no gaps.

    Raises NotAllowed, Invalid by field.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    numbers = {"phone": phone.strip(), "emergency_number": emergency_number.strip()}
    if out_of_hours_phone.strip():
        numbers["out_of_hours_phone"] = out_of_hours_phone.strip()
    wrong = {name: [wording.NOT_A_NUMBER] for name, said in numbers.items() if not is_number(said)}
    if len(numbers["emergency_number"]) > 20:
        wrong["emergency_number"] = [wording.NOT_A_NUMBER]
    if len(address) > 300:
        wrong["address"] = [wording.ADDRESS_TOO_LONG]
    if wrong:
        raise Invalid(wrong)
    _save(by, clinic, "numbers", **({"out_of_hours_phone": ""} | numbers), address=address.strip())


def is_number(said: str) -> bool:
    return bool(PHONE.fullmatch(said))


@transaction.atomic
def change_response_times(
    *, by: User, clinic: Clinic, emergency: int, urgent: int, review: int | None
) -> None:
    """Minutes, opening minutes, opening hours (None: one working day). Holds for cases to come.

    Raises NotAllowed; Invalid for a time that is not offered.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    offered = {
        "emergency": emergency in EMERGENCY_MINUTES,
        "urgent": urgent in URGENT_MINUTES,
        "review": review in REVIEW_HOURS,
    }
    wrong = {name: [wording.UNKNOWN_CHOICE] for name, fits in offered.items() if not fits}
    if wrong:
        raise Invalid(wrong)
    facts = {"emergency_minutes": emergency, "urgent_minutes": urgent, "review_hours": review}
    _save(by, clinic, "response_times", **facts)


def _save(by: User, clinic: Clinic, part: str, **facts: object) -> None:
    held = Clinic.objects.select_for_update().get(pk=clinic.pk)
    for name, value in facts.items():
        setattr(held, name, value)
    held.save(update_fields=list(facts))
    audit.record("clinic.changed", by=by, clinic_id=clinic.pk, about=held, part=part)
