"""Keyset pages: a page begins after a row, not after a number of rows.

Rows that arrive or leave between two pages neither repeat nor hide another.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from api import wording
from api.contract.fields import WholeNumber
from api.contract.shape import Shape

USUAL, MOST = 50, 100
PLACELESS = (
    Error,
    ValueError,
    TypeError,
    OverflowError,
    ValidationError,
    FieldError,
    ObjectDoesNotExist,
)
UNSAID = {"name"}  # what no address holds: a place says the row's id, and the rest is looked up
Row = TypeVar("Row", bound=Model)


class PageIn(Shape):
    limit = WholeNumber(min_value=1, required=False, default=USUAL)
    after = serializers.CharField(max_length=400, required=False, default="")
    before = serializers.CharField(max_length=400, required=False, default="")


def page_of(
    request: Request,
    rows: QuerySet[Row],
    order: Sequence[str],
    out: Callable[[Row], Mapping[str, Any]],
    seen: Callable[[Sequence[Row]], None] | None = None,
) -> dict[str, Any]:
    """{"results", "next", "previous"}; order ends with a unique field, "-" means falling.

    seen: told of the rows before any of them is shown.
    Raises ValidationError for a place that is not one of this list.
    """
    asked = PageIn.read(request.query_params.dict())
    limit = min(asked["limit"], MOST)
    backwards = bool(asked["before"])
    place = asked["before"] or asked["after"]
    fields = [_turned(name) for name in order] if backwards else list(order)
    found = _rows(rows, fields, place, limit + 1)
    has_more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    if seen is not None:
        seen(found)
    is_after, is_before = (bool(place), has_more) if backwards else (has_more, bool(place))
    return {
        "results": [out(row) for row in found],
        "next": _link(request, "after", found[-1], order) if found and is_after else None,
        "previous": _link(request, "before", found[0], order) if found and is_before else None,
    }


def _rows(rows: QuerySet[Row], fields: list[str], place: str, most: int) -> list[Row]:
    rows = rows.order_by(*fields)
    if not place:
        return list(rows[:most])
    try:
        return list(rows.filter(_beyond(fields, _values(rows, fields, place)))[:most])
    except PLACELESS:
        raise serializers.ValidationError({"after": [wording.NOT_A_PLACE_IN_THE_LIST]}) from None


def _beyond(fields: list[str], values: list[Any]) -> Q:
    """(a > x) or (a = x and b > y) or …, with < where a field falls."""
    beyond, equal = Q(), Q()
    for field, value in zip(fields, values, strict=True):
        name = field.lstrip("-")
        beyond |= equal & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _link(request: Request, towards: str, row: Model, order: Sequence[str]) -> str:
    place = json.dumps([_plain(getattr(row, name)) for name in _said(order)])
    kept = {k: v for k, v in request.query_params.items() if k not in ("after", "before")}
    query = urlencode({**kept, towards: urlsafe_b64encode(place.encode()).decode().rstrip("=")})
    return request.build_absolute_uri(f"{request.path}?{query}")


def _said(order: Sequence[str]) -> list[str]:
    names = [name.lstrip("-") for name in order]
    return names[-1:] if UNSAID.intersection(names) else names


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _values(rows: QuerySet[Any], order: Sequence[str], place: str) -> list[Any]:
    """Of each field of the order; a row that is not in the list any more is no place in it."""
    values = json.loads(urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    if not isinstance(values, list) or not all(type(each) in (str, int) for each in values):
        raise ValueError("not a place")
    if len(values) != len(_said(order)):
        raise ValueError("another list's place")
    if len(values) == len(order):
        return values
    return list(rows.values_list(*(name.lstrip("-") for name in order)).get(pk=values[0]))
