"""All that the caseload's tables are made of; each read once, and only where a table asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from frontend.clinic.caseload.asked import Asked
from tracker.records.caseload_adherence import Adherence, adherence
from tracker.records.caseload_adverse import Adverse, adverse
from tracker.records.caseload_cases import Replies, Reply, replies
from tracker.records.caseload_check_ins import CheckIns, check_ins
from tracker.records.caseload_groups import Counts
from tracker.records.caseload_missed import Missed, missed
from tracker.records.caseload_period import Period
from tracker.triage.explain import Voice
from tracker.triage.protocol import RANK, is_flag


@dataclass
class Scene:
    asked: Asked
    voice: Voice
    now: datetime
    may_read_rules: bool = True
    shown: Callable[[str], str] = str  # a patient's name, as this screen may show it

    @property
    def period(self) -> Period:
        return self.asked.period

    @cached_property
    def days(self) -> dict[str, tuple[int, ...]]:
        """Procedure -> its days of check-in."""
        known = self.voice.protocol.procedures
        return {code: each.check_in_days for code, each in known.items()}

    @cached_property
    def flags(self) -> list[str]:
        """The rules that flag, the gravest first."""
        rules = self.voice.protocol.rules.values()
        ordered = sorted(rules, key=lambda rule: (-RANK[rule.urgency], rule.order))
        return [rule.id for rule in ordered if is_flag(rule.urgency)]

    @cached_property
    def adherence(self) -> Adherence:
        return adherence(self.period, self.days)

    @cached_property
    def check_ins(self) -> CheckIns:
        return check_ins(self.period)

    @cached_property
    def by_group(self) -> dict[str, Counts]:
        """Measure -> its shares along every dimension, for the tables of all of them."""
        return {
            "adherence": self.adherence.by_group(),
            "flags": self.check_ins.flags_by_group(),
            "advice": self.check_ins.advice_by_group(),
            "again": self.check_ins.taken_again_by_group(),
        }

    @cached_property
    def replies(self) -> list[Reply]:
        return replies(self.period, self.now)

    @cached_property
    def every_reply(self) -> Replies:
        return Replies(self.replies)

    @cached_property
    def adverse(self) -> Adverse:
        return adverse(self.period, self.flags)

    @cached_property
    def missed(self) -> list[Missed]:
        return missed(self.period.clinic, self.days, self.now)

    def rule(self, code: str) -> str:
        """Its title; a rule that is no longer in force keeps its name."""
        found = self.voice.protocol.rules.get(code)
        return (found.label(self.voice.language) if found else "") or code
