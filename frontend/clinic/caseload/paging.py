"""Keyset pages of any rows, the newest first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

PAGE = 50


def newest(rows: QuerySet[Any], moment: str, after: str) -> tuple[list[Any], str]:
    """A page by that moment, and the cursor of the next one ("" at the end)."""
    place = _read(after)
    rows = rows.order_by(f"-{moment}", "pk")
    if place is not None:
        at, pk = place
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{getattr(last, moment).isoformat()}~{last.pk}" if last else ""


def _read(after: str) -> tuple[datetime, UUID] | None:
    """None for a cursor that somebody made up: the list begins at its start."""
    try:
        at, pk = after.split("~")
        moment = datetime.fromisoformat(at)
        return (moment, UUID(pk)) if moment.tzinfo else None
    except ValueError:
        return None
