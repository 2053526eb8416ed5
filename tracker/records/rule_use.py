"""How often each rule fired at a clinic, and how often a clinician acted on it.

One pass over the clinic's newest assessments of a year, by the index of check-ins by patient. The
figures are kept in the shared cache for an hour with the time of counting: nothing is written
beside a check-in for them (docs/adr/034).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from tracker.records.acting import ACTS, DECISIONS, JOINED
from tracker.records.plain_sql import as_id, as_written

MONTH, YEAR = timedelta(days=30), timedelta(days=365)
KEPT_FOR = timedelta(hours=1)
EACH_OF = {"sqlite": "json_each", "postgresql": "jsonb_array_elements_text"}
# A check-in counts once a rule, by its newest assessment. What "acted" means: records/acting.py.
COUNTS = """
    WITH acted AS (
        SELECT DISTINCT ours.check_in_id
        FROM tracker_reviewcase kase
        JOIN tracker_reviewevent event ON event.case_id = kase.id AND event.action IN ({joined})
        JOIN tracker_assessment ours ON ours.id = event.assessment_id
        WHERE kase.clinic_id = %s AND (kase.decision ->> 'reason' IN ({decisions}) OR EXISTS (
            SELECT 1 FROM tracker_reviewevent later WHERE later.case_id = kase.id
            AND later.number > event.number AND later.action IN ({acts})))
    )
    SELECT fired.value, COUNT(*), COUNT(acted.check_in_id),
        SUM(CASE WHEN said.judged_at >= %s THEN 1 ELSE 0 END),
        SUM(CASE WHEN said.judged_at >= %s AND acted.check_in_id IS NOT NULL THEN 1 ELSE 0 END)
    FROM tracker_patient patient
    JOIN tracker_checkin said ON said.patient_id = patient.id AND said.judged_at >= %s
    JOIN tracker_assessment a ON a.check_in_id = said.id
    CROSS JOIN {each_of}(a.rules) AS fired
    LEFT JOIN acted ON acted.check_in_id = said.id
    WHERE patient.clinic_id = %s AND NOT EXISTS (SELECT 1 FROM tracker_assessment newer
        WHERE newer.check_in_id = said.id AND newer.number > a.number)
    GROUP BY fired.value
"""
REPORTS = """
    SELECT COUNT(*), COALESCE(SUM(CASE WHEN said.judged_at >= %s THEN 1 ELSE 0 END), 0)
    FROM tracker_patient patient
    JOIN tracker_checkin said ON said.patient_id = patient.id AND said.judged_at >= %s
    WHERE patient.clinic_id = %s
"""


@dataclass(frozen=True)
class Use:
    """Check-ins on which one rule fired, and those of them that a clinician acted on."""

    year: int = 0
    acted_year: int = 0
    month: int = 0
    acted_month: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(*(mine + its for mine, its in zip(self.row(), other.row(), strict=True)))

    def row(self) -> tuple[int, ...]:
        return self.year, self.acted_year, self.month, self.acted_month


@dataclass(frozen=True)
class RuleUse:
    """year, month: every check-in of that time, the denominators; rules: id -> Use."""

    counted_at: datetime
    year: int = 0
    month: int = 0
    rules: Mapping[str, Use] = field(default_factory=dict)

    def of(self, rule: str) -> Use:
        return self.rules.get(rule, Use())


def rule_use(clinics: Iterable[UUID]) -> RuleUse:
    """The sum over these clinics; a clinic is counted anew where that is an hour ago."""
    found = [_kept(clinic) or count(clinic) for clinic in clinics]
    rules: dict[str, Use] = {}
    for each in found:
        for rule, use in each.rules.items():
            rules[rule] = rules.get(rule, Use()) + use
    return RuleUse(
        counted_at=min((each.counted_at for each in found), default=timezone.now()),
        year=sum(each.year for each in found),
        month=sum(each.month for each in found),
        rules=rules,
    )


def count(clinic: UUID) -> RuleUse:
    """Count now, and keep it."""
    now = timezone.now()
    month, year = as_written(now - MONTH), as_written(now - YEAR)
    with connection.cursor() as cursor:
        lists = (*JOINED, as_id(clinic), *DECISIONS, *ACTS)
        cursor.execute(_counts(), [*lists, month, month, year, as_id(clinic)])
        rules = {rule: Use(*figures) for rule, *figures in cursor.fetchall()}
        cursor.execute(REPORTS, [month, year, as_id(clinic)])
        of_year, of_month = cursor.fetchone()
    found = RuleUse(now, of_year, of_month, rules)
    cache.set(_key(clinic), _data(found), KEPT_FOR.total_seconds())
    return found


def _counts() -> str:
    lists = {"joined": JOINED, "decisions": DECISIONS, "acts": ACTS}
    places = {name: ", ".join(["%s"] * len(codes)) for name, codes in lists.items()}
    return COUNTS.format(each_of=EACH_OF[connection.vendor], **places)


def _kept(clinic: UUID) -> RuleUse | None:
    data = cache.get(_key(clinic))
    if data is None:
        return None
    rules = {rule: Use(*figures) for rule, figures in data["rules"].items()}
    at = datetime.fromisoformat(data["at"])
    return RuleUse(at, data["year"], data["month"], rules)


def _data(found: RuleUse) -> dict[str, Any]:
    rules = {rule: use.row() for rule, use in found.rules.items()}
    at = found.counted_at.isoformat()
    return {"at": at, "year": found.year, "month": found.month, "rules": rules}


def _key(clinic: UUID) -> str:
    return f"rule-use:{clinic}"
