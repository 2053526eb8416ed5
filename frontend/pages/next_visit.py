"""P8 (6): her next visit, in words."""

from typing import Any

from django.utils import timezone

from frontend import wording
from tracker.records.access import Person
from tracker.records.visits import next_visit


def visit_row(user: Person) -> dict[str, Any] | None:
    """Its day by name: true on whatever day the page is read."""
    visit = next_visit(user, timezone.now())
    if visit is None:
        return None
    with timezone.override(visit.by_clock):
        when = wording.named_moment(visit.at)
    return {"when": when, "at": visit.at, "clinic": visit.clinic}
