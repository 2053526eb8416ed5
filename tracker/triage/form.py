"""The check-in's symptom list as data, and from its ticks to symptom entries.

The page with script, the page without and the phone share this one table (SOURCES.md section 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.triage.explain import Voice
from tracker.triage.protocol import NOT_SURE, Answer, Code, Protocol
from tracker.triage.vocabulary import offered

Data = dict[str, Any]
YES, NO = "yes", "no"
ANSWER_OF: Mapping[str, bool | str] = {YES: True, NO: False, NOT_SURE: NOT_SURE}


@dataclass(frozen=True)
class Given:
    """What she gave for one tick: chosen choices by ask, places as (region, side)."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[tuple[str | None, str | None], ...] = ()
    severity: int | None = None
    growing: bool = False


def form(protocol: Protocol, procedure: str, language: str) -> Data:
    """Everything that the check-in shows for a procedure, in the protocol's order."""
    voice = Voice(protocol, language)
    return {
        "danger_signs": [
            {"id": each.id, "label": each.label(language)}
            for each in protocol.danger_signs.values()
            if not each.procedures or procedure in each.procedures
        ],
        "ticks": [tick_data(voice, each) for each in ticks_for(protocol, procedure)],
        "regions": [region_data(voice, code) for code in protocol.regions],
        "behaviours": [_behaviour(voice, each) for each in protocol.behaviours.values()],
        "strengths": [
            {"id": each.id, "label": each.label(language), "severity": each.details["severity"]}
            for each in protocol.strengths.values()
        ],
        "courses": [
            {"id": each.id, "label": each.label(language)} for each in protocol.courses.values()
        ],
    }


def ticks_for(protocol: Protocol, procedure: str) -> list[Code]:
    return [
        each
        for each in protocol.ticks.values()
        if procedure in each.details.get("procedures", (procedure,))
    ]


def tick_data(voice: Voice, tick: Code) -> Data:
    """A line of the list; `first` orders the detail pages: sight and weakness before the rest."""
    asks = tick.details.get("asks", ())
    growing = tick.text(voice.language, "growing") if tick.details.get("growing") else ""
    return {
        "id": tick.id,
        "label": tick.label(voice.language),
        "hint": tick.text(voice.language, "hint"),
        "first": tick.details["first"],
        "where": tick.details["where"],
        "strength": tick.details.get("strength", True),
        "text": tick.details.get("text", False),
        "growing": growing,
        "asks": [_ask(voice, tick, each) for each in asks if not each.get("hidden")],
    }


def look_asks(voice: Voice, symptom: str) -> list[Data]:
    """Questions about how a symptom looks, each with its choices; nobody must answer them."""
    known = voice.protocol.symptoms.get(symptom)
    answers = [voice.protocol.answers[code] for code in known.answers] if known else []
    return [
        {
            "id": each.id,
            "question": each.text(voice.language, "question"),
            "hint": each.text(voice.language, "hint"),
            "coin_mm": each.coin_mm,
            "choices": answer_choices(voice, each),
        }
        for each in answers
        if each.choices
    ]


def _ask(voice: Voice, tick: Code, ask: Mapping[str, Any]) -> Data:
    answer = voice.protocol.answers.get(ask.get("answer", ""))
    plain = [_plain(voice, each) for each in (YES, NO, NOT_SURE)]
    question = tick.text(voice.language, ask["id"])
    if answer is not None:
        question = question or answer.text(voice.language, "question")
        choices = answer_choices(voice, answer) if answer.choices else plain
    else:
        choices = [_choice(voice, tick, each["id"]) for each in ask["choices"]]
    return {
        "id": ask["id"],
        "question": question,
        "hint": answer.text(voice.language, "hint") if answer else "",
        "coin_mm": answer.coin_mm if answer else 0,
        "many": ask.get("many", False),
        "required": ask.get("required", False),
        "choices": choices,
    }


def answer_choices(voice: Voice, answer: Answer) -> list[Data]:
    """What a question offers to choose from; "not sure" is always one of them."""
    sizes = [each.get("across_mm", 0) for each in answer.choices]
    choices = zip(offered(answer, voice.language), sizes, strict=True)
    return [*({**each, "across_mm": size} for each, size in choices), _plain(voice, NOT_SURE)]


