"""What the judge sees of the past, in two statements written out.

Every check-in reads them, and building the same two queries anew took longer than running them
(docs/benchmarks.md, check-in).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tracker.records.plain_sql import as_id, as_moment, as_uuid, as_written

SITES = """
    SELECT t.id, t.procedure, t.product, t.performed_at, t.circumstances, s.region, s.side
    FROM tracker_treatment t LEFT JOIN tracker_injectionsite s ON s.treatment_id = t.id
    WHERE t.patient_id = %s AND (t.performed_at >= %s OR t.id = %s)
    ORDER BY t.performed_at DESC, t.id, s.id
"""
REPORTS = """
    SELECT c.judged_at, c.content, a.rules
    FROM tracker_checkin c JOIN tracker_assessment a ON a.check_in_id = c.id
    WHERE c.patient_id = %s AND c.judged_at < %s AND c.judged_at >= %s AND c.id <> %s
    AND NOT EXISTS (
        SELECT 1 FROM tracker_assessment newer
        WHERE newer.check_in_id = c.id AND newer.number > a.number
    )
    ORDER BY c.judged_at DESC, c.id
    LIMIT %s
"""


class TreatedSite(NamedTuple):
    """One injected place with its session; region is empty where no place was recorded."""

    treatment: UUID
    procedure: str
    product: str
    performed_at: datetime
    circumstances: list[str] | None
    region: str
    side: str


class EarlierReport(NamedTuple):
    """content as it was sent; rules: those that fired at the newest judgement of it."""

    judged_at: datetime
    content: dict[str, Any]
    rules: list[str]


def treated_sites(patient: UUID, *, since: datetime, besides: UUID) -> list[TreatedSite]:
    """Sites of her treatments since then, and of `besides` however old; newest first."""
    rows = _rows(SITES, [as_id(patient), as_written(since), as_id(besides)])
    return [
        TreatedSite(
            as_uuid(pk),
            procedure,
            product,
            as_moment(performed_at),
            None if circumstances is None else json.loads(circumstances),
            region or "",
            side or "",
        )
        for pk, procedure, product, performed_at, circumstances, region, side in rows
    ]


def earlier_reports(
    patient: UUID, *, before: datetime, since: datetime, besides: UUID, at_most: int
) -> list[EarlierReport]:
    """Her check-ins in that time, newest first."""
    values = [as_id(patient), as_written(before), as_written(since), as_id(besides), at_most]
    rows = list(_rows(REPORTS, values))
    # One text is read in far less time than its thirty parts.
    told = json.loads(f"[{','.join(f'{content},{rules}' for _, content, rules in rows)}]")
    return [
        EarlierReport(as_moment(judged_at), content, rules)
        for (judged_at, _, _), content, rules in zip(rows, told[::2], told[1::2], strict=True)
    ]


def _rows(sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()
