"""Why a check-in was flagged: each condition of each rule, with the fact that met it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from frontend.clinic.labels import sentence
from frontend.clinic.rules import condition
from frontend.clinic.unknowns import not_known
from frontend.clinic.wording import LEVELS
from tracker.models import Assessment, CheckIn
from tracker.records import protocol
from tracker.triage.conditions import All, AnyOf, Condition, Evidence, Hours, Treated
from tracker.triage.explain import Voice, describe, fact, hours
from tracker.triage.facts import Facts
from tracker.triage.protocol import Rule, is_flag
from tracker.triage.readings import scene_of
from tracker.triage.scene import Report, Scene, Scope
from tracker.triage.trace import describe_condition
from tracker.triage.truth import YES


@dataclass(frozen=True)
class Met:
    """A condition, what met it, and the question she read."""

    text: str
    facts: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class FiredRule:
    id: str
    title: str
    level: str
    level_word: str
    because: tuple[str, ...]
    conditions: tuple[Met, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """One judgement of one check-in, as the protocol version it names explains it."""

    check_in: CheckIn
    said_at: str
    level: str
    level_word: str
    levels: str  # of the case, before this check-in and after it
    rules: tuple[FiredRule, ...]
    unknown: tuple[str, ...]
    could_rise: tuple[str, ...]
    near_misses: tuple[str, ...]
    version: str
    digest: str
    is_readable: bool  # False: the protocol's folder is gone or changed, the receipt still speaks


def why(assessment: Assessment, check_in: CheckIn, language: str, levels: str) -> Why:
    receipt = assessment.said
    judged_by = protocol.of_version(assessment.protocol_version, assessment.digest)
    voice = Voice(judged_by, language) if judged_by else None
    scene = scene_of(judged_by, Facts.from_data(receipt["facts"])) if judged_by else None
    return Why(
        check_in=check_in,
        said_at=device_time(check_in),
        level=assessment.urgency,
        level_word=str(LEVELS[assessment.urgency]),
        levels=levels,
        rules=tuple(_rules(receipt, voice, scene)),
        unknown=tuple(not_known(receipt["facts"], voice)) if voice else (),
        could_rise=tuple(_could_rise(receipt["unknown"], voice)),
        near_misses=tuple(_near_misses(receipt["near_misses"], voice)),
        version=assessment.protocol_version,
        digest=assessment.digest,
        is_readable=judged_by is not None,
    )


def device_time(check_in: CheckIn) -> str:
    """When she says she answered, on her own clock: "22 Nov 2026, 08:15 (UTC+01:00)"."""
    offset = timedelta(minutes=check_in.utc_offset_minutes)
    hers = check_in.reported_at.astimezone(timezone(offset))
    name = "UTC" if not offset else f"UTC{hers:%z}"[:6] + ":" + f"{hers:%z}"[3:]
    return f"{date_format(hers, 'j M Y, H:i')} ({name})"


def _rules(
    receipt: Mapping[str, Any], voice: Voice | None, scene: Scene | None
) -> Iterable[FiredRule]:
    fired = {each["rule"]: each for each in receipt["fired"]}
    for flag in receipt["flags"]:
        trace = fired.get(flag["rule"], {})
        rule = voice.protocol.rules.get(flag["rule"]) if voice else None
        known = voice is not None and scene is not None and rule is not None
        met = tuple(_conditions(rule, trace, voice, scene)) if known else ()  # type: ignore[arg-type]
        yield FiredRule(
            id=flag["rule"],
            title=voice.label(voice.protocol.rules, flag["rule"]) if voice else flag["title"],
            level=flag["urgency"],
            level_word=str(LEVELS[flag["urgency"]]),
            because=tuple(_not_said_above(flag["because"], met)),
            conditions=met,
            sources=tuple(source_titles(trace.get("source", ""), voice)),
        )


def _not_said_above(because: Iterable[str], met: Iterable[Met]) -> Iterable[str]:
    """What the patient was told, without the facts that stand beside their condition."""
    facts = [fact for each in met for fact in each.facts]
    told = (sentence(line) for line in because)
    return [line for line in told if not any(fact.startswith(line) for fact in facts)]


def source_titles(codes: str, voice: Voice | None) -> list[str]:
    if voice is None:
        return codes.split()
    sources = voice.protocol.sources
    return [sources[code].label() if code in sources else code for code in codes.split()]


def _conditions(rule: Rule, trace: Mapping[str, Any], voice: Voice, scene: Scene) -> Iterable[Met]:
    """Each condition once, with the question she read beside the first that it answers."""
    scope = scene.scope(rule.procedures) or scene.scope(())
    if scope is None:
        return
    least = trace.get("truth", YES) if is_flag(rule.urgency) else YES
    told: set[str] = set()
    for part in _held(rule.when, scope, least):
        evidence = part.evidence(scope, least)
        facts = [_fact(each, voice, scope) for each in evidence] or _plain(part, voice, scope)
        asked = dict.fromkeys(line for each in evidence for line in _questions(each, voice))
        yield Met(
            text=condition(describe_condition(part), voice),
            facts=tuple(dict.fromkeys(facts)),
            questions=tuple(line for line in asked if line not in told),
        )
        told |= set(asked)


def _held(part: Condition, scope: Scope, least: int) -> Iterable[Condition]:
    """The parts that hold: of alternatives only those that are true here."""
    if isinstance(part, All):
        return [held for each in part.parts for held in _held(each, scope, least)]
    if isinstance(part, AnyOf):
        true = [each for each in part.parts if each.truth(scope) >= least]
        return [held for each in true for held in _held(each, scope, least)] or [part]
    return [part]


def _fact(each: Evidence, voice: Voice, scope: Scope) -> str:
    if isinstance(each, Report):
        return sentence(describe(voice, each, scope, frozenset({"course", "onset_at_most"})))
    return sentence(fact(voice, *each))


def _plain(part: Condition, voice: Voice, scope: Scope) -> list[str]:
    """What stands for conditions that need no word of hers."""
    if isinstance(part, Hours):
        since = gettext("Reported %(hours)s after the treatment")
        return [since % {"hours": hours(voice, scope.hours)}]
    if isinstance(part, Treated):
        names = [voice.place(site.region, site.side) for t in scope.treatments for site in t.sites]
        return [gettext("Treated: %(places)s") % {"places": voice.join(names)}]
    return []


def _questions(each: Evidence, voice: Voice) -> list[str]:
    """The words she read: the symptom's own question, and those behind it that she answered."""
    if not isinstance(each, Report):
        return []
    symptom = voice.protocol.symptoms.get(each.code)
    asked = [symptom.text(voice.language, "question") if symptom else ""]
    answered = (voice.protocol.answers.get(name) for name in sorted(each.answers))
    asked += [item.text(voice.language, "question") for item in answered if item]
    return [line for line in asked if line]


def _could_rise(unknown: Iterable[Mapping[str, Any]], voice: Voice | None) -> Iterable[str]:
    for each in unknown:
        title = voice.label(voice.protocol.rules, each["rule"]) if voice else each["rule"]
        yield f"{title} ({LEVELS[each['urgency']]})"


def _near_misses(missed: Iterable[Mapping[str, Any]], voice: Voice | None) -> Iterable[str]:
    for each in missed:
        if voice is None:
            yield f"{each['rule']} ({LEVELS[each['urgency']]})"
            continue
        title = voice.label(voice.protocol.rules, each["rule"])
        missing = condition(each["missing"], voice)
        level = LEVELS[each["urgency"]]
        yield gettext("%(title)s (%(level)s). Not met: %(missing)s") % {
            "title": title,
            "level": level,
            "missing": missing,
        }
