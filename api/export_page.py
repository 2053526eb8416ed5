"""The page inside an export: her data in her language and by her clock, without a script."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from tracker.models import User
from tracker.records import protocol

CODED = frozenset(
    ("symptom", "region", "procedure", "product", "view", "course", "remedy", "behaviour")
    + ("conditions", "allergies", "medicines")
)


def page_to_read(data: Mapping[str, Any], user: User) -> str:
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        return render_to_string("api/export.html", _worded(data, _labels(user.language)))


def _labels(language: str) -> dict[str, str]:
    """Code -> its word; a code that the protocol no longer has stays a code."""
    known = protocol.in_force()
    tables = (known.symptoms, known.regions, known.procedures, known.products)
    more = (known.views, known.courses, known.remedies, known.behaviours)
    hers = (known.conditions, known.allergies, known.medicines)
    every = (*tables, *more, *hers)
    return {code: item.label(language) for table in every for code, item in table.items()}


def _worded(value: Any, labels: Mapping[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _worded(each, labels, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_worded(each, labels, name) for each in value]
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    return labels.get(value, value) if name in CODED else value
