"""Treatments by the days that were due and the days that were told: two counts in one statement.

Written out, because the order decides: first the check-ins are summed up by treatment, from the
index of times alone, and only then joined to the treatments and people. A sum of a treatment is
one number, a bit for each day; the times between which the same days were due are made outside.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tracker.records.caseload_groups import Key, groups_written
from tracker.records.caseload_period import Period
from tracker.records.plain_sql import as_id, as_written

Days = Mapping[str, Sequence[int]]  # procedure -> its days of check-in
MOST = 60  # days in one number
ORS = {"sqlite": "SUM(DISTINCT {})"}  # of single bits their sum is the same
STATEMENT = """
    WITH told AS (
        SELECT treatment_id, {told} AS days FROM tracker_checkin
        WHERE judged_at >= %s AND judged_at < %s GROUP BY treatment_id
    )
    SELECT t.procedure, {stretch} AS stretch, {groups}, told.days, COUNT(*)
    FROM tracker_treatment t JOIN tracker_patient p ON p.id = t.patient_id
        LEFT JOIN told ON told.treatment_id = t.id
    WHERE p.clinic_id = %s AND p.user_id IS NOT NULL
        AND t.performed_at >= %s AND t.performed_at < %s
    GROUP BY 1, 2, 3, 4, 5, 6
"""


class Told(NamedTuple):
    """So many treatments of which check-ins about the same days were due, and came."""

    due: Sequence[int]
    came: frozenset[int]
    group: Key
    number: int


def told_by_treatment(period: Period, days: Days) -> Iterator[Told]:
    """Of patients who have joined; a day that is not over is not due."""
    every = sorted({day for asked in days.values() for day in asked})
    for start in range(0, len(every), MOST):
        yield from _told(period, days, every[start : start + MOST])


def _told(period: Period, days: Days, numbers: list[int]) -> Iterator[Told]:
    spans = {day: period.had_between(day) for day in numbers}
    edges = sorted({edge for span in spans.values() for edge in span})
    if len(edges) < 2:
        return
    due = {
        name: [_due({day: spans[day] for day in numbers if day in asked}, at) for at in edges]
        for name, asked in days.items()
    }
    for procedure, stretch, language, age, skin, bits, number in _rows(period, numbers, edges):
        came = frozenset(day for place, day in enumerate(numbers) if (bits or 0) >> place & 1)
        wanted = due[procedure][stretch] if procedure in due else ()
        yield Told(wanted, came, (language, age, skin), number)


def _due(spans: Mapping[int, tuple[datetime, datetime]], at: datetime) -> tuple[int, ...]:
    """Of a treatment at that time, or at any up to the next edge."""
    return tuple(day for day, (first, after) in spans.items() if first <= at < after)


def _rows(period: Period, numbers: list[int], edges: list[datetime]) -> list[tuple[Any, ...]]:
    bits = " ".join(f"WHEN {day} THEN {1 << place}" for place, day in enumerate(numbers))
    whole = ORS.get(connection.vendor, "BIT_OR({})")
    stretches = " ".join(f"WHEN t.performed_at < %s THEN {n}" for n in range(len(edges) - 1))
    sql = STATEMENT.format(
        told=whole.format(f"CASE day {bits} ELSE 0 END"),
        stretch=f"CASE {stretches} END",
        groups=groups_written(period, "p"),
    )
    times = [as_written(each) for each in (*period.near(), *edges[1:])]
    treated = [as_written(edges[0]), as_written(edges[-1])]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*times, as_id(period.clinic.pk), *treated])
        return list(cursor.fetchall())
