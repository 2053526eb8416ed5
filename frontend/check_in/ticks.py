"""New symptoms: a line of the list each, its questions, and from the answers to entries.

What is asked, and which code an answer leads to, stands in the protocol (triage/form.py).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from frontend.check_in.asks import Ask, BesideCoin, Choice, Tick, onsets, strengths
from frontend.check_in.onset import onset_at
from frontend.vocabulary import Vocabulary
from tracker.models import Treatment
from tracker.triage.form import Given, tick_data
from tracker.triage.form import entries as entries_of
from tracker.triage.form import form as protocol_form

Data = Mapping[str, Any]
SEVERITIES = {choice.value for choice in strengths()}


def lines(
    treatment: Treatment, words: Vocabulary, post: QueryDict, errors: Mapping[str, str]
) -> tuple[Tick, ...]:
    """The list; only what she ticked has its questions with it (docs/adr/058)."""
    chosen = set(post.getlist("tick"))
    shown = chosen | asked_before(post)
    return tuple(
        line(data, post, errors, is_chosen=data["id"] in chosen, is_asked=data["id"] in shown)
        for data in ticks_of(treatment, words)
    )


def every_line(words: Vocabulary) -> tuple[Tick, ...]:
    """Each symptom of the protocol with its questions, nothing given."""
    found = [tick_data(words.voice, tick) for tick in words.protocol.ticks.values()]
    return tuple(line(data, QueryDict(), {}, is_chosen=False, is_asked=True) for data in found)


def line(
    tick: Data, post: QueryDict, errors: Mapping[str, str], *, is_chosen: bool, is_asked: bool
) -> Tick:
    return Tick(
        id=tick["id"],
        label=tick["label"],
        hint=tick["hint"],
        title=tick["label"],
        order=tick["first"],
        asks=tuple(asks_of(tick, post, errors)) if is_asked else (),
        is_chosen=is_chosen,
        is_asked=is_asked,
    )


def asked_before(post: QueryDict) -> set[str]:
    """Symptoms whose questions stood in the form that was sent: each says so, or was answered."""
    answered = {name.partition(".")[0] for name in post if "." in name}
    return answered | set(post.getlist("asked"))


def is_half(post: QueryDict) -> bool:
    """The form as it is opened ends with the symptoms; what follows always has its note."""
    return "note" not in post


def not_asked_yet(post: QueryDict, treatment: Treatment, words: Vocabulary) -> list[str]:
    """Ticked without script, in a form that could not show their questions."""
    open_ticks = set(post.getlist("tick")) - asked_before(post)
    return [tick["id"] for tick in ticks_of(treatment, words) if tick["id"] in open_ticks]


def ticks_of(treatment: Treatment, words: Vocabulary) -> list[Data]:
    found: list[Data] = protocol_form(words.protocol, treatment.procedure, words.language)["ticks"]
    return found


def asks_of(tick: Data, post: QueryDict, errors: Mapping[str, str] | None = None) -> Iterator[Ask]:
    """What it is, where, how strong, since when; then what may be left out."""
    for draft in [*first_asks(tick), *later_asks(tick)]:
        yield Ask(
            **draft,
            given=tuple(post.getlist(draft["name"])),
            day=post.get(f"{draft['name']}.day", ""),
            error=(errors or {}).get(draft["name"].replace(".", "-"), ""),
        )


def first_asks(tick: Data) -> Iterator[dict[str, Any]]:
    for ask in tick["asks"]:
        if ask["required"]:
            yield draft(tick, "choice", ask["id"], ask["question"], choices_of(ask), ask["many"])
    if tick["where"] == "map":
        yield draft(tick, "where", "where", _("Where is it? Choose every place."))
    elif tick["where"] == "side":
        yield draft(tick, "choice", "side", _("On which side?"), sides())
    if tick["strength"]:
        yield draft(tick, "choice", "strength", _("How strong is it?"), strengths())
    if tick["text"]:
        yield draft(tick, "text", "text", _("What is it?"))
    yield draft(tick, "onset", "onset", _("When did it begin?"), onsets())


def later_asks(tick: Data) -> Iterator[dict[str, Any]]:
    """Questions that may be left open: an open one is not "no"."""
    if tick["growing"]:
        yes_no = (Choice("yes", _("Yes")), Choice("no", _("No")))
        yield draft(tick, "choice", "growing", tick["growing"], yes_no) | {"missing": ""}
    for ask in tick["asks"]:
        if not ask["required"]:
            line = draft(tick, "choice", ask["id"], ask["question"], choices_of(ask), ask["many"])
            yield line | {"missing": "", "hint": ask["hint"]}


def draft(
    tick: Data,
    kind: str,
    name: str,
    question: str,
    choices: tuple[Choice, ...] = (),
    many: bool = False,
) -> dict[str, Any]:
    missing = {
        "where": _("%(symptom)s: choose where it is."),
        "strength": _("%(symptom)s: choose how strong it is."),
        "onset": _("%(symptom)s: choose when it began."),
        "side": _("%(symptom)s: choose the side."),
        "text": _("%(symptom)s: write what it is."),
    }.get(name, _("%(symptom)s: choose an answer."))
    return {
        "type": kind,
        "name": f"{tick['id']}.{name}",
        "question": question,
        "missing": missing % {"symptom": tick["label"]},
        "choices": choices,
        "many": many,
    }


def choices_of(ask: Data) -> tuple[Choice, ...]:
    """As the protocol words them; a size is drawn beside its coin."""
    most = max((each.get("across_mm", 0) for each in ask["choices"]), default=0)
    return tuple(
        Choice(each["id"], each["label"], beside_coin=BesideCoin(ask["coin_mm"], across, most))
        if (across := each.get("across_mm", 0))
        else Choice(each["id"], each["label"])
        for each in ask["choices"]
    )


def sides() -> tuple[Choice, ...]:
    return (Choice("left", _("Left")), Choice("right", _("Right")), Choice("both", _("Both")))


def entries(
    post: QueryDict, treatment: Treatment, reported_at: datetime, words: Vocabulary
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Entries for the check-in, and field -> error; what was answered is kept in either case."""
    chosen, told = set(post.getlist("tick")), []
    errors: dict[str, str] = {}
    for tick in ticks_of(treatment, words):
        if tick["id"] not in chosen:
            continue
        errors |= missing_in(tick, post)
        began = onset_at(
            post.get(f"{tick['id']}.onset", ""),
            post.get(f"{tick['id']}.onset.day", ""),
            treatment,
            reported_at,
        )
        moment = began.isoformat() if began else None
        for entry in entries_of(words.protocol, tick["id"], given_of(tick, post)):
            told.append(entry | {"onset_at": moment})
    return told, errors


