"""One rule as its page shows it: what it says, on what ground, and what became of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic import version_wording, wording
from frontend.clinic.rules import rule_lines, rule_sentence
from frontend.clinic.situations import situations
from frontend.clinic.told_texts import told_texts
from tracker.records.rule_use import RuleUse
from tracker.triage.explain import Voice
from tracker.triage.protocol import ASK, RANK, Rule, is_flag

ALL_OR_ANY = {"all": _("All of this holds:"), "any": _("Any of this holds:"), "": ""}


def rule_row(rule: Rule, voice: Voice, use: RuleUse | None, version: str) -> dict[str, Any]:
    """One line of the list; version "" for the one in force."""
    month = use.of(rule.id).month if use else 0
    fired = version_wording.fired_in_month(month, use.month) if use else ""
    return {
        "id": rule.id,
        "url": rule_url(rule.id, version),
        "title": rule.label(voice.language) or rule.id,
        "level": rule.urgency,
        "level_word": str(wording.LEVELS[rule.urgency]),
        "sentence": rule_sentence(rule, voice),
        "fired": fired,
    }


def rule_url(rule: str, version: str) -> str:
    address = reverse("protocol-rule", args=[rule])
    return f"{address}?version={version}" if version else address


def rule_facts(rule: Rule, voice: Voice) -> dict[str, Any]:
    joined, lines = rule_lines(rule, voice)
    return {
        "id": rule.id,
        "title": rule.label(voice.language) or rule.id,
        "level": rule.urgency,
        "level_word": str(wording.LEVELS[rule.urgency]),
        "sentence": rule_sentence(rule, voice, None),
        "joined": ALL_OR_ANY[joined] if len(lines) > 1 else "",
        "lines": lines,
        "more": list(_more(rule)),
        "sources": [_source(code, voice) for code in rule.source.split()],
        "situations": situations(rule, voice),
        "told": told_texts(rule, voice),
    }


def rule_counts(rule: Rule, use: RuleUse) -> list[str]:
    """A line for each period, with numerator and denominator; acting counts for flags only."""
    found = use.of(rule.id)
    month = version_wording.fired_in_month(found.month, use.month)
    year = version_wording.fired_in_year(found.year, use.year)
    return [
        _with_acts(rule, month, found.month, found.acted_month),
        _with_acts(rule, year, found.year, found.acted_year),
    ]


def _with_acts(rule: Rule, line: str, fired: int, acted: int) -> str:
    if is_flag(rule.urgency) and fired:
        line = f"{line}; {version_wording.acted(acted, fired)}"
    return f"{line}."


def _more(rule: Rule) -> Iterator[str]:
    """What the condition does not say: blanks, remedies, risks."""
    if is_flag(rule.urgency):
        yield _if_unknown(rule)
    if rule.once:
        yield gettext("It counts once after a treatment.")
    if rule.withhold_remedies:
        yield gettext("No remedy is offered beside it.")
    if rule.waiting_is_fine:
        yield gettext("Waiting is offered beside it.")
    if rule.urgency in ("review", "urgent") and not rule.raisable:
        yield gettext("A risk on record does not raise its level.")


def _if_unknown(rule: Rule) -> str:
    level = rule.if_unknown or ("review" if RANK[rule.urgency] > RANK["review"] else ASK)
    if level == ASK:
        return gettext("Where an answer is missing, it raises nothing; the gap is recorded.")
    told = {"level": wording.LEVELS[level]}
    return gettext("Where only a missing answer keeps it from firing: %(level)s.") % told


def _source(code: str, voice: Voice) -> Mapping[str, str]:
    """approved_by "": nobody has signed it yet. url: where it can be opened."""
    found = voice.protocol.sources[code]
    page = str(found.details.get("page", ""))
    return {
        "title": found.label(),
        "page": page,
        "url": page if page.startswith(("https://", "http://")) else "",
        "date": str(found.details.get("date", "")),
        "approved_by": str(found.details.get("approved_by", "")),
    }
