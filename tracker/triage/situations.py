"""The worked examples of a rule: each is a short case that runs as a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.triage.facts import (
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Known,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.protocol import ENGLISH, Protocol, ProtocolError, Rule
from tracker.triage.receipt import Receipt, assess

Given = Mapping[str, Any]
DEFAULT_PROCEDURE = "botulinum_toxin"
EXPECTATIONS = ("expect_flags", "expect_fired", "expect_urgency")


def facts_of(given: Given) -> Facts:
    """Facts from the short form: sites as "cheek left", lists complete, hours of the report."""
    hours = float(given["hours"])
    return Facts(
        hours_since_treatment=hours,
        treatment=TreatmentFacts(
            procedure=given.get("procedure", DEFAULT_PROCEDURE),
            hours_since=hours,
            sites=tuple(site_of(each) for each in given.get("sites", ("glabella",))),
            circumstances=_complete(given, "circumstances"),
            product=given.get("product"),
        ),
        symptoms=tuple(SymptomFacts(**each) for each in given.get("symptoms", ())),
        danger_signs=_signs(given.get("danger_signs", ())),
        earlier=tuple(_earlier(each) for each in given.get("earlier", ())),
        conditions=_complete(given, "conditions"),
        allergies=_complete(given, "allergies"),
        medicines=_complete(given, "medicines"),
        behaviours=_complete(given, "behaviours"),
        photo_findings=frozenset(given.get("photo_findings", ())),
    )


def _complete(given: Given, kind: str) -> Known:
    return Known(frozenset(given.get(kind, ())))


def site_of(words: str) -> Site:
    region, _, side = words.partition(" ")
    return Site(region, side or None)


def _signs(codes: Any) -> DangerSigns:
    return DangerSigns(True, bool(codes), frozenset(codes))


def _earlier(given: Given) -> EarlierCheckIn:
    said = tuple(SymptomFacts(**each) for each in given.get("symptoms", ()))
    return EarlierCheckIn(float(given["hours"]), said, frozenset(given.get("rules", ())))


def failures(protocol: Protocol, rule: Rule) -> Iterator[str]:
    """What the situations of a rule expect and do not get, in words."""
    for at, situation in enumerate(rule.situations):
        if not any(key in situation for key in EXPECTATIONS):
            raise ProtocolError(f"rule {rule.id}: situation {at} expects nothing")
        receipt = assess(protocol, facts_of(situation["given"]), ENGLISH)
        yield from (f"situation {at}: {each}" for each in _differences(receipt, situation))


def _differences(receipt: Receipt, situation: Given) -> Iterator[str]:
    flags = {each["rule"] for each in receipt.data["flags"]}
    fired = {each["rule"] for each in receipt.data["fired"]}
    for code in situation.get("expect_flags", ()):
        if code not in flags:
            yield f"flag {code} is not raised"
    for code in situation.get("expect_fired", ()):
        if code not in fired:
            yield f"{code} does not fire"
    expected = situation.get("expect_urgency", receipt.urgency)
    if receipt.urgency != expected:
        yield f"urgency {receipt.urgency}, expected {expected}"
