"""From the trace to sentences, in the words of the protocol and her language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.triage.conditions import Evidence, Reported
from tracker.triage.judge import Finding
from tracker.triage.places import BOTH, RELATIONS
from tracker.triage.protocol import Item, Protocol
from tracker.triage.scene import Report, Scene, Scope
from tracker.triage.truth import GUESSED, NOT_SURE, UNKNOWN
from tracker.triage.within import every_part

PLACE_TESTS = frozenset({"relation", "explained"})
TIME_TESTS = frozenset({"onset_at_most", "onset_at_least", "began_within"})
WORDS_OF_RELATION = {at: name for name, at in RELATIONS.items()}


@dataclass(frozen=True)
class Voice:
    """A protocol speaking one language."""

    protocol: Protocol
    language: str

    def say(self, text_name: str, **parts: str) -> str:
        """A text of words.toml; {names} are put in, nothing is run."""
        text = self.protocol.words.text(self.language, text_name)
        for key, value in parts.items():
            text = text.replace("{" + key + "}", value)
        return text

    def label(self, table: Mapping[str, Item], code: str | None) -> str:
        item = table.get(code) if code is not None else None
        return item.label(self.language) if item is not None else str(code)

    def name(self, item: Item) -> str:
        """How an item is called inside a sentence."""
        return item.text(self.language, "name") or _lower(item.label(self.language))

    def place(self, region: str | None, side: str | None) -> str:
        if region is None:
            return self.say("place_not_said")
        known = self.protocol.regions.get(region, self.protocol.regions["other"])
        if side is None:
            return self.name(known)
        sided = known.text(self.language, side)
        return sided or self.say(f"side_{side}", place=self.name(known))

    def join(self, words: list[str]) -> str:
        return ", ".join(dict.fromkeys(words))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def because(voice: Voice, finding: Finding, scene: Scene) -> list[str]:
    """Why a rule fired: what she told us, how it lies to the treated places, what raised it."""
    scope = scene.scope(finding.rule.procedures) or scene.everything
    reports = [each for each in finding.evidence if isinstance(each, Report)]
    asked = tests_of(finding)
    lines = [describe(voice, each, scope, asked) for each in reports]
    lines += [fact(voice, *each) for each in finding.evidence if not isinstance(each, Report)]
    if asked & PLACE_TESTS:
        lines += places(voice, reports, scope, asked)
    if finding.truth == UNKNOWN:
        lines.append(voice.say("not_all_told"))
    if finding.truth == GUESSED:
        lines.append(voice.say("only_guessed"))
    lines += [voice.say("raised", name=_risk(voice, code)) for code in finding.raised_by]
    return list(dict.fromkeys(lines))


def _risk(voice: Voice, code: str) -> str:
    return voice.name(voice.protocol.raises[code])


def tests_of(finding: Finding) -> frozenset[str]:
    return frozenset(
        name
        for part in every_part(finding.rule.when)
        if isinstance(part, Reported)
        for name, _ in part.tests
    )


def describe(voice: Voice, report: Report, scope: Scope, asked: frozenset[str]) -> str:
    """One report: "numbness, left cheek, 4 of 10, touch not felt"."""
    said = scope.scene.facts.symptoms[report.origin]
    symptom = voice.protocol.symptoms.get(said.symptom, voice.protocol.symptoms["other"])
    words = [voice.name(symptom)]
    if symptom.place is None or report.region != symptom.place:
        words.append(voice.place(report.region, report.side))
    if report.severity is not None:
        words.append(voice.say("strength", number=str(report.severity)))
    words += answers(voice, report.answers)
    words += _course_and_onset(voice, report, scope, asked)
    return voice.join([each for each in words if each])


def _answer(voice: Voice, name: str, value: bool | str) -> str:
    item = voice.protocol.answers.get(name)
    return item.told(voice.language, value) if item is not None else ""


def answers(voice: Voice, said: Mapping[str, bool | str]) -> list[str]:
    """Her answers about a symptom, in words."""
    words = [_answer(voice, name, value) for name, value in sorted(said.items())]
    return [each for each in words if each]


def looks(voice: Voice, said: Mapping[str, bool | str]) -> list[str]:
    """How she says that it looks: "10 to 20 mm across", "mostly blue to black"."""
    asked = [each for each in voice.protocol.answers.values() if each.choices and each.id in said]
    chosen = [each for each in asked if said[each.id] in each.readings()]
    return [each.told(voice.language, said[each.id]) for each in chosen]


def _course_and_onset(
    voice: Voice, report: Report, scope: Scope, asked: frozenset[str]
) -> list[str]:
    words = []
    if "course" in asked or report.is_gone:
        words.append(voice.protocol.courses[report.course].text(voice.language, "name"))
    if asked & TIME_TESTS:
        onset = scope.onset(report)
        words.append(
            voice.say("onset_not_said")
            if onset is None
            else voice.say("began", hours=hours(voice, onset))
        )
    return words


def hours(voice: Voice, number: float) -> str:
    """Hours up to two days, days beyond; never below zero."""
    if number < 1:
        return voice.say("under_an_hour")
    if number < 48:
        return voice.say("hour" if round(number) == 1 else "hours", number=str(round(number)))
    return voice.say("days", number=str(int(number // 24)))


def fact(voice: Voice, kind: str, code: str) -> str:
    if (kind, code) == ("danger_signs", "any"):
        return voice.say("danger_sign_unnamed")
    table: Mapping[str, Item] = getattr(voice.protocol, kind)
    item = table.get(code)
    return voice.say(kind, name=voice.name(item) if item is not None else code)


def places(voice: Voice, reports: list[Report], scope: Scope, asked: frozenset[str]) -> list[str]:
    """ "treated: forehead", and how each reported place lies to that."""
    sites = [(site.region, site.side) for each in scope.treatments for site in each.sites]
    names = [voice.place(region, None if side == BOTH else side) for region, side in sites]
    lines = [voice.say("treated", places=voice.join(names))] if names else []
    if "relation" in asked:
        number = "one" if len(set(names)) == 1 else "many"
        lines += [_relation(voice, each, scope, number) for each in reports]
    if "explained" in asked:
        lines += [_reached(voice, each, scope) for each in reports]
    return [each for each in lines if each]


def _relation(voice: Voice, report: Report, scope: Scope, number: str) -> str:
    relation = scope.where(report).relation
    if relation is None:
        return ""
    plural = "_plural" if report.side == BOTH else ""
    key = f"{WORDS_OF_RELATION[relation]}_{number}{plural}"
    return voice.say(key, place=voice.place(report.region, report.side))


def _reached(voice: Voice, report: Report, scope: Scope) -> str:
    return voice.say("reached" if scope.reached(report) >= NOT_SURE else "not_reached")


def evidence_data(each: Evidence) -> dict[str, object]:
    """A fact that fired a rule, for the receipt."""
    if isinstance(each, Report):
        return {"symptom": each.origin, "read_as": each.code, "certainty": each.certainty}
    return {"list": each[0], "code": each[1]}
