"""What a protocol promises, checked over the protocol itself.

(a) a danger sign alone is an emergency; (b) worse, more or riskier never lowers the urgency;
(c) a blank never gives less than the most harmless answer; (d) no remedy against a
contraindication or beside urgent; (e) left and right are alike; (f) one urgency, that of the
highest finding, in whatever order she tells it. Each proof yields the counterexamples that it
finds, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from tracker.triage.facts import (
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.protocol import ENGLISH, Protocol, highest
from tracker.triage.receipt import assess, canonical_json
from tracker.triage.sampling import SIDES, Sampler
from tracker.triage.suggest import on_record
from tracker.triage.thresholds import hour_points
from tracker.triage.worsening import (
    adding,
    blanks,
    guesses,
    risking,
    unasked,
    urgency_of,
    worsening,
)

Proof = Callable[[Sampler], Iterator[str]]
Hours = tuple[float, ...]
Signs = tuple[str, ...] | None
NOTHING_BESIDE = ("urgent", "emergency")
MIRROR: Mapping[str | None, str] = {"left": "right", "right": "left"}


def alone(
    protocol: Protocol, hours_of: Hours = (), signs: Signs = None
) -> Iterator[tuple[str, Facts]]:
    """Every danger sign, or none named, x procedure x treatable place x side x hour class x with
    and without a history in which every rule has fired already; signs narrows it to these."""
    places = [code for code, each in protocol.regions.items() if each.treatable]
    every_rule = frozenset(protocol.rules)
    for sign, procedure, place, side, hours, before in product(
        signs or (*protocol.danger_signs, ""),
        protocol.procedures,
        places,
        SIDES,
        hours_of or hour_points(protocol),
        (False, True),
    ):
        treatment = TreatmentFacts(procedure, hours, (Site(place, side),))
        ticked = DangerSigns(True, not sign, frozenset([sign] if sign else ()))
        said = EarlierCheckIn(0.0, (SymptomFacts("numbness", place, side),), every_rule)
        earlier = (said,) if before else ()
        name = f"danger sign {sign or 'unnamed'} at {hours} h after {procedure} at {place}"
        yield name, Facts(hours, treatment, danger_signs=ticked, earlier=earlier)


def danger_signs(protocol: Protocol, hours_of: Hours = (), signs: Signs = None) -> Iterator[str]:
    """(a), exhaustive where neither hours nor signs ("": one that she did not name) are given."""
    for name, facts in alone(protocol, hours_of, signs):
        found = urgency_of(protocol, facts)
        if found != "emergency":
            yield f"{name}: {found}"


def remedies(sampler: Sampler) -> Iterator[str]:
    """(d) nothing against a contraindication that holds or is not known, nothing beside urgent."""
    facts = sampler.facts()
    receipt = assess(sampler.protocol, facts, ENGLISH)
    offered = [each["id"] for each in receipt.data["remedies"]]
    if offered and receipt.urgency in NOTHING_BESIDE:
        yield f"{offered} beside {receipt.urgency}: {canonical_json(facts.to_data())}"
    for code in offered:
        for each in sampler.protocol.remedies[code].contraindications:
            answer = facts.safety_answers.get(each.question)
            recorded = on_record(each, facts)
            if recorded or answer in (True, "not_sure") or (recorded is None and answer is None):
                yield f"{code} against {each.because}: {canonical_json(facts.to_data())}"


def mirrored(facts: Facts) -> Facts:
    """Her left for her right, everywhere."""

    def of_symptoms(symptoms: tuple[SymptomFacts, ...]) -> tuple[SymptomFacts, ...]:
        return tuple(s._replace(side=MIRROR.get(s.side, s.side)) for s in symptoms)

    def of_treatment(one: TreatmentFacts) -> TreatmentFacts:
        sites = tuple(Site(s.region, MIRROR.get(s.side, s.side)) for s in one.sites)
        return replace(one, sites=sites)

    return replace(
        facts,
        treatment=of_treatment(facts.treatment),
        other_treatments=tuple(of_treatment(each) for each in facts.other_treatments),
        symptoms=of_symptoms(facts.symptoms),
        earlier=tuple(replace(e, symptoms=of_symptoms(e.symptoms)) for e in facts.earlier),
    )


def sides(sampler: Sampler) -> Iterator[str]:
    """(e) the mirrored patient gets the mirrored result."""
    facts = sampler.facts()
    yield from same_result(sampler.protocol, facts, mirrored(facts), "mirroring")


def order(sampler: Sampler) -> Iterator[str]:
    """(f) one urgency and one set of findings, in whatever order she tells it."""
    facts = sampler.facts()
    treatment = replace(facts.treatment, sites=facts.treatment.sites[::-1])
    backwards = replace(
        facts,
        symptoms=facts.symptoms[::-1],
        treatment=treatment,
        other_treatments=facts.other_treatments[::-1],
    )
    yield from same_result(sampler.protocol, facts, backwards, "another order")


def one_urgency(sampler: Sampler) -> Iterator[str]:
    """(f) exactly one urgency: that of the highest finding, none where there is none."""
    facts = sampler.facts()
    receipt = assess(sampler.protocol, facts, ENGLISH)
    of_findings = highest([each["urgency"] for each in receipt.data["fired"]])
    if receipt.urgency != of_findings:
        told = canonical_json(facts.to_data())
        yield f"{receipt.urgency} where the highest finding is {of_findings}: {told}"


def same_result(protocol: Protocol, one: Facts, other: Facts, what: str) -> Iterator[str]:
    if _result(protocol, one) != _result(protocol, other):
        yield f"{what} changes the result: {canonical_json(one.to_data())}"


def _result(protocol: Protocol, facts: Facts) -> tuple[object, ...]:
    receipt = assess(protocol, facts, ENGLISH)
    rules = sorted((each["rule"], each["urgency"]) for each in receipt.data["fired"])
    shown = [
        sorted(each["id"] for each in receipt.data[key])
        for key in ("advice", "remedies", "questions")
    ]
    return receipt.urgency, rules, shown


SAMPLED: Mapping[str, Proof] = {
    "b-worse": worsening,
    "b-more": adding,
    "b-riskier": risking,
    "c-blanks": blanks,
    "c-unasked": unasked,
    "c-not-sure": guesses,
    "d-remedies": remedies,
    "e-sides": sides,
    "f-order": order,
    "f-one": one_urgency,
}
