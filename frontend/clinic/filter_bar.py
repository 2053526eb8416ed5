"""The worklist's views, levels, filters and sorts, as links and fields for the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from frontend.clinic import list_wording, wording
from frontend.clinic.asked import FLAGGED, Asked
from frontend.clinic.labels import sentence
from tracker.models import User
from tracker.records.worklist import MOST
from tracker.triage.explain import Voice
from tracker.triage.protocol import Item

BOUNDED = ("closed", "notes")  # counting stops at MOST
Choices = list[tuple[str, str]]


def views(asked: Asked, counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": view,
            "url": asked.url(view=view),
            "label": label,
            "count": counted(view, counts[view]),
            "current": view == asked.view,
        }
        for view, label in wording.VIEWS.items()
        if view in counts
    ]


def counted(view: str, count: int) -> str:
    return f"{MOST - 1}+" if view in BOUNDED and count >= MOST else str(count)


def levels(asked: Asked) -> list[dict[str, Any]]:
    words = {"": wording.ALL_LEVELS} | {level: wording.LEVELS[level] for level in FLAGGED}
    now = asked.said.get("urgency", "")
    return [
        {"id": level, "url": asked.url(urgency=level), "label": label, "current": level == now}
        for level, label in words.items()
    ]


def fields(asked: Asked, people: Iterable[User], voice: Voice) -> dict[str, Any]:
    """What the filter's form offers, and what is chosen in it."""
    protocol, chosen = voice.protocol, asked.said
    return {
        "selects": [
            _select("assigned", _colleagues(people), chosen),
            _select("symptom", _items(protocol.symptoms, voice), chosen),
            _select("region", _items(protocol.regions, voice), chosen),
            _select("product", _items(protocol.products, voice), chosen),
            _select("rule", _items(protocol.rules, voice), chosen),
            _select("language", list(settings.LANGUAGES), chosen),
        ],
        "label": chosen.get("label", ""),
        "lot": chosen.get("lot", ""),
        "day": chosen.get("day", ""),
        "contact": "contact" in chosen,
        "urgency": chosen.get("urgency", ""),
        "sorts": [(name, label, name == asked.sort) for name, label in list_wording.SORTS.items()],
    }


def chips(asked: Asked, people: Iterable[User], voice: Voice) -> list[dict[str, str]]:
    """Each filter that is set, in words, with the address without it; the level has its own row."""
    shown = {name: value for name, value in asked.said.items() if name != "urgency"}
    offered = {
        each["name"]: dict(each["options"]) for each in fields(asked, people, voice)["selects"]
    }
    return [
        {
            "label": str(list_wording.FILTERS[name]),
            "value": "" if name == "contact" else str(offered.get(name, {}).get(value, value)),
            "url": asked.url(**{name: ""}),
        }
        for name, value in shown.items()
    ]


def _select(name: str, options: Choices, chosen: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "label": list_wording.FILTERS[name],
        "options": options,
        "chosen": chosen.get(name, ""),
    }


def _colleagues(people: Iterable[User]) -> Choices:
    words = [(code, str(label)) for code, label in list_wording.ASSIGNED.items()]
    return words + [(str(each.pk), each.name) for each in people]


def _items(table: Mapping[str, Item], voice: Voice) -> Choices:
    labels = [(code, sentence(voice.label(table, code))) for code in table]
    return sorted(labels, key=lambda choice: choice[1].casefold())
