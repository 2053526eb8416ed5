"""The cases that were chosen on the worklist, each with the version that she saw."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from frontend.clinic.keyset import LONG_PAGE
from frontend.pages.clinic_doors import Desk
from tracker.errors import NotFound
from tracker.models import ReviewCase
from tracker.records.access import cases_of

Chosen = tuple[ReviewCase, int]


def chosen(request: HttpRequest, desk: Desk) -> Iterable[Chosen]:
    """Each that she may see, at most a page of them."""
    said = dict(each.partition("~")[::2] for each in request.POST.getlist("case")[:LONG_PAGE])
    ids = [pk for pk in map(id_or_none, said) if pk is not None]
    rows = cases_of(desk.user).filter(pk__in=ids)
    rows = rows.select_related("patient", "treatment__patient__clinic")
    for case in rows.prefetch_related("treatment__sites"):
        yield case, _version(said[str(case.pk)])


def all_chosen(request: HttpRequest, desk: Desk) -> list[Chosen]:
    """In the order of the list. Raises NotFound where one of them is not hers to see."""
    asked = [each.partition("~")[0] for each in request.POST.getlist("case")]
    found = {str(case.pk): (case, version) for case, version in chosen(request, desk)}
    if any(pk not in found for pk in asked):
        raise NotFound
    return [found[pk] for pk in dict.fromkeys(asked)]


def id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def moment_or_none(text: str) -> datetime | None:
    """With its offset; what is no moment, or names no place on the clock, is none."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _version(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
