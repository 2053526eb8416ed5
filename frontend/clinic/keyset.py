"""Keyset pages of cases: the next page begins after a row, however many rows stand before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tracker.models import ReviewCase

PAGE, LONG_PAGE = 50, 500
Rows = QuerySet[ReviewCase]


def row_after(cases: Rows, order: Sequence[str], case: ReviewCase) -> ReviewCase | None:
    """The row behind the place that this case has, or had, in that order."""
    place = _read(order, _cursor(order, case))
    behind = cases.filter(_beyond(order, place)) if place else cases
    return behind.order_by(*order).exclude(pk=case.pk).first()


def page_after(
    cases: Rows, order: Sequence[str], after: str, size: int | None = None
) -> tuple[list[ReviewCase], str]:
    """A page in this order, and the cursor of the next one ("" at the end).

    order: names of fields, "-" for falling, the last one unique. size: rows, PAGE unless told.
    """
    most = size or PAGE
    place = _read(order, after)
    if place is not None:
        cases = cases.filter(_beyond(order, place))
    rows = list(cases.order_by(*order)[: most + 1])
    return rows[:most], _cursor(order, rows[most - 1]) if len(rows) > most else ""


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Later by the first field, or the same there and later by the next, and so on."""
    found, same = Q(), Q()
    for name, value in zip(order, place, strict=True):
        bare = name.removeprefix("-")
        step = "lt" if name != bare else "gt"
        found |= same & Q(**{f"{bare}__{step}": value})
        same &= Q(**{bare: value})
    return found


def _cursor(order: Sequence[str], case: ReviewCase) -> str:
    values = [getattr(case, name.removeprefix("-")) for name in order]
    return "~".join(
        each.isoformat() if isinstance(each, datetime) else str(each) for each in values
    )


def _read(order: Sequence[str], after: str) -> list[Any] | None:
    """None for no cursor, and for one that somebody made up: the list begins at its start."""
    try:
        parts = zip(order, after.split("~"), strict=True)
        return [_value(name.removeprefix("-"), text) for name, text in parts]
    except ValueError:
        return None


def _value(name: str, text: str) -> Any:
    """Raises ValueError."""
    if name == "pk":
        return UUID(text)
    if name == "rank":
        return int(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
