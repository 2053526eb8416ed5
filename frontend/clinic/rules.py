"""A rule's condition as a sentence: the closed grammar, in words a clinician can check.

Reads what tracker.triage.trace.describe_condition writes, so that a trace, a near miss and the
protocol page say the same thing the same way.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.wording import COURSES, DISTANCES, LEVELS
from tracker.triage.explain import Voice, hours
from tracker.triage.protocol import Item

MOST_NAMES = 8
LISTS = {
    "conditions": _("Condition: %(names)s"),
    "allergies": _("Allergy: %(names)s"),
    "medicines": _("Takes: %(names)s"),
    "behaviours": _("Did since the last check-in: %(names)s"),
    "circumstances": _("About the treatment: %(names)s"),
}
SIDES = {
    "one": _("on one side, or the side not said"),
    "left_or_right": _("on one side"),
    "both": _("on both sides"),
    "left": _("on the left"),
    "right": _("on the right"),
}
YES_NO = {
    "explained": (_("explained by local spread"), _("not explained by local spread")),
    "returned": (_("cleared and came back"), _("did not clear and come back")),
    "new_place": (_("at a new place"), _("at the same place as before")),
    "unchanged_since_before": (
        _("there before the treatment, and unchanged"),
        _("not there before the treatment, or changed since"),
    ),
}
Words = Callable[[Any, Voice], str]


def condition(said: Mapping[str, Any], voice: Voice) -> str:
    """One line; parts of a list are joined by "and" or "or"."""
    if "all" in said:
        return _both(gettext("; and "), said["all"], voice)
    if "any" in said:
        return _both(gettext("; or "), said["any"], voice)
    if "count" in said:
        parts = _both("; ", said["count"], voice)
        return gettext("At least %(n)d of: %(parts)s") % {"n": said["at_least"], "parts": parts}
    if "not" in said:
        return gettext("Not: %(part)s") % {"part": condition(said["not"], voice)}
    if "symptom" in said:
        return _symptom(said, voice)
    return _fact(said, voice)


def _both(link: str, parts: list[Mapping[str, Any]], voice: Voice) -> str:
    first, *rest = [_bracketed(condition(part, voice)) for part in parts]
    return link.join([first, *(line[:1].lower() + line[1:] for line in rest)])


def _bracketed(line: str) -> str:
    return f"({line[:1].lower()}{line[1:]})" if "; " in line else line


def _symptom(said: Mapping[str, Any], voice: Voice) -> str:
    line = _codes(said["symptom"], "symptoms", voice, gettext("any symptom"))
    kinds = said.get("kinds_at_least", 1)
    if kinds > 1:
        line = gettext("At least %(n)d kinds of: %(names)s") % {"n": kinds, "names": line}
    if said.get("gone"):
        line = gettext("%(names)s (gone now)") % {"names": line}
    tests = [TESTS[name](value, voice) for name, value in said.items() if name in TESTS]
    return ", ".join([line[:1].upper() + line[1:], *tests])


def _fact(said: Mapping[str, Any], voice: Voice) -> str:
    for kind, form in LISTS.items():
        if kind in said:
            names = _codes(said[kind], kind, voice, "")
            line = str(form) % {"names": names}
            least = said.get("at_least", 1)
            return (
                gettext("%(line)s (at least %(n)d)") % {"line": line, "n": least}
                if least > 1
                else line
            )
    if "hours_at_least" in said or "hours_at_most" in said:
        ends = [TESTS[name](value, voice) for name, value in said.items()]
        return _capital(", ".join(ends))
    if "treated" in said:
        names = _codes(said["treated"], "regions", voice, "")
        return gettext("Treated: %(names)s") % {"names": names}
    if "product" in said:
        names = _codes(said["product"], "products", voice, "")
        return gettext("Product: %(names)s") % {"names": names}
    if "photo" in said:
        names = _codes(said["photo"], "photo_findings", voice, "")
        return gettext("Measured: %(names)s") % {"names": names}
    if "missed_check_ins_at_least" in said:
        return _missed(said)
    if "danger_sign" in said:
        named = said["danger_sign"]
        names = "" if named is True else _codes(named, "danger_signs", voice, "")
        return gettext("A danger sign was ticked") + (f": {names}" if names else "")
    return gettext("No other rule explains a reported symptom")


def _missed(said: Mapping[str, Any]) -> str:
    levels = gettext(" or ").join(str(LEVELS[level]) for level in said["after"])
    parts = {"n": said["missed_check_ins_at_least"], "levels": levels}
    return gettext("Promised check-ins missed: %(n)d or more, after: %(levels)s") % parts


def _codes(said: Any, kind: str, voice: Voice, every: str) -> str:
    """ "numbness, pins and needles or burning"; a set is spelt out, a long one counted."""
    words = [said] if isinstance(said, str) else list(said)
    if "*" in words:
        return every
    table: Mapping[str, Item] = getattr(voice.protocol, kind)
    codes = [code for word in words for code in _spelt(word, voice)]
    names = [_name(table.get(code), code, voice) for code in dict.fromkeys(codes)]
    if len(names) > MOST_NAMES:
        more = len(names) - MOST_NAMES
        rest = gettext("%(n)d more") % {"n": more}
        names = [*names[:MOST_NAMES], rest]
    last = names[-1] if names else ""
    return gettext(" or ").join([", ".join(names[:-1]), last]) if len(names) > 1 else last


def _spelt(word: str, voice: Voice) -> list[str]:
    if not word.startswith("@"):
        return [word]
    return [code for one in sorted(voice.protocol.sets[word[1:]]) for code in _spelt(one, voice)]


def _name(item: Item | None, code: str, voice: Voice) -> str:
    return voice.name(item) if item is not None else code


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _hours(form: Any) -> Words:
    return lambda value, voice: str(form) % {"hours": hours(voice, value)}


def _number(form: Any) -> Words:
    return lambda value, voice: str(form) % {"n": value}


def _regions(form: Any) -> Words:
    return lambda value, voice: str(form) % {"names": _codes(value, "regions", voice, "*")}


def _either(table: Mapping[Any, Any]) -> Words:
    def say(value: Any, voice: Voice) -> str:
        words = [value] if isinstance(value, str) else list(value)
        return gettext(" or ").join(str(table[word]) for word in words)

    return say


def _yes_no(name: str) -> Words:
    return lambda value, voice: str(YES_NO[name][0 if value else 1])


def _answers(value: Mapping[str, bool], voice: Voice) -> str:
    said = []
    for name, wanted in value.items():
        item = voice.protocol.answers[name]
        said.append(item.text(voice.language, "yes" if wanted else "no") or item.label())
    return ", ".join(said)


def _apart_from(value: Mapping[str, Any], voice: Voice) -> str:
    line = _symptom(value, voice)
    return gettext("with no %(symptom)s there") % {"symptom": line[:1].lower() + line[1:]}


TESTS: Mapping[str, Words] = {
    "severity_at_least": _number(_("strength %(n)s of 10 or more")),
    "severity_at_most": _number(_("strength %(n)s of 10 or less")),
    "stronger_by": _number(_("at least %(n)s points stronger than before")),
    "hours_at_least": _hours(_("at least %(hours)s since the treatment")),
    "hours_at_most": _hours(_("at most %(hours)s since the treatment")),
    "onset_at_least": _hours(_("began at least %(hours)s after the treatment")),
    "onset_at_most": _hours(_("began at most %(hours)s after the treatment")),
    "began_within": _hours(_("began within the last %(hours)s")),
    "side": _either(SIDES),
    "course": _either(COURSES),
    "relation": _either(DISTANCES),
    "region": _regions(_("at: %(names)s")),
    "not_region": _regions(_("not at: %(names)s")),
    "answers": _answers,
    "apart_from": _apart_from,
    **{name: _yes_no(name) for name in YES_NO},
}