def missing_in(tick: Data, post: QueryDict) -> dict[str, str]:
    return {ask.field: ask.missing for ask in asks_of(tick, post) if ask.missing and is_open(ask)}


def is_open(ask: Ask) -> bool:
    if ask.type == "onset" and ask.given == ("another",):
        return not ask.day
    if ask.choices:
        return not set(ask.given) & {choice.value for choice in ask.choices}
    return not any(text.strip() for text in ask.given)


def given_of(tick: Data, post: QueryDict) -> Given:
    """Only choices that the protocol offers; a place is region or region:side."""
    asked = {
        ask["id"]: tuple(
            value
            for value in post.getlist(f"{tick['id']}.{ask['id']}")
            if value in {choice["id"] for choice in ask["choices"]}
        )
        for ask in tick["asks"]
    }
    strength = post.get(f"{tick['id']}.strength", "")
    return Given(
        chosen=asked,
        places=tuple(places_in(tick, post)),
        severity=int(strength) if strength in SEVERITIES else None,
        growing=post.get(f"{tick['id']}.growing") == "yes",
    )


def places_in(tick: Data, post: QueryDict) -> Iterator[tuple[str | None, str | None]]:
    side = post.get(f"{tick['id']}.side", "")
    if side in {choice.value for choice in sides()}:
        yield None, side
    for value in post.getlist(f"{tick['id']}.where"):
        region, _sign, at = value.partition(":")
        yield region, at or None


def notes(post: QueryDict, treatment: Treatment, words: Vocabulary) -> list[str]:
    """What she wrote about a symptom stands in the report's note, under its name."""
    chosen = set(post.getlist("tick"))
    return [
        f"{tick['label']}: {text}"
        for tick in ticks_of(treatment, words)
        if tick["id"] in chosen and (text := post.get(f"{tick['id']}.text", "").strip())
    ]
