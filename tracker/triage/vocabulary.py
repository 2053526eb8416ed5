"""The words of a protocol in one language: the body of GET /vocabulary/ (API.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.triage.protocol import Answer, Item, Protocol

PLAIN = ("behaviours", "conditions", "allergies", "medicines", "circumstances", "views", "courses")


def vocabulary(protocol: Protocol, language: str) -> dict[str, Any]:
    return {
        "version": protocol.version,
        "digest": protocol.digest,
        "language": language,
        "symptoms": _symptoms(protocol, language),
        "regions": _regions(protocol, language),
        "procedures": _procedures(protocol, language),
        **{name: _words(getattr(protocol, name), language) for name in PLAIN},
        "remedies": [
            {**_word(each, language), "evidence": each.text(language, "evidence")}
            for each in protocol.remedies.values()
        ],
        "advice": [
            {"id": each.id, "label": each.text(language), "text": each.text(language)}
            for each in protocol.advice.values()
        ],
        "danger_signs": [
            {**_word(each, language), "procedures": list(each.procedures)}
            for each in protocol.danger_signs.values()
        ],
    }


def _word(item: Item, language: str) -> dict[str, Any]:
    return {"id": item.id, "label": item.label(language)}


def _words(table: Mapping[str, Item], language: str) -> list[dict[str, Any]]:
    return [_word(each, language) for each in table.values()]


def _symptoms(protocol: Protocol, language: str) -> list[dict[str, Any]]:
    return [
        {
            **_word(each, language),
            "question": each.text(language, "question"),
            "has_side": each.has_side,
            "group": each.group,
            "answers": [
                {
                    "id": code,
                    "question": protocol.answers[code].text(language, "question"),
                    "choices": offered(protocol.answers[code], language),
                }
                for code in each.answers
            ],
        }
        for each in protocol.symptoms.values()
    ]


def offered(answer: Answer, language: str) -> list[dict[str, str]]:
    """The choices of a question as a form shows them, without "not sure"."""
    codes = [str(each["id"]) for each in answer.choices]
    return [{"id": code, "label": answer.text(language, f"{code}_label")} for code in codes]


def _regions(protocol: Protocol, language: str) -> list[dict[str, Any]]:
    return [
        {
            **_word(each, language),
            "part_of": each.part_of,
            "touches": list(each.touches),
            "map": {side: list(box) for side, box in each.map.items()} or None,
        }
        for each in protocol.regions.values()
    ]


def _procedures(protocol: Protocol, language: str) -> list[dict[str, Any]]:
    return [
        {
            **_word(each, language),
            "products": [
                {**_word(product, language), "unit": product.unit}
                for product in protocol.products.values()
                if product.procedure == each.id
            ],
        }
        for each in protocol.procedures.values()
    ]
