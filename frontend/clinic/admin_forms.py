"""From the plain forms of Admin to what the services take; what cannot be read is refused there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date

from tracker.models import Clinic
from tracker.records.audit_search import Asked

SPANS = 2  # a day can close over noon
LONGEST_NUMBER = 6


def hours_in(post: Mapping[str, str], days: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """Of each weekday its opening spans, those left out where both times are blank."""
    found: dict[str, list[list[str]]] = {}
    for day in days:
        spans = [
            [post.get(f"{day}-{n}-{end}", "").strip() for end in ("from", "until")]
            for n in range(1, SPANS + 1)
        ]
        found[day] = [span for span in spans if any(span)]
    return found


def hours_out(hours: Mapping[str, list[list[str]]], day: str) -> list[dict[str, Any]]:
    """The inputs of one weekday."""
    spans = [*hours.get(day, []), *([["", ""]] * SPANS)][:SPANS]
    return [
        {"name": f"{day}-{n}", "from": start, "until": end}
        for n, (start, end) in enumerate(spans, 1)
    ]


def lines_of(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.strip()]


def whole(said: str) -> int | None:
    """None for what is no plain number."""
    said = said.strip()
    return int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def asked_of(said: QueryDict, actors: set[str]) -> Asked:
    """What an address asks of the audit trail; what it does not know is as if it were not there."""
    actor, act = said.get("actor", ""), said.get("act", "")
    return Asked(
        actor=UUID(actor) if actor in actors else None,
        patient=a_uuid(said.get("patient", "")),
        act=act if act.replace(".", "").replace("_", "").isalpha() else "",
        first=_day(said.get("first", "")),
        last=_day(said.get("last", "")),
    )


def a_uuid(said: str) -> UUID | None:
    try:
        return UUID(said.strip())
    except ValueError:
        return None


def _day(said: str) -> Any:
    try:
        return parse_date(said)
    except ValueError:
        return None


def numbers_of(clinic: Clinic) -> dict[str, str]:
    return {name: getattr(clinic, name) for name in NUMBERS}


NUMBERS = ("phone", "out_of_hours_phone", "emergency_number", "address")
