"""The whole of one judgement as data: what was known, what fired, what was shown.

A receipt is byte-equal when the same facts are judged again under the same protocol.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tracker.triage.explain import Voice, because, evidence_data
from tracker.triage.facts import Facts
from tracker.triage.judge import Finding, Judgement, judge
from tracker.triage.protocol import RANK, URGENCIES, Item, Protocol
from tracker.triage.readings import scene_of
from tracker.triage.scene import Report, Scene
from tracker.triage.suggest import Suggestion, Withheld, suggest
from tracker.triage.trace import describe_condition

__all__ = ["ENGINE", "RANK", "URGENCIES", "Receipt", "assess", "canonical_json"]

ENGINE = "2"  # rises with every change that may change a receipt


@dataclass(frozen=True)
class Receipt:
    """What one check-in came to. `data` is JSON-able and complete."""

    urgency: str
    seek_emergency_care: bool
    needs_review: bool
    data: dict[str, Any]


def assess(protocol: Protocol, facts: Facts, language: str) -> Receipt:
    """Judge, suggest and explain."""
    scene = scene_of(protocol, facts)
    judgement = judge(scene)
    suggestion = suggest(scene, judgement)
    seek = judgement.urgency == "emergency"
    return Receipt(
        urgency=judgement.urgency,
        seek_emergency_care=seek,
        needs_review=bool(judgement.flags),
        data={
            "engine": ENGINE,
            "protocol": protocol.version,
            "digest": protocol.digest,
            "language": language,
            "facts": facts.to_data(),
            "urgency": judgement.urgency,
            "seek_emergency_care": seek,
            **_shown(Voice(protocol, language), scene, judgement, suggestion),
            **_trace(scene, judgement),
        },
    )


def canonical_json(data: Any) -> str:
    """Sorted keys, no spaces, no escapes: equal data gives equal bytes."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _shown(
    voice: Voice, scene: Scene, judgement: Judgement, suggestion: Suggestion
) -> dict[str, Any]:
    """What the patient reads (API.md, "A check-in")."""
    return {
        "flags": [_flag(voice, each, scene) for each in judgement.flags],
        "advice": [
            {"id": each.id, "text": each.text(voice.language)} for each in suggestion.advice
        ],
        "remedies": [remedy_data(voice, each) for each in suggestion.remedies],
        "withheld": [_withheld(voice, each) for each in suggestion.withheld],
        "questions": [
            {
                "id": code,
                "question": voice.protocol.questions[code].text(voice.language, "question"),
                "for": list(remedies),
            }
            for code, remedies in suggestion.questions.items()
        ],
    }


def _flag(voice: Voice, finding: Finding, scene: Scene) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "title": finding.rule.label(voice.language),
        "urgency": finding.urgency,
        "because": because(voice, finding, scene),
    }


def remedy_data(voice: Voice, remedy: Item) -> dict[str, Any]:
    """A remedy as it is shown; the source by its title."""
    names = ("label", "how", "evidence", "not_if")
    words = {name: remedy.text(voice.language, name) for name in names}
    titles = [voice.protocol.sources[code].label() for code in remedy.source.split()]
    return {"id": remedy.id, **words, "source": "; ".join(titles)}


def _withheld(voice: Voice, held: Withheld) -> dict[str, str]:
    own = held.remedy.text(voice.language, held.because)
    return {"remedy": held.remedy.id, "because": own or voice.say(held.because)}


def _trace(scene: Scene, judgement: Judgement) -> dict[str, Any]:
    """For the clinician and for replay: every rule that fired, could fire, or nearly did."""
    return {
        "fired": [_fired(each, scene) for each in judgement.findings],
        "unknown": [{"rule": each.id, "urgency": each.urgency} for each in judgement.unknown],
        "near_misses": [
            {
                "rule": each.rule.id,
                "urgency": each.rule.urgency,
                "missing": describe_condition(each.missing),
            }
            for each in judgement.near_misses
        ],
    }


def _fired(finding: Finding, scene: Scene) -> dict[str, Any]:
    reports = [each for each in finding.evidence if isinstance(each, Report)]
    return {
        "rule": finding.rule.id,
        "urgency": finding.urgency,
        "source": finding.rule.source,
        "truth": finding.truth,
        "raised_by": list(finding.raised_by),
        "evidence": [evidence_data(each) for each in finding.evidence],
        "regions": sorted({each.region for each in reports if each.region is not None}),
    }
