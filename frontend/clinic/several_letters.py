"""One template as each of several patients will read it, and what keeps it from being sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from frontend.clinic import list_wording
from frontend.clinic.chosen import Chosen
from frontend.clinic.message_words import words_of
from frontend.pages.clinic_doors import Desk
from tracker.models import MessageTemplate, ReviewCase
from tracker.services.message_templates import filled_for, text_for, unfilled_in


@dataclass(frozen=True)
class Letter:
    """missing: fields that would stay empty; joined: whether it reaches her at all."""

    case: ReviewCase
    version: int
    text: str
    missing: tuple[str, ...]

    @property
    def joined(self) -> bool:
        return self.case.patient.user_id is not None

    @property
    def is_ready(self) -> bool:
        return self.joined and not self.missing

    @property
    def value(self) -> str:
        return f"{self.case.pk}~{self.version}"

    def shown(self, desk: Desk) -> Mapping[str, Any]:
        patient = self.case.patient
        words = words_of(self.text, patient.language)
        return words | {
            "name": desk.shown(patient.name),
            "value": self.value,
            "fault": self._fault(),
        }

    def _fault(self) -> str:
        if not self.joined:
            return str(list_wording.NOT_JOINED)
        fields = ", ".join(f"{{{name}}}" for name in self.missing)
        return list_wording.FIELDS_EMPTY % {"fields": fields} if self.missing else ""


def letters(chosen: Iterable[Chosen], template: MessageTemplate) -> list[Letter]:
    """In each patient's language; raises Invalid for a template with a field that is none."""
    return [_letter(case, version, template) for case, version in chosen]


def seal_of(ready: Iterable[Letter]) -> str:
    """What the preview showed: other words, or other patients, make another one."""
    said = [(str(each.case.pk), each.text) for each in ready]
    return sha256(repr(said).encode()).hexdigest()


def _letter(case: ReviewCase, version: int, template: MessageTemplate) -> Letter:
    text = text_for(template, case.patient.language)
    missing = tuple(unfilled_in(text, case.treatment))
    return Letter(case, version, filled_for(text, case.treatment), missing)
