"""The page inside an export: her data in her language and by her clock, without a script."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from tracker import wording
from tracker.models import User
from tracker.records import protocol

TABLES = ("symptom", "region", "procedure", "product", "view", "course", "remedy", "behaviour")
CODED = (*TABLES, "no_photo_because")


def page_to_read(data: Mapping[str, Any], user: User) -> str:
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        return render_to_string("api/export.html", _worded(data, _labels(user.language)))


def _labels(language: str) -> dict[str, str]:
    """Code -> its word; a code that the protocol no longer has stays a code."""
    known = protocol.in_force()
    tables = (known.symptoms, known.regions, known.procedures, known.products)
    more = (known.views, known.courses, known.remedies, known.behaviours)
    names = {c: item.label(language) for table in (*tables, *more) for c, item in table.items()}
    return names | {code: str(words) for code, words in wording.NO_PHOTO.items()}


def _worded(value: Any, labels: Mapping[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _worded(each, labels, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_worded(each, labels) for each in value]
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    return labels.get(value, value) if name in CODED else value
