"""The page inside an export: her data in her language and by her clock, without a script."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from tracker import wording
from tracker.models import User
from tracker.records import protocol
from tracker.triage.explain import Voice, answers
from tracker.wording_choices import SKIN_TYPES, YES_OR_NO, strength
from tracker.wording_moments import full_date, full_moment

CODED = frozenset(
    ("symptom", "region", "procedure", "product", "view", "course", "remedy", "behaviour")
    + ("conditions", "allergies", "medicines", "behaviours", "no_photo_because")
)

ASKED = frozenset(("prior_reaction", "toxin_elsewhere"))


def page_to_read(data: Mapping[str, Any], user: User) -> str:
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        voice = Voice(protocol.in_force(), user.language)
        return render_to_string("api/export.html", _worded(data, voice, _labels(voice)))


def _said(name: str, value: Any, voice: Voice) -> str | None:
    """What she answered before a remedy, and danger signs: words of tables of their own."""
    if isinstance(value, list):
        return None
    if name == "question" and value in voice.protocol.questions:
        return voice.protocol.questions[value].text(voice.language, "question")
    if name == "answer":
        return str(YES_OR_NO[value]) if isinstance(value, bool) else gettext("Not sure")
    if name == "signs" and value in voice.protocol.danger_signs:
        return voice.protocol.danger_signs[value].label(voice.language)
    return None


def _labels(voice: Voice) -> dict[str, str]:
    """Code -> its word; a code that the protocol no longer has stays a code."""
    known = voice.protocol
    tables = (known.symptoms, known.regions, known.procedures, known.products)
    more = (known.views, known.courses, known.remedies, known.behaviours)
    hers = (known.conditions, known.allergies, known.medicines)
    every = (*tables, *more, *hers)
    names = {c: item.label(voice.language) for table in every for c, item in table.items()}
    return names | {code: str(words) for code, words in wording.NO_PHOTO.items()}


def _worded(value: Any, voice: Voice, labels: Mapping[str, str], name: str = "") -> Any:
    if (said := _said(name, value, voice)) is not None:
        return said
    if name == "answers":
        return answers(voice, value)
    if isinstance(value, dict):
        words = {key: _worded(each, voice, labels, key) for key, each in value.items()}
        return words | {"place": _place(value, voice)} if "side" in value else words
    if isinstance(value, list):
        return [_worded(each, voice, labels, name) for each in value]
    if name in ASKED and value is not None:
        return str(YES_OR_NO[value])
    if name == "severity":
        return strength(value).lower()
    if name == "skin_type":
        return str(SKIN_TYPES.get(value, ""))
    if isinstance(value, str) and name.endswith("_at"):
        return full_moment(datetime.fromisoformat(value))
    if isinstance(value, str) and name in ("date_of_birth", "toxin_asked_on"):
        return full_date(date.fromisoformat(value))
    return labels.get(value, value) if name in CODED else value


def _place(said: Mapping[str, Any], voice: Voice) -> str:
    """Region and side in one; of a symptom that sits where it always does, only with its side."""
    symptom = voice.protocol.symptoms.get(said.get("symptom", ""))
    own = symptom.place if symptom else None
    region, side = said["region"] or own, said["side"] or None
    return voice.place(region, side) if region and (region != own or side) else ""