def _choice(voice: Voice, tick: Code, code: str) -> Data:
    text = tick.text(voice.language, code)
    return {"id": code, "label": text} if text else _plain(voice, code)


def _plain(voice: Voice, code: str) -> Data:
    return {"id": code, "label": voice.say(code)}


def region_data(voice: Voice, code: str) -> Data:
    """A button of the face map; places in percent of the drawing, as in a mirror."""
    region = voice.protocol.regions[code]
    return {
        "id": code,
        "label": region.label(voice.language),
        "area": region.area,
        "has_side": region.has_side,
        "treatable": region.treatable,
        "search": list(region.search),
        "map": {side: list(box) for side, box in region.map.items()},
        "names": {side: voice.place(code, side) for side in ("left", "right", "both")},
    }


def _behaviour(voice: Voice, code: Code) -> Data:
    return {
        "id": code.id,
        "label": code.label(voice.language),
        "group": code.group,
        "question": code.text(voice.language, "question"),
        "follows": code.details.get("follows"),
        "asked": code.details.get("asked", True),
    }


def entries(protocol: Protocol, tick: str, given: Given) -> list[Data]:
    """Symptom entries as the API takes them, without the times, which the caller knows."""
    item = protocol.ticks[tick]
    found = list(_codes(item, given))
    answers = dict(_answers(item, given))
    return [
        entry
        for code, own in found
        for entry in _at_each_place(protocol, code, {**own, **answers}, given)
    ]


def _codes(tick: Code, given: Given) -> Iterator[tuple[str | None, Data]]:
    """The codes a tick leads to, each with the answers that its choice already gives; None is
    the weakness that the place names."""
    leads = list(_leads(tick, given))
    for code in tick.details.get("codes", ()):
        yield code, {}
    for choice in leads:
        if "symptom" in choice:
            yield choice["symptom"], dict(choice.get("answers", {}))
        elif choice.get("weakness"):
            yield None, {}


def _leads(tick: Code, given: Given) -> Iterator[Mapping[str, Any]]:
    for ask in tick.details.get("asks", ()):
        chosen = given.chosen.get(ask["id"], ())
        for choice in ask.get("choices", ()):
            if ask.get("hidden") or choice["id"] in chosen:
                yield choice
        if ask.get("weak") and NO in chosen:
            yield from _weak_beside(tick, given)


def _weak_beside(tick: Code, given: Given) -> Iterable[Mapping[str, Any]]:
    """A tight or tingling place that does not move is weak too; numbness carries it itself."""
    numb = any(
        choice.get("symptom") == "numbness" and choice["id"] in given.chosen.get(ask["id"], ())
        for ask in tick.details["asks"]
        for choice in ask.get("choices", ())
    )
    return () if numb else ({"weakness": True},)


def _answers(tick: Code, given: Given) -> Iterator[tuple[str, bool | str]]:
    for ask in tick.details.get("asks", ()):
        if "answer" in ask:
            for value in given.chosen.get(ask["id"], ())[:1]:
                yield ask["answer"], ANSWER_OF.get(value, value)


def _at_each_place(
    protocol: Protocol, code: str | None, answers: Mapping[str, Any], given: Given
) -> Iterator[Data]:
    """One entry a place; a symptom with a place of its own keeps only the side."""
    places = given.places or ((None, None),)
    seen: set[tuple[Any, ...]] = set()
    for region, side in places:
        symptom = protocol.symptoms[code or weakness_at(protocol, region)]
        where = None if symptom.place else region
        key = (symptom.id, where, side if symptom.has_side else None)
        if key not in seen:
            seen.add(key)
            yield {
                "symptom": key[0],
                "region": key[1],
                "side": key[2],
                "severity": given.severity,
                "course": "worse" if given.growing else "new",
                "answers": {name: answers[name] for name in symptom.answers if name in answers},
            }


def weakness_at(protocol: Protocol, region: str | None) -> str:
    """What "weak" is called at a place (SOURCES.md section 9); all over where none is named."""
    known = protocol.regions.get(region) if region is not None else None
    return (known.weakness if known is not None else "") or "generalised_weakness"
