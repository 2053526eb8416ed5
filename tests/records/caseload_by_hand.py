"""The caseload's figures by plain loops over every row: what records/caseload_* have to equal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.records.invented_caseload import DAYS
from tracker.figures.share import Share
from tracker.models import CheckIn, Patient, ReviewCase, Treatment
from tracker.records.caseload_period import Period

ACTS = ("escalate", "request-photo", "book")
GRAVE = ("treated", "referred")
ANSWERS = ("message", "request-photo", "book", "decide")
VIEWS = (*ANSWERS, "claim", "acknowledge", "snooze", "escalate", "assign", "second-opinion")
BANDS = ((30, "under_30"), (40, "30_39"), (50, "40_49"), (60, "50_59"), (200, "60_up"))
TONES = {
    **{"I": "I_II", "II": "I_II", "III": "III_IV", "IV": "III_IV", "V": "V_VI", "VI": "V_VI"},
    "": "not_asked",
}
A_DAY = timedelta(days=1)


def decided(case: ReviewCase) -> str:
    return str((case.decision or {}).get("reason", ""))


@dataclass
class ByHand:
    """flags: rules that flag, the gravest first."""

    period: Period
    now: datetime
    flags: tuple[str, ...]

    def holds(self, at: datetime | None) -> bool:
        if at is None:
            return False
        day = at.astimezone(ZoneInfo(self.period.clinic.time_zone)).date()
        return self.period.first <= day <= self.period.last

    def groups(self, patient: Patient) -> tuple[tuple[str, str], ...]:
        age = self.period.last.year - patient.date_of_birth.year
        return (
            ("language", patient.language),
            ("age", next(n for top, n in BANDS if age < top)),
            ("skin", TONES[patient.skin_type]),
        )

    def shares(self, rows: Iterable[tuple[Patient, bool]]) -> dict[str, dict[str, Share]]:
        """Group -> how many of its rows are so."""
        found: dict[str, dict[str, Share]] = {"language": {}, "age": {}, "skin": {}}
        for patient, is_so in rows:
            for dimension, group in self.groups(patient):
                was = found[dimension].get(group, Share(0, 0))
                found[dimension][group] = was + Share(int(is_so), 1)
        return found

    @cached_property
    def treatments(self) -> list[Treatment]:
        rows = Treatment.objects.filter(patient__clinic=self.period.clinic)
        return list(rows.select_related("patient").prefetch_related("sites", "check_ins"))

    @cached_property
    def told(self) -> list[CheckIn]:
        rows = CheckIn.objects.select_related("patient").prefetch_related("assessments", "photos")
        ours = rows.filter(patient__clinic=self.period.clinic)
        return [each for each in ours if self.holds(each.judged_at)]

    @cached_property
    def cases(self) -> list[ReviewCase]:
        rows = ReviewCase.objects.filter(clinic=self.period.clinic).select_related("patient")
        return list(rows.prefetch_related("events__assessment"))

    def due(self) -> Iterator[tuple[Treatment, int, bool]]:
        """Treatment, day of check-in that was due, whether one came."""
        zone = ZoneInfo(self.period.clinic.time_zone)
        over = min(self.period.last, self.now.astimezone(zone).date() - A_DAY)
        for each in self.treatments:
            came = {check_in.day for check_in in each.check_ins.all()}
            began = each.performed_at.astimezone(zone).date()
            for day in DAYS.get(each.procedure, ()) if each.patient.user_id else ():
                if self.period.first <= began + timedelta(days=day) <= over:
                    yield each, day, day in came

    def adherence_by_day(self) -> dict[int, Share]:
        found: dict[int, Share] = defaultdict(lambda: Share(0, 0))
        for _treatment, day, came in self.due():
            found[day] = found[day] + Share(int(came), 1)
        return dict(found)

    def adherence_by_group(self) -> dict[str, dict[str, Share]]:
        return self.shares((each.patient, came) for each, _day, came in self.due())

    def rules(self, check_in: CheckIn) -> list[str] | None:
        """Of its newest assessment; None where that flags nothing."""
        newest = max(check_in.assessments.all(), key=lambda each: each.number)
        return list(newest.rules) if newest.needs_review else None

    @cached_property
    def flagged(self) -> dict[Any, list[str]]:
        each_rules = {each.pk: self.rules(each) for each in self.told}
        return {pk: rules for pk, rules in each_rules.items() if rules is not None}

    def flags_by_group(self) -> dict[str, dict[str, Share]]:
        return self.shares((each.patient, each.pk in self.flagged) for each in self.told)

    def with_photo(self, *advice: str) -> list[CheckIn]:
        return [
            each
            for each in self.told
            if any(not advice or p.quality["advice"] in advice for p in each.photos.all())
        ]

    def advice_by_group(self) -> dict[str, dict[str, Share]]:
        advised = {each.pk for each in self.with_photo("dark", "bright", "blurred")}
        return self.shares((each.patient, each.pk in advised) for each in self.with_photo())

    def with_tries(self, least: int) -> list[CheckIn]:
        """Those with a photo of which the phone counted so many tries before it."""
        photos = {each.pk: each.photos.all() for each in self.told}
        counts = {pk: [p.taken_again for p in its] for pk, its in photos.items()}
        return [
            each
            for each in self.told
            if any(count is not None and count >= least for count in counts[each.pk])
        ]

    def taken_again_by_group(self) -> dict[str, dict[str, Share]]:
        again = {each.pk for each in self.with_tries(1)}
        return self.shares((each.patient, each.pk in again) for each in self.with_tries(0))

    @cached_property
    def acted(self) -> set[Any]:
        found = set()
        for case in self.cases:
            events = list(case.events.all())
            for place, event in enumerate(events):
                later = any(each.action in ACTS for each in events[place + 1 :])
                is_flag = event.assessment is not None and event.assessment.needs_review
                joined = event.action in ("opened", "flagged") and is_flag
                if joined and event.assessment and (later or decided(case) in GRAVE):
                    found.add(event.assessment.check_in_id)
        return found

    def by_rule(self) -> dict[str, Share]:
        found: dict[str, Share] = {}
        for pk, rules in self.flagged.items():
            for rule in set(rules) & set(self.flags):
                found[rule] = found.get(rule, Share(0, 0)) + Share(int(pk in self.acted), 1)
        return found

    def replies(self) -> Counter[tuple[Any, ...]]:
        return Counter(self._reply(each) for each in self.cases if self.holds(each.opened_at))

    def _reply(self, case: ReviewCase) -> tuple[Any, ...]:
        moves = [each for each in case.events.all() if each.by_id is not None]
        first = [
            min((e.at for e in moves if e.action in wanted), default=None)
            for wanted in (VIEWS, ANSWERS)
        ]
        viewed, answered = (at - case.opened_at if at else None for at in first)
        is_open = case.status != "closed"
        seen_late = case.acknowledged_at is not None and case.acknowledged_at > case.due_at
        unseen = is_open and case.acknowledged_at is None and case.due_at < self.now
        told = any(each.action == "overdue" for each in case.events.all())
        hour = case.opened_at.astimezone(ZoneInfo(self.period.clinic.time_zone)).hour
        groups = (group for _dimension, group in self.groups(case.patient))
        late = seen_late or unseen or told
        return case.urgency, hour, viewed, answered, late, *groups

    def missed(self) -> dict[Any, tuple[list[int], datetime | None]]:
        """Treatment -> two or more days that went by since her last report, and when that was."""
        found = {}
        for patient in Patient.objects.filter(clinic=self.period.clinic, user__isnull=False):
            hers = patient.treatments.order_by("-performed_at", "pk")
            newest = hers.first()
            if newest is None or newest.performed_at <= self.now - timedelta(days=60):
                continue
            last = max((each.judged_at for each in patient.check_ins.all()), default=None)
            since = max(last + A_DAY / 2, newest.performed_at) if last else newest.performed_at
            asked = DAYS.get(newest.procedure, ())
            marks = {day: newest.performed_at + timedelta(days=day) for day in asked}
            gone = [day for day, mark in marks.items() if since < mark <= self.now - A_DAY]
            if len(gone) > 1:
                found[newest.pk] = gone, last
        return found

    def alarms(self) -> dict[str, int]:
        closed = [e for e in self.cases if e.status == "closed" and self.holds(e.closed_at)]
        alarms = [each.decision for each in closed if decided(each) == "false_alarm"]
        return dict(Counter((each or {}).get("false_alarm_because", "") for each in alarms))

    def kinds(self) -> dict[Any, str]:
        """Treatment of the period with an event -> its gravest flag."""
        found: dict[Any, list[str]] = {}
        mine = {each.pk for each in self.treatments if self.holds(each.performed_at)}
        for case in self.cases:
            if case.status == "closed" and decided(case) in GRAVE and case.treatment_id in mine:
                rules = found.setdefault(case.treatment_id, [])
                for event in case.events.all():
                    if event.action in ("opened", "flagged") and event.assessment:
                        rules += event.assessment.rules
        return {
            pk: next((each for each in self.flags if each in rules), "")
            for pk, rules in found.items()
        }

    def harmed(self, keys: Any) -> dict[Any, Share]:
        """Key -> treatments of the period with an event, of all; keys: treatment -> its keys."""
        found: dict[Any, Share] = {}
        kinds = self.kinds()
        for each in self.treatments:
            if self.holds(each.performed_at):
                for key in keys(each):
                    found[key] = found.get(key, Share(0, 0)) + Share(int(each.pk in kinds), 1)
        return found
