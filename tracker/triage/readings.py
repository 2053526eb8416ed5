"""From what the patient said to what the rules read.

The same muscle has several words: a face weakness wholly inside a treated toxin region is the
treatment at work, a "treated" muscle that was never treated is a face weakness, and numbness
that does not move is a weakness too (SOURCES.md sections 8b and 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tracker.triage import truth
from tracker.triage.facts import Facts, SymptomFacts
from tracker.triage.places import TREATED
from tracker.triage.protocol import NOT_SURE, Protocol
from tracker.triage.scene import OTHER, Report, Scene, Scope


def scene_of(protocol: Protocol, facts: Facts) -> Scene:
    scene = Scene(protocol, facts)
    weakening = tuple(each.id for each in protocol.procedures.values() if each.weakens)
    scope = scene.scope(weakening) if weakening else None
    for origin, said in enumerate(facts.symptoms):
        report = read(scene, said, origin)
        scene.add([reread(scene, scope, report)])
        scene.add(hidden_weakness(scene, scope, report))
    return scene


def read(scene: Scene, said: SymptomFacts, origin: int) -> Report:
    """One report; a code that the protocol does not know is `other`, away.

    Without a word on its course it is the same only where that place was told before; a place that
    was left out may be another one. The form asks no course of what was gone when she last told it.
    """
    symptom = scene.protocol.symptoms.get(said.symptom, scene.protocol.symptoms[OTHER])
    region = said.region if said.region is not None else symptom.place
    earlier = scene.told_before(said.symptom)
    here = scene.placed(said)
    last = next((one for _, one in earlier if same_place(here, one)), None)
    known_here = region is not None and last is not None and not scene.is_over(last)
    return Report(
        code=symptom.id,
        region=region,
        side=said.side,
        severity=said.severity or None,
        onset=said.onset_hours,
        course=said.course or ("same" if known_here else "new"),
        answers=said.answers,
        origin=origin,
        earlier=earlier,
    )


def same_place(one: SymptomFacts | Report, other: SymptomFacts) -> bool:
    return one.region == other.region and (
        one.side == other.side or None in (one.side, other.side) or "both" in (one.side, other.side)
    )


def reread(scene: Scene, scope: Scope | None, report: Report) -> Report:
    """A weakness takes the name that its place gives it."""
    reads = scene.protocol.symptoms[report.code].reads_as
    if not reads.get("weakness_of_place"):
        return report
    return replace(report, code=weakness_at(scene, scope, report, reads))


def hidden_weakness(scene: Scene, scope: Scope | None, report: Report) -> list[Report]:
    """The weakness behind the word "numb": said outright, or guessed from "not sure".

    Where the protocol says so, that weakness is expected and the word itself still is not: touch
    that is lost is looked at whether the muscle moves or not (SOURCES.md section 8b, numbness).
    """
    reads = scene.protocol.symptoms[report.code].reads_as
    question = reads.get("weak_unless")
    said = report.answers.get(question) if question else None
    if said not in (False, NOT_SURE):
        return []
    certainty = truth.YES if said is False else truth.GUESSED
    code = weakness_at(scene, scope, report, reads)
    explains = bool(reads.get("weakness_explains", True))
    return [replace(report, code=code, certainty=certainty, explains=explains)]


def weakness_at(scene: Scene, scope: Scope | None, report: Report, reads: Mapping[str, Any]) -> str:
    """Inside a treated region the expected one; outside a face, limb, neck ... weakness."""
    inside: str = reads["inside"]
    if scope is not None:
        if scope.where(report).relation == TREATED:
            return inside
        if report.code == inside and _may_be_treated(scope, report):
            return inside
    region = scene.region(report.region)
    outside: str = reads["outside"]
    if region is None or region.always_treated or region.area == "face":
        return outside
    return region.weakness or outside


def _may_be_treated(scope: Scope, report: Report) -> bool:
    """She calls it a treated muscle, and the place or side that she left out may make it one."""
    return any(each.relation in (TREATED, None) for each in scope.readings(report))
