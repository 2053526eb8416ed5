"""A clinic's message templates: kept by its lead or administrator, filled for one patient.

Fields are names from a closed list between braces. They are put in once, as plain text: nothing
that a patient is called is ever read as a field, let alone as more (SAFETY abuse 36).
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from tracker import wording_messages as wording
from tracker.errors import Invalid
from tracker.models import Clinic, MessageTemplate, Role, Treatment, User
from tracker.records import audit, protocol
from tracker.records.access import require_role
from tracker.services.recovery_days import day_of_recovery
from tracker.triage.explain import Voice
from tracker.wording_moments import full_date

KEEPERS: Final = (Role.CLINICAL_LEAD, Role.ADMINISTRATOR)
MOST_TITLE, MOST_TEXT = 80, 2000
NAME: Final = re.compile(r"\{([^{}]*)\}")


@transaction.atomic
def save_template(
    *,
    by: User,
    clinic: Clinic,
    title: str,
    texts: Mapping[str, str],
    template: MessageTemplate | None = None,
) -> MessageTemplate:
    """A new one, or other words for one of this clinic. Raises NotAllowed, Invalid by field."""
    require_role(by, clinic.pk, KEEPERS)
    kept = {name: text.strip() for name, text in texts.items() if text.strip()}
    _check(title.strip(), kept)
    row = template or MessageTemplate(clinic=clinic)
    row.title, row.texts = title.strip(), kept
    row.changed_at, row.changed_by = timezone.now(), by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid({"title": [wording.TITLE_TAKEN]}) from None
    audit.record("template.saved", by=by, clinic_id=clinic.pk, about=row)
    return row


@transaction.atomic
def retire_template(*, by: User, template: MessageTemplate) -> None:
    """It is offered no more; what was sent stays. Raises NotAllowed."""
    require_role(by, template.clinic_id, KEEPERS)
    template.retired_at, template.changed_by = timezone.now(), by
    template.save()
    audit.record("template.retired", by=by, clinic_id=template.clinic_id, about=template)


@transaction.atomic
def add_starting_set(*, by: User | None, clinic: Clinic) -> int:
    """What a clinic begins with, in every language; a title that it has stays as it is."""
    if by is not None:
        require_role(by, clinic.pk, KEEPERS)
    held = MessageTemplate.objects.filter(clinic=clinic, retired_at=None)
    known = set(held.values_list("title", flat=True))
    with translation.override(clinic.language):
        begun = [(str(title), text) for title, text in wording.STARTING]
    rows = [
        MessageTemplate(clinic=clinic, title=title, texts=_in_every_language(text), changed_by=by)
        for title, text in begun
        if title not in known
    ]
    for row in MessageTemplate.objects.bulk_create(rows):
        audit.record("template.saved", by=by, clinic_id=clinic.pk, about=row)
    return len(rows)


def filled_for(text: str, treatment: Treatment) -> str:
    """The text as this patient would read it. Raises Invalid where a field is none."""
    if fault := fault_in(text):
        raise Invalid({"text": [fault]})
    if not NAME.search(text):
        return text
    values = fields_of(treatment)
    return NAME.sub(lambda found: values[found[1]], text)


def sent_as(text: str, treatment: Treatment) -> str:
    """What goes out: her fields filled in; braces that are no field stay as they were written."""
    values = fields_of(treatment) if NAME.search(text) else {}
    return NAME.sub(lambda found: values.get(found[1], found[0]), text)


def unfilled_in(text: str, treatment: Treatment) -> list[str]:
    """The fields of a text that would stay empty for this patient."""
    named = dict.fromkeys(NAME.findall(text))
    values = fields_of(treatment) if named else {}
    return [name for name in named if not values.get(name, "").strip()]


def text_for(template: MessageTemplate, language: str) -> str:
    """In her language, else in the clinic's, else in the first that there is."""
    texts: Mapping[str, str] = template.texts
    for known in (language, template.clinic.language):
        if known in texts:
            return texts[known]
    return next(iter(texts.values()))


def fields_of(treatment: Treatment) -> dict[str, str]:
    """In the patient's language and by her clock."""
    patient = treatment.patient
    words = Voice(protocol.in_force(), patient.language)
    treated_on = timezone.localtime(treatment.performed_at, ZoneInfo(patient.time_zone))
    with translation.override(patient.language):
        day = full_date(treated_on.date())
    return {
        "first_name": patient.name.split()[0] if patient.name.strip() else "",
        "day": str(day_of_recovery(treatment, timezone.now())),
        "areas": _areas(treatment, words),
        "treated_on": day,
        "clinic": patient.clinic.name,
        "clinic_phone": patient.clinic.phone,
    }


def fault_in(text: str) -> str:
    """What is wrong with its fields, in one sentence; "" where nothing is."""
    for name in NAME.findall(text):
        if name not in wording.FIELDS:
            known = ", ".join(f"{{{each}}}" for each in wording.FIELDS)
            return str(wording.UNKNOWN_FIELD % {"name": name, "known": known})
    rest = NAME.sub("", text)
    return str(wording.STRAY_BRACE) if "{" in rest or "}" in rest else ""


def _areas(treatment: Treatment, words: Voice) -> str:
    sides = {"left", "right"}
    sites = treatment.sites.all()
    names = [words.place(s.region, s.side if s.side in sides else None) for s in sites]
    return words.join(list(dict.fromkeys(names))) or words.label(
        words.protocol.procedures, treatment.procedure
    )


def _check(title: str, texts: Mapping[str, str]) -> None:
    found: dict[str, list[Any]] = {}
    if not 0 < len(title) <= MOST_TITLE:
        found["title"] = [wording.TITLE_NEEDED]
    if not texts or texts.keys() - dict(settings.LANGUAGES).keys():
        found["texts"] = [wording.TEXT_NEEDED]
    for language, text in texts.items():
        if fault := wording.TEXT_TOO_LONG if len(text) > MOST_TEXT else fault_in(text):
            found[f"texts.{language}"] = [fault]
    if found:
        raise Invalid(found)


def _in_every_language(text: Any) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said
