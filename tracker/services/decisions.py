"""How a case ends: the reason, the contact, and what was wrong where it was a false alarm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import User
from tracker.services.patient_details import CLOCK_AHEAD

DECISIONS = ("expected_course", "treated", "referred", "duplicate", "unreachable", "false_alarm")
FALSE_ALARMS = ("wording", "wrong_tap", "rule_too_wide", "treated_area_wrong")
TRIED = "attempt"
CONTACTS = ("phone", "message", "in_person", TRIED)
CONTACT_NEEDED = frozenset({"urgent", "emergency"})


@dataclass(frozen=True)
class Ruling:
    """contact: {"at", "how": one of CONTACTS, "outcome"}, needed by urgent and emergency."""

    reason: str
    note: str
    contact: Mapping[str, Any] | None
    false_alarm_because: str | None

    def check(self) -> None:
        """Raises Invalid, naming each field that is outside its list."""
        wrong: dict[str, list[Any]] = {}
        if self.reason not in DECISIONS:
            wrong["reason"] = [wording.UNKNOWN_CHOICE]
        if self.reason == "false_alarm" and self.false_alarm_because not in FALSE_ALARMS:
            wrong["false_alarm_because"] = [wording.FALSE_ALARM_WHY]
        if self.contact and self.contact.get("how") not in CONTACTS:
            wrong["contact.how"] = [wording.UNKNOWN_CHOICE]
        if self._is_to_come():
            wrong["contact.at"] = [wording.CONTACT_TO_COME]
        if wrong:
            raise Invalid(wrong)

    def _is_to_come(self) -> bool:
        at = (self.contact or {}).get("at")
        return isinstance(at, datetime) and at > timezone.now() + CLOCK_AHEAD

    def signed(self, by: User) -> dict[str, Any]:
        """As the case keeps it: who decided, and when."""
        return {
            "reason": self.reason,
            "note": self.note,
            "contact": self._contact(),
            "false_alarm_because": self.false_alarm_because,
            "by": {"id": str(by.pk), "name": by.name},
            "at": timezone.now().isoformat(),
        }

    def kept(self, signed: Mapping[str, Any]) -> dict[str, Any]:
        """What its event keeps, for the case forgets the decision when it is opened again."""
        names = ("reason", "contact", "false_alarm_because")
        return {name: signed[name] for name in names if signed[name]}

    def _contact(self) -> dict[str, Any] | None:
        if not self.contact:
            return None
        at = self.contact["at"]
        return {**self.contact, "at": at.isoformat() if isinstance(at, datetime) else at}
