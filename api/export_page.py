"""The page inside an export: her data in her language and by her clock, without a script."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.translation import pgettext

from tracker import wording
from tracker.models import User
from tracker.records import protocol
from tracker.triage.explain import Voice, answers

CODED = frozenset(
    ("symptom", "region", "procedure", "product", "view", "course", "remedy", "behaviour")
    + ("conditions", "allergies", "medicines", "no_photo_because")
)


def page_to_read(data: Mapping[str, Any], user: User) -> str:
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        voice = Voice(protocol.in_force(), user.language)
        return render_to_string("api/export.html", _worded(data, voice, _labels(voice)))


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
    if name == "answers":
        return answers(voice, value)
    if isinstance(value, dict):
        worded = {key: _worded(each, voice, labels, key) for key, each in value.items()}
        region = value.get("region")
        return worded | {"place": voice.place(region, value.get("side") or None) if region else ""}
    if isinstance(value, list):
        return [_worded(each, voice, labels, name) for each in value]
    if isinstance(value, str) and name.endswith("_at"):
        return _moment(timezone.localtime(datetime.fromisoformat(value)))
    if name == "date_of_birth":
        return _day(date.fromisoformat(value))
    return labels.get(value, value) if name in CODED else value


def _moment(at: datetime) -> str:
    clock = formats.time_format(at, pgettext("format of a clock time", "g:iA"))
    return f"{_day(at)}, {clock.lower()}"


def _day(at: date) -> str:
    return formats.date_format(at, pgettext("format of a date with its year", "j F Y"))
