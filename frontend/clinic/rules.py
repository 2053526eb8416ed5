"""A rule's condition as a sentence: the closed grammar, in words a clinician can check.

Reads what tracker.triage.trace.describe_condition writes, so that a trace, a near miss and the
protocol page say the same thing the same way.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.rule_tests import (
    AFTER,
    HEAD,
    MOST_NAMES,
    ONSETS,
    REPORTED,
    UNLESS_BEFORE,
    Speech,
)
from frontend.clinic.wording import LEVELS
from tracker.triage.conditions import All, AnyOf
from tracker.triage.explain import Voice
from tracker.triage.protocol import Rule
from tracker.triage.trace import describe_condition

Said = Mapping[str, Any]
BEFORE = "unchanged_since_before"
NOT_TESTS = frozenset({"symptom", "kinds_at_least", "gone", "apart_from"})
LISTS = {
    "conditions": (_("on record: %(names)s"), _("on record, at least %(n)d of: %(names)s")),
    "allergies": (_("allergy on record: %(names)s"), _("at least %(n)d allergies of: %(names)s")),
    "medicines": (_("takes %(names)s"), _("takes at least %(n)d of these: %(names)s")),
    "behaviours": (
        _("since the last check-in: %(names)s"),
        _("since the last check-in, at least %(n)d of: %(names)s"),
    ),
    "circumstances": (
        _("with the treatment: %(names)s"),
        _("with the treatment, at least %(n)d of: %(names)s"),
    ),
}


def condition(said: Said, voice: Voice, most: int | None = MOST_NAMES) -> str:
    """One line, with a capital letter; most: names of a list before the rest is counted."""
    return capital(_clause(said, Speech(voice, most)))


def rule_sentence(rule: Rule, voice: Voice, most: int | None = MOST_NAMES) -> str:
    """ "After dermal filler: swelling, 7 days or more after the treatment."."""
    line = _clause(describe_condition(rule.when), Speech(voice, most))
    if not rule.procedures:
        return f"{capital(line)}."
    procedures = voice.protocol.procedures
    names = [voice.name(procedures[code]) for code in rule.procedures]
    told = {"procedures": gettext(" or ").join(names), "line": line}
    return gettext("After %(procedures)s: %(line)s.") % told


def rule_lines(rule: Rule, voice: Voice) -> tuple[str, list[str]]:
    """The same laid out: how its parts are joined ("all", "any" or ""), and a line each."""
    speech = Speech(voice, None)
    if isinstance(rule.when, All):
        return "all", [capital(_clause(describe_condition(p), speech)) for p in rule.when.parts]
    said = describe_condition(rule.when)
    if isinstance(rule.when, AnyOf):
        lines = [capital(_clause(each, speech)) for each in _merged(said["any"])]
        return ("any", lines) if len(lines) > 1 else ("", lines)
    return "", [capital(_clause(said, speech))]


def _clause(said: Said, speech: Speech) -> str:
    if "all" in said:
        return _joined(gettext("; and "), said["all"], speech)
    if "any" in said:
        return _any(_merged(said["any"]), speech)
    if "count" in said:
        parts = _joined("; ", said["count"], speech)
        return gettext("at least %(n)d of: %(parts)s") % {"n": said["at_least"], "parts": parts}
    if "not" in said:
        return _not(said["not"], speech)
    return _symptom(said, speech) if "symptom" in said else _fact(said, speech)


def _joined(link: str, parts: Iterable[Said], speech: Speech) -> str:
    lines = [_clause(part, speech) for part in parts]
    return link.join(f"({line})" if "; " in line else line for line in lines)


def _any(parts: list[Said], speech: Speech) -> str:
    parts = _timed(parts)
    shared = _shared(parts)
    if len(parts) == 1 or not shared:
        return _joined(gettext("; or "), parts, speech)
    own = [{name: asked for name, asked in part.items() if name not in shared} for part in parts]
    rest = [_phrases(each, speech) for each in own]
    unless = shared.pop(BEFORE, True) is False
    told = {"symptom": _symptom(shared, speech), "either": gettext("; or ").join(rest)}
    line = gettext("%(symptom)s: %(either)s") % told
    return f"{line}; {UNLESS_BEFORE}" if unless else line


def _merged(parts: Iterable[Said]) -> list[Said]:
    """Symptoms of which the same is asked stand together."""
    merged: list[dict[str, Any]] = []
    for part in parts:
        tests = {key: value for key, value in part.items() if key != "symptom"}
        same = (one for one in merged if {k: v for k, v in one.items() if k != "symptom"} == tests)
        twin = next(same, None) if "symptom" in part and tests else None
        if twin is None:
            merged.append(dict(part))
        else:
            twin["symptom"] = [*_list(twin["symptom"]), *_list(part["symptom"])]
    return list(merged)


def _list(said: Any) -> list[Any]:
    return [said] if isinstance(said, str) else list(said)


def _shared(parts: list[Said]) -> dict[str, Any]:
    """What every part asks, where all are of one symptom and each asks something more."""
    first, *others = parts
    shared = {k: v for k, v in first.items() if all(part.get(k) == v for part in others)}
    own = [part.keys() - shared.keys() - {BEFORE} for part in parts]
    if "symptom" not in shared or not all(own) or any(names & NOT_TESTS for names in own):
        return {}
    return shared


def _timed(parts: Iterable[Said]) -> list[Said]:
    """Where one asks for an onset, all say that their hours are those of the report."""
    found = list(parts)
    if not any(name in part for part in found for name in ONSETS):
        return found
    return [{REPORTED.get(name, name): asked for name, asked in part.items()} for part in found]


def _symptom(said: Said, speech: Speech) -> str:
    (said,) = _timed([said])
    line = speech.names(said["symptom"], "symptoms", gettext("any symptom"))
    kinds = said.get("kinds_at_least", 1)
    if kinds > 1:
        line = gettext("at least %(n)d of these: %(names)s") % {"n": kinds, "names": line}
    if said.get("gone"):
        line = gettext("%(names)s, now gone again") % {"names": line}
    head = [line, *(_test(HEAD, name, said, speech) for name in HEAD if name in said)]
    after = [_test(AFTER, name, said, speech) for name in AFTER if name in said]
    if "apart_from" in said:
        other = _symptom(said["apart_from"], speech)
        after.append(gettext("with no %(symptom)s there") % {"symptom": other})
    return ", ".join([" ".join(head), *after])


def _phrases(said: Said, speech: Speech) -> str:
    tests = {**HEAD, **AFTER}
    return ", ".join(_test(tests, name, said, speech) for name in tests if name in said)


def _test(table: Mapping[str, Callable[..., str]], name: str, said: Said, speech: Speech) -> str:
    return table[name](said[name], speech)


def _not(said: Said, speech: Speech) -> str:
    line = _clause(said, speech)
    if "treated" in said:
        return gettext("not %(part)s") % {"part": line}
    if "symptom" in said:
        return gettext("no %(part)s") % {"part": line}
    return gettext("not: %(part)s") % {"part": line}


def _fact(said: Said, speech: Speech) -> str:
    for kind, (one, many) in LISTS.items():
        if kind in said:
            least = said.get("at_least", 1)
            told = {"names": speech.names(said[kind], kind), "n": least}
            return str(many if least > 1 else one) % told
    if "hours_at_least" in said or "hours_at_most" in said:
        return _phrases(said, speech)
    if "treated" in said:
        names = speech.names(said["treated"], "regions")
        return gettext("treated at the %(names)s") % {"names": names}
    if "product" in said:
        table, voice = speech.voice.protocol.products, speech.voice
        names = gettext(" or ").join(voice.label(table, code) for code in _list(said["product"]))
        return gettext("product used: %(names)s") % {"names": names}
    if "photo" in said:
        names = speech.names(said["photo"], "photo_findings")
        return gettext("measured on the photos: %(names)s") % {"names": names}
    if "missed_check_ins_at_least" in said:
        return _missed(said)
    if "danger_sign" in said:
        named = said["danger_sign"]
        names = "" if named is True else speech.names(named, "danger_signs")
        return gettext("a danger sign was ticked") + (f": {names}" if names else "")
    return gettext("a reported symptom that no other rule explains")


def _missed(said: Said) -> str:
    levels = gettext(" or ").join(str(LEVELS[level]).lower() for level in said["after"])
    told = {"n": said["missed_check_ins_at_least"], "levels": levels}
    return (
        gettext("%(n)d or more promised check-ins did not come after one that was %(levels)s")
        % told
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
