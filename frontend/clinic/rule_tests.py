"""What a rule asks of a reported symptom, in a clinician's words: each test of the grammar.

A phrase either belongs to the name ("numbness in a treated area", HEAD, by a space) or follows
it after a comma; both in the order of the tables here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tracker.triage.explain import Voice, hours
from tracker.triage.places import parts_of
from tracker.triage.protocol import Item

MOST_NAMES = 8
SIDES = {
    "one": _("on one side (or the side not said)"),
    "left_or_right": _("on one side"),
    "both": _("on both sides"),
    "left": _("on the left"),
    "right": _("on the right"),
}
PLACES = {
    "treated": _("in a treated area"),
    "touching": _("next to a treated area"),
    "away": _("away from every treated area"),
}
IN_OR_NEXT_TO = _("in or next to a treated area")
COURSES = {
    "new": pgettext_lazy("course", "new"),
    "worse": _("getting worse"),
    "same": _("unchanged"),
    "better": _("getting better"),
    "gone": pgettext_lazy("course", "gone"),
}
TOGETHER = {
    frozenset({"new", "same", "worse"}): _("not getting better"),
    frozenset({"new", "same", "better"}): _("not getting worse"),
}
UNLESS_BEFORE = _("unless it was there before the treatment and is unchanged")


class Speech:
    """A voice that names at most so many codes of a list before it counts the rest."""

    def __init__(self, voice: Voice, most: int | None = MOST_NAMES) -> None:
        self.voice, self.most = voice, most

    def names(self, said: Any, kind: str, every: str = "") -> str:
        """ "numbness, pins and needles or burning"; a set is spelt out, a long list counted."""
        words = [said] if isinstance(said, str) else list(said)
        if "*" in words:
            return every
        table: Mapping[str, Item] = getattr(self.voice.protocol, kind)
        codes = dict.fromkeys(code for word in words for code in self.spelt(word))
        found = _wholes(self.voice, list(codes)) if kind == "regions" else list(codes)
        names = [self._name(table.get(code), code) for code in found]
        if self.most is not None and len(names) > self.most:
            rest = gettext("%(n)d more") % {"n": len(names) - self.most}
            names = [*names[: self.most], rest]
        return either(names)

    def spelt(self, word: str) -> list[str]:
        if not word.startswith("@"):
            return [word]
        sets = self.voice.protocol.sets
        return [code for one in sorted(sets[word[1:]]) for code in self.spelt(one)]

    def _name(self, item: Item | None, code: str) -> str:
        return self.voice.name(item) if item is not None else code

    def hours(self, number: float) -> str:
        return hours(self.voice, number)


def _wholes(voice: Voice, codes: list[str]) -> list[str]:
    """The places of a list without those that a whole of it says already, all its parts named."""
    listed = set(codes)
    wholes = [code for code in codes if parts_of(voice.protocol, code) <= listed]
    within = {part for code in wholes for part in parts_of(voice.protocol, code) - {code}}
    return [code for code in codes if code not in within]


def either(names: list[str]) -> str:
    """ "a, b or c"; a name with a comma of its own stands in quotes."""
    if len(names) < 2:
        return "".join(names)
    *first, last = [gettext("“%(name)s”") % {"name": n} if "," in n else n for n in names]
    return gettext(" or ").join([", ".join(first), last])


Words = Callable[[Any, Speech], str]


def _form(form: Any) -> Words:
    return lambda value, speech: str(form) % {"n": value}


def _hours(form: Any) -> Words:
    return lambda value, speech: str(form) % {"hours": speech.hours(value)}


def _regions(form: Any) -> Words:
    return lambda value, speech: str(form) % {"names": speech.names(value, "regions")}


def _either_of(yes: Any, no: Any) -> Words:
    return lambda value, speech: str(yes if value else no)


def _words(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _relation(value: Any, speech: Speech) -> str:
    words = _words(value)
    if set(words) == {"treated", "touching"}:
        return str(IN_OR_NEXT_TO)
    return gettext(" or ").join(str(PLACES[word]) for word in words)


def _course(value: Any, speech: Speech) -> str:
    words = _words(value)
    together = TOGETHER.get(frozenset(words))
    return str(together) if together else either([str(COURSES[word]) for word in words])


def _side(value: Any, speech: Speech) -> str:
    return either([str(SIDES[word]) for word in _words(value)])


def _answers(value: Mapping[str, bool], speech: Speech) -> str:
    said = []
    for name, wanted in value.items():
        item = speech.voice.protocol.answers[name]
        key = "yes" if wanted else "no"
        said.append(item.text(speech.voice.language, key) or item.label())
    return ", ".join(said)


HEAD: Mapping[str, Words] = {
    "region": _regions(_("at the %(names)s")),
    "not_region": _regions(_("anywhere but at the %(names)s")),
    "relation": _relation,
    "side": _side,
    "explained": _either_of(
        _("that local spread from a treated area explains"), _("that no treated area explains")
    ),
    "returned": _either_of(_("that cleared and came back"), _("that has not cleared in between")),
    "new_place": _either_of(_("at a new place"), _("at the same place as before")),
}
# Beside an onset the hours since the treatment are said to be those of the report.
REPORTED = {"hours_at_least": "reported_at_least", "hours_at_most": "reported_at_most"}
ONSETS = ("onset_at_least", "onset_at_most", "began_within")
AFTER: Mapping[str, Words] = {
    "severity_at_least": _form(_("strength %(n)s of 10 or more")),
    "severity_at_most": _form(_("strength %(n)s of 10 or less")),
    "stronger_by": _form(_("at least %(n)s points stronger than before")),
    "course": _course,
    "onset_at_least": _hours(_("onset %(hours)s or more after the treatment")),
    "onset_at_most": _hours(_("onset within %(hours)s of the treatment")),
    "began_within": _hours(_("onset in the last %(hours)s")),
    "hours_at_least": _hours(_("%(hours)s or more after the treatment")),
    "hours_at_most": _hours(_("up to %(hours)s after the treatment")),
    "reported_at_least": _hours(_("reported %(hours)s or more after the treatment")),
    "reported_at_most": _hours(_("reported up to %(hours)s after the treatment")),
    "answers": _answers,
    "unchanged_since_before": _either_of(
        _("there before the treatment and unchanged"), UNLESS_BEFORE
    ),
}
