"""Since the last check-in: what she took or put on, and aftercare slips, from the protocol."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frontend import wording
from frontend.check_in.asks import Behaviour, Group
from frontend.vocabulary import Vocabulary
from tracker.triage.protocol import Code

GROUPS: Mapping[str, wording.Words] = {
    "took": _("Did you take or put on anything?"),
    "slip": _("Did any of these happen? It is fine to say so."),
}
# Up to protocol 2026-06 these ticks were no fact of their own: they opened a question behind them.
OPENERS: Mapping[str, wording.Words] = {
    "prescribed_medicine": _("A prescribed medicine"),
    "other": _("Something else"),
}
FACTS: Mapping[str, str] = {
    "prescribed_medicine": "took_prescribed_medicine",
    "other": "took_something_else",
}
NOTES: Mapping[str, wording.Words] = {
    "prescribed_medicine": _("Keep taking what your doctor prescribed."),
    "other": _("You can say what it was at the end."),
}


def groups(words: Vocabulary, post: QueryDict) -> tuple[Group, ...]:
    chosen = set(ticked_in(post, words))
    codes = sorted(words.protocol.behaviours.values(), key=lambda each: each.order)
    return tuple(
        Group(f"behaviours-{group}", str(label), tuple(of_group(group, codes, words, chosen)))
        for group, label in GROUPS.items()
    )


def of_group(group: str, codes: list[Code], words: Vocabulary, chosen: set[str]) -> list[Behaviour]:
    mine = [code for code in codes if code.group == group]
    asked = [code for code in mine if code.details.get("asked", True)]
    lines = [
        Behaviour(
            code.id,
            code.label(words.language),
            code.id in chosen,
            code.text(words.language, "note"),
            follow_ups(code.id, asked, words, chosen),
        )
        for code in asked
        if "follows" not in code.details
    ]
    openers = [opener for opener in OPENERS if follow_ups(opener, asked, words, chosen)]
    return lines + [
        Behaviour(
            f"opener.{opener}",
            str(OPENERS[opener]),
            opener in chosen,
            str(NOTES[opener]),
            follow_ups(opener, asked, words, chosen),
        )
        for opener in openers
    ]


def follow_ups(
    tick: str, codes: list[Code], words: Vocabulary, chosen: set[str]
) -> tuple[Behaviour, ...]:
    return tuple(
        Behaviour(code.id, code.text(words.language, "question"), code.id in chosen)
        for code in codes
        if code.details.get("follows") == tick
    )


def told(post: QueryDict, words: Vocabulary) -> list[str]:
    """The behaviours ticked; a follow-up counts only beside the tick that opened it."""
    known = words.protocol.behaviours
    ticked = ticked_in(post, words)
    return [
        code
        for code in ticked
        if code in known and known[code].details.get("follows", code) in ticked
    ]


def ticked_in(post: QueryDict, words: Vocabulary) -> dict[str, None]:
    """In her order; a form that a phone kept from before 2026-07 is read in the words of today."""
    values = [value.removeprefix("opener.") for value in post.getlist("behaviour")]
    facts = [(value, FACTS.get(value, value)) for value in values]
    known = words.protocol.behaviours
    return dict.fromkeys(fact if fact in known else value for value, fact in facts)
