"""A worked situation, or a case of the library, as a clinician would tell it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from frontend.clinic.rules import capital
from frontend.clinic.wording import LEVELS
from tracker.triage.explain import TIME_TESTS, Voice, describe, fact, hours
from tracker.triage.facts import EarlierCheckIn, Facts, SymptomFacts
from tracker.triage.places import BOTH
from tracker.triage.protocol import Rule
from tracker.triage.readings import scene_of
from tracker.triage.scene import Report, Scope
from tracker.triage.situations import facts_of

COURSE = frozenset({"course"})
LISTS = ("conditions", "allergies", "medicines", "behaviours")


def situations(rule: Rule, voice: Voice) -> list[dict[str, Any]]:
    """Each with `told`, a line a fact, and `expected`, what the version has to make of it."""
    return [
        {
            "told": told(facts_of(each["given"]), voice),
            "expected": list(_expected(each, voice)),
        }
        for each in rule.situations
    ]


def told(facts: Facts, voice: Voice) -> list[str]:
    """Her treatment, what she says now, what is on record, what she said before."""
    scene = scene_of(voice.protocol, facts)
    lines = [_treatment(facts, voice)]
    lines += [_reported(each, voice, scene.everything) for each in _first_readings(scene.reports)]
    if not facts.symptoms:
        lines.append(gettext("No symptom"))
    signs = facts.danger_signs
    named = sorted(signs.signs) or (["any"] if signs.any else [])
    lines += [fact(voice, "danger_signs", code) for code in named]
    lines += [line for kind in LISTS for line in _listed(facts, kind, voice)]
    lines += [fact(voice, "photo_findings", code) for code in sorted(facts.photo_findings)]
    lines += [_before(each, voice) for each in facts.earlier]
    return [capital(line) for line in lines]


def _treatment(facts: Facts, voice: Voice) -> str:
    treatment = facts.treatment
    places = [voice.place(s.region, None if s.side == BOTH else s.side) for s in treatment.sites]
    words = {
        "treatment": voice.label(voice.protocol.procedures, treatment.procedure),
        "places": voice.join(places),
        "hours": hours(voice, treatment.hours_since),
    }
    line = gettext("%(treatment)s (%(places)s), %(hours)s ago") % words
    if treatment.product:
        line += ", " + voice.label(voice.protocol.products, treatment.product)
    with_it = [fact(voice, "circumstances", code) for code in sorted(treatment.circumstances.codes)]
    return "; ".join([line, *with_it])


def _first_readings(reports: Iterable[Report]) -> Iterator[Report]:
    """What she said, once, without what may stand behind it."""
    seen: set[int] = set()
    for report in reports:
        if report.origin not in seen:
            seen.add(report.origin)
            yield report


def _reported(report: Report, voice: Voice, scope: Scope) -> str:
    asked = COURSE if report.onset is None else COURSE | TIME_TESTS
    return describe(voice, report, scope, asked)


def _listed(facts: Facts, kind: str, voice: Voice) -> Iterator[str]:
    for code in sorted(getattr(facts, kind).codes):
        yield fact(voice, kind, code)


def _before(earlier: EarlierCheckIn, voice: Voice) -> str:
    said = [_said(each, voice) for each in earlier.symptoms]
    what = "; ".join(said) or gettext("no symptom")
    when = hours(voice, earlier.hours_since_treatment)
    return gettext("Reported %(when)s after the treatment: %(what)s") % {"when": when, "what": what}


def _said(said: SymptomFacts, voice: Voice) -> str:
    known = voice.protocol.symptoms
    words = [voice.name(known.get(said.symptom, known["other"]))]
    if said.region:
        words.append(voice.place(said.region, None if said.side == BOTH else said.side))
    if said.severity:
        words.append(voice.say("strength", number=str(said.severity)))
    return voice.join(words)


def _expected(situation: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    rules = voice.protocol.rules
    for code in situation.get("expect_flags", ()):
        yield gettext("Flag: %(rule)s") % {"rule": voice.label(rules, code)}
    for code in situation.get("expect_fired", ()):
        yield gettext("Found: %(rule)s") % {"rule": voice.label(rules, code)}
    if "expect_urgency" in situation:
        yield gettext("Level: %(level)s") % {"level": LEVELS[situation["expect_urgency"]]}
