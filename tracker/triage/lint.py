"""What a clinical lead checks before a protocol is signed: words, and whether rules do as shown.

The words follow the product's own list (UX specification, section 6): reading age 9 to 11,
sentences of at most 20 words, no blame, and no warning without action, time and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tracker.triage.protocol import ENGLISH, Item, Protocol, Rule
from tracker.triage.receipt import assess
from tracker.triage.situations import facts_of, failures
from tracker.triage.trace import describe_condition

LONGEST_SENTENCE = 20
FORBIDDEN = re.compile(
    r"\b(should|normal(ly)?|safe(ly)?|do not worry|don['’]t worry|AI|this is nothing|you have"
    r"|you failed|forgot)\b|!",
    re.IGNORECASE,
)
# "Tick all that you have" and "what you have" ask; they do not tell her what she suffers from.
ASKING = re.compile(r"\b(all that|do|did|what) you have\b", re.IGNORECASE)
TIME = re.compile(
    r"\b(now|today|at once|until|before|first|hours?|days?|nights?|day \d+|when|while|once)\b",
    re.IGNORECASE,
)
# What she, or her clinic, does: the verbs that an advice may begin a sentence or a clause with.
ACTION = re.compile(
    r"\b(ask|avoid|bring|call|contact|cool|count|cover|do not|drink|eat|give|go|keep|leave|lie"
    r"|look at|looks at|never|phone|protect|put|rest|ring|rinse|see|show|sit|sleep|stay|stop|take"
    r"|tell|use|wait|wash|watch|wear|write)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(because|as|so that|may|can|needs?|changes|cannot|harmless|building)\b", re.IGNORECASE
)
TABLES = (
    "symptoms regions procedures products rules raises remedies advice aftercare behaviours"
    " conditions allergies medicines circumstances danger_signs views questions courses strengths"
    " answers ticks photo_findings"
)


def complaints(protocol: Protocol) -> Iterator[str]:
    """Everything that keeps a protocol from being signed, in words."""
    for rule in protocol.rules.values():
        for failure in (*failures(protocol, rule), *silences(protocol, rule)):
            yield f"rule {rule.id}: {failure}"
    for where, text in texts_of(protocol):
        for fault in faults_of(text):
            yield f"{where}: {fault}: {text}"
    for advice in protocol.advice.values():
        for fault in warning_faults(advice):
            yield f"advice {advice.id}: {fault}"
    yield from missing_languages(protocol)
    yield from contradictions(protocol)


def silences(protocol: Protocol, rule: Rule) -> Iterator[str]:
    """A rule that none of its own situations fires, and a flag that says nothing to do."""
    receipts = [assess(protocol, facts_of(each["given"]), ENGLISH) for each in rule.situations]
    fired = [each for each in receipts if rule.id in ids(each.data["fired"])]
    if not fired:
        yield "no situation fires it: it cannot be reached"
    for receipt in fired:
        if rule.id in ids(receipt.data["flags"]) and not receipt.data["advice"]:
            yield "a warning without action: no advice comes with it"
            return


def ids(found: Iterable[Mapping[str, str]]) -> set[str]:
    return {each["rule"] for each in found}


def contradictions(protocol: Protocol) -> Iterator[str]:
    """Two rules with one condition say two things, or one thing twice."""
    seen: dict[str, str] = {}
    for rule in protocol.rules.values():
        condition = repr((rule.procedures, describe_condition(rule.when)))
        if condition in seen:
            yield f"rule {rule.id}: the same condition as {seen[condition]}"
        seen[condition] = rule.id


def texts_of(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Every text of a protocol with the place where it stands."""
    for table in TABLES.split():
        items: Mapping[str, Item] = getattr(protocol, table)
        for item in items.values():
            for language, words in item.texts.items():
                for name, text in words.items():
                    yield f"{table} {item.id} [{language}] {name}", text
    for language, words in protocol.words.texts.items():
        for name, text in words.items():
            yield f"words [{language}] {name}", text


def faults_of(text: str) -> Iterator[str]:
    for found in FORBIDDEN.finditer(ASKING.sub("", text)):
        yield f"forbidden word {found.group()!r}"
    for sentence in sentences(text):
        if (words := len(sentence.split())) > LONGEST_SENTENCE:
            yield f"a sentence of {words} words"


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.?!])\s+", text) if each]


def warning_faults(advice: Item) -> Iterator[str]:
    """An advice says what to do, by or for when, and why (looked for in its English text)."""
    text = advice.text(ENGLISH)
    wanted = {"action": ACTION, "time": TIME, "reason": REASON}
    yield from (f"no {name}" for name, words in wanted.items() if not words.search(text))


def missing_languages(protocol: Protocol) -> Iterator[str]:
    """A language that is offered has every text that English has."""
    for language in protocol.languages:
        for table in TABLES.split():
            items: Mapping[str, Item] = getattr(protocol, table)
            for item in items.values():
                have = item.texts.get(language, {}).keys()
                for name in item.texts["en"].keys() - have:
                    yield f"{table} {item.id}: no {name} in {language}"
