"""From one table of a protocol file to one frozen item; every unknown key and code is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from tracker.triage.grammar import condition
from tracker.triage.names import Names
from tracker.triage.protocol import (
    ASK,
    ENGLISH,
    URGENCIES,
    Advice,
    Aftercare,
    Answer,
    Code,
    Contraindication,
    Item,
    Meaning,
    Procedure,
    Product,
    Question,
    Raise,
    Reach,
    Region,
    Remedy,
    Rule,
    Symptom,
)

Data = Mapping[str, Any]
SOURCED = ("rules", "raises", "remedies", "advice", "aftercare", "meanings")


@dataclass(frozen=True)
class Draft:
    """An item as it stands in its file."""

    id: str
    data: dict[str, Any]
    where: str


@dataclass(frozen=True)
class Context:
    names: Names

    def codes(self, kind: str, said: Any) -> tuple[str, ...]:
        return self.names.codes(kind, said) if said else ()

    def code(self, kind: str, said: Any) -> str:
        code, *more = self.names.codes(kind, [said])
        if more:
            raise self.names.fail(f"one code is wanted among {kind}, not {said!r}")
        return code


Convert = Callable[[Any, Context], Any]


def build_item(kind: str, draft: Draft, names: Names, sources: Mapping[str, Code]) -> Item:
    """The item of a draft; raises ProtocolError that names the file and the item."""
    here = Names(names.known, names.sets, f"{draft.where}, {draft.id}")
    make, converts = BUILDERS[kind]
    data = dict(draft.data)
    texts = data.pop("text", {})
    if "situation" in data:
        data["situations"] = data.pop("situation")
    _check_source(kind, data, sources, here)
    if strange := sorted(data.keys() - KEYS[kind]):
        raise here.fail(f"unknown key {', '.join(strange)}")
    _check_texts(texts, here)
    context = Context(here)
    values = {key: converts.get(key, _as_is)(value, context) for key, value in data.items()}
    try:
        item: Item = make(id=draft.id, texts=_frozen(texts), **values)
    except TypeError as error:
        raise here.fail(f"something is missing: {error}") from error
    return item


def _check_source(kind: str, data: Data, sources: Mapping[str, Code], here: Names) -> None:
    said = str(data.get("source", ""))
    if kind in SOURCED and not said:
        raise here.fail("no source")
    if strange := [each for each in said.split() if each not in sources]:
        raise here.fail(f"source {', '.join(strange)} does not stand in sources.toml")


def _check_texts(texts: Any, here: Names) -> None:
    if not isinstance(texts, Mapping) or not texts.get(ENGLISH):
        raise here.fail("no [text.en]")
    for language, words in texts.items():
        if not all(isinstance(each, str) and each.strip() for each in words.values()):
            raise here.fail(f"an empty text in [text.{language}]")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(each) for key, each in value.items()})
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


def _as_is(value: Any, context: Context) -> Any:
    return _frozen(value)


def _code(kind: str) -> Convert:
    return lambda value, context: context.code(kind, value) if value else None


def _codes(kind: str) -> Convert:
    return lambda value, context: context.codes(kind, value)


def _condition(value: Any, context: Context) -> Any:
    return condition(value, context.names)


def _urgency(value: Any, context: Context) -> str:
    if value not in URGENCIES:
        raise context.names.fail(f"{value!r} is no urgency")
    return str(value)


def _urgencies(value: Any, context: Context) -> frozenset[str]:
    return frozenset(_urgency(each, context) for each in value)


def _if_unknown(value: Any, context: Context) -> str:
    return ASK if value == ASK else _urgency(value, context)


def _set(value: Any, context: Context) -> frozenset[str]:
    return frozenset(value)


def _reaches(value: Any, context: Context) -> tuple[Reach, ...]:
    return tuple(
        Reach(
            symptoms=frozenset(context.codes("symptoms", each["symptoms"])),
            regions=frozenset(context.codes("regions", each.get("regions"))),
            sites=frozenset(context.codes("regions", each["sites"])),
        )
        for each in value
    )


def _not_where(value: Any, context: Context) -> tuple[Mapping[str, Any], ...]:
    """Conditions beside a remedy: while one holds, or may hold, it is withheld."""
    return tuple(
        MappingProxyType(
            {"when": condition(each["when"], context.names), "because": each["because"]}
        )
        for each in value
    )


def _contraindications(value: Any, context: Context) -> tuple[Contraindication, ...]:
    return tuple(
        Contraindication(
            kind=each["kind"],
            codes=frozenset(context.codes(each["kind"], each["codes"]))
            if each["codes"]
            else frozenset(),
            because=each["because"],
            question=context.code("questions", each["question"]),
            ask_first=each.get("ask_first", False),
        )
        for each in value
    )


def _settled(value: Any, context: Context) -> frozenset[str]:
    """Checked against its list by check_links, which knows `settles`."""
    return frozenset(value)


REGION = {"part_of": _code("regions"), "touches": _codes("regions")}
RULE = {
    "procedures": _codes("procedures"),
    "when": _condition,
    "urgency": _urgency,
    "if_unknown": _if_unknown,
    "advice": _codes("advice"),
    "tags": _set,
}
BUILDERS: Mapping[str, tuple[type[Any], Mapping[str, Convert]]] = {
    "symptoms": (Symptom, {"place": _code("regions"), "answers": _codes("answers")}),
    "regions": (Region, REGION),
    "procedures": (Procedure, {"reaches": _reaches}),
    "products": (Product, {"procedure": _code("procedures")}),
    "rules": (Rule, RULE),
    "raises": (Raise, {"when": _condition}),
    "remedies": (
        Remedy,
        {
            "when": _condition,
            "not_where": _not_where,
            "contraindications": _contraindications,
            "advice": _codes("advice"),
        },
    ),
    "advice": (
        Advice,
        {"when": _condition, "procedures": _codes("procedures"), "urgencies": _urgencies},
    ),
    "aftercare": (
        Aftercare,
        {
            "procedures": _codes("procedures"),
            "slip": _code("behaviours"),
            "advice": _code("advice"),
        },
    ),
    "behaviours": (Code, {}),
    "conditions": (Code, {}),
    "allergies": (Code, {}),
    "medicines": (Code, {}),
    "circumstances": (Code, {}),
    "danger_signs": (Code, {"procedures": _codes("procedures")}),
    "views": (Code, {}),
    "questions": (Question, {"codes": _settled}),
    "courses": (Code, {}),
    "strengths": (Code, {}),
    "answers": (Answer, {}),
    "ticks": (Code, {}),
    "photo_findings": (Code, {}),
    "meanings": (Meaning, {"rules": _codes("rules")}),
}
KEYS: Mapping[str, frozenset[str]] = {
    kind: frozenset(each.name for each in fields(make)) - {"texts"}
    for kind, (make, _) in BUILDERS.items()
}
