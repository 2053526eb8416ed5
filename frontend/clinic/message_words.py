"""A message before it is sent: a template's words filled in, and how they read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from frontend.clinic.reading import reading_hint
from frontend.pages.clinic_doors import Desk
from tracker.errors import NotFound
from tracker.models import Patient, Treatment
from tracker.records.templates import template_of, templates_of
from tracker.services.message_templates import filled_for, text_for

STEPS = frozenset({"template", "preview"})


def offered_templates(desk: Desk, clinic_id: UUID) -> list[tuple[str, str]]:
    """Id and title of each that may be used here."""
    rows = templates_of(desk.user).filter(clinic=clinic_id)
    return [(str(row.pk), row.title) for row in rows]


def offered_to_several(desk: Desk) -> list[tuple[str, str]]:
    """Each with its clinic's name, where she works at more than one."""
    rows, is_one = templates_of(desk.user), len(desk.clinics) == 1
    return [
        (str(row.pk), row.title if is_one else f"{row.title} ({row.clinic.name})") for row in rows
    ]


def chosen_text(desk: Desk, treatment: Treatment, posted: Mapping[str, str]) -> str:
    """A template in the patient's language, else what was written; every field is filled in.

    Raises Invalid for a field that is none, NotFound for another clinic's template.
    """
    if posted.get("step") != "template" or not posted.get("template"):
        return filled_for(posted.get("text", "").strip(), treatment)
    template = template_of(desk.user, posted["template"])
    if template.clinic_id != treatment.patient.clinic_id:
        raise NotFound
    return filled_for(text_for(template, treatment.patient.language), treatment)


def beside_reply(desk: Desk, patient: Patient, written: Mapping[str, str]) -> dict[str, Any]:
    """What stands beside a reply on her record; written: what she had in the field, if anything."""
    is_looked_at = "is_looked_at" in written
    return {
        "templates": offered_templates(desk, patient.clinic_id),
        "may_keep_templates": patient.clinic_id in desk.kept_clinics,
        "preview": preview_of(written["text"], patient) if is_looked_at else None,
    }


def preview_of(text: str, patient: Patient) -> dict[str, Any] | None:
    """None where there is nothing to read yet."""
    return words_of(text, patient.language) if text else None


def words_of(text: str, code: str) -> dict[str, Any]:
    language = dict(settings.LANGUAGES).get(code, code)
    return {"code": code, "language": language, "text": text, "hints": reading_hint(text, code)}
