"""Keyset pages of cases: the next page begins after a row, however many rows stand before it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tracker.models import ReviewCase

PAGE = 50
Rows = QuerySet[ReviewCase]


def by_urgency(cases: Rows, after: str) -> tuple[list[ReviewCase], str]:
    """A page in the worklist's order, and the cursor of the next one ("" at the end)."""
    place = _read(after)
    if place is not None:
        rank, due, pk = place
        same = Q(rank=rank, due_at=due, pk__gt=pk)
        cases = cases.filter(Q(rank__lt=rank) | Q(rank=rank, due_at__gt=due) | same)
    return _page(cases)


def newest_closed(cases: Rows, after: str) -> tuple[list[ReviewCase], str]:
    place = _read(after)
    cases = cases.order_by("-closed_at", "pk")
    if place is not None:
        _rank, closed, pk = place
        cases = cases.filter(Q(closed_at__lt=closed) | Q(closed_at=closed, pk__gt=pk))
    return _page(cases)


def _page(cases: Rows) -> tuple[list[ReviewCase], str]:
    rows = list(cases[: PAGE + 1])
    return rows[:PAGE], _cursor(rows[PAGE - 1]) if len(rows) > PAGE else ""


def _cursor(case: ReviewCase) -> str:
    at = case.closed_at or case.due_at
    return f"{case.rank}~{at.isoformat()}~{case.pk}"


def _read(after: str) -> tuple[int, datetime, UUID] | None:
    """None for no cursor, and for one that somebody made up: the list begins at its start."""
    try:
        rank, at, pk = after.split("~")
        moment = datetime.fromisoformat(at)
        return (int(rank), moment, UUID(pk)) if moment.tzinfo else None
    except ValueError:
        return None
