"""What is written to everybody who had a lot: one text, and others for other languages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from frontend.clinic.message_words import words_of
from frontend.pages.clinic_doors import Desk
from tracker.models import Patient
from tracker.records.access import CLINICIANS
from tracker.records.templates import template_of, templates_of
from tracker.services.message_templates import filled_for, text_for
from tracker.services.recalls import check_recall_words, recall_of


@dataclass(frozen=True)
class RecallWords:
    """text: to everybody whose language has no other words in `others`; fields are not filled."""

    text: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: Mapping[str, str]) -> "RecallWords":
        said = {code: posted.get(f"text-{code}", "").strip() for code, _ in settings.LANGUAGES}
        return cls(posted.get("text", "").strip(), {c: text for c, text in said.items() if text})

    def filled_from(self, desk: Desk, posted: Mapping[str, str]) -> "RecallWords":
        """The chosen template's texts; as they were where none was chosen. Raises NotFound."""
        if not posted.get("template"):
            return self
        template = template_of(desk.user, posted["template"], CLINICIANS)
        read = languages(recall_of(desk.user, posted.get("lot", "")))
        first = read[0][0] if read else template.clinic.language
        return RecallWords(text_for(template, first), template.texts)

    def inputs(self, patients: Iterable[Patient]) -> list[dict[str, Any]]:
        """One more field for each language but the one that most of them read."""
        names = dict(settings.LANGUAGES)
        return [
            {
                "code": code,
                "language": names.get(code, code),
                "count": count,
                "text": self.others.get(code, ""),
            }
            for code, count in languages(patients)[1:]
        ]

    def previews(self, desk: Desk, lot: str) -> list[dict[str, Any]]:
        """As the first patient of each language reads it. Raises Invalid for bad words."""
        check_recall_words(self.text, *self.others.values())
        found: dict[str, dict[str, Any]] = {}
        for patient, treatment in recall_of(desk.user, lot).items():
            if patient.user_id and patient.language not in found:
                said = filled_for(self.others.get(patient.language, self.text), treatment)
                found[patient.language] = words_of(said, patient.language) | {
                    "name": desk.shown(patient.name)
                }
        return list(found.values())


def languages(patients: Iterable[Patient]) -> list[tuple[str, int]]:
    """Of those whom a message reaches: the language that most of them read comes first."""
    return Counter(each.language for each in patients if each.user_id).most_common()


def recall_templates(desk: Desk) -> list[tuple[str, str]]:
    return [(str(row.pk), row.title) for row in templates_of(desk.user, CLINICIANS)]
