"""What a protocol promises, checked over the protocol itself.

(a) a danger sign alone is an emergency; (b) worse, more or riskier never lowers the urgency;
(c) a blank never gives less than the most harmless answer; (d) no remedy against a
contraindication or beside urgent; (e) left and right are alike; (f) the order does not matter.
Each proof yields the counterexamples that it finds, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from tracker.triage.facts import DangerSigns, Facts, Known, Site, SymptomFacts, TreatmentFacts
from tracker.triage.judge import judge
from tracker.triage.protocol import RANK, Protocol
from tracker.triage.readings import scene_of
from tracker.triage.receipt import assess, canonical_json
from tracker.triage.sampling import HOURS, SIDES, Sampler
from tracker.triage.suggest import on_record

Proof = Callable[[Sampler], Iterator[str]]
WORSE_COURSE = {"better": "same", "same": "worse", "new": "worse"}
RISKS: Mapping[str, Callable[[Facts, Known], Facts]] = {
    "conditions": lambda facts, known: replace(facts, conditions=known),
    "medicines": lambda facts, known: replace(facts, medicines=known),
    "allergies": lambda facts, known: replace(facts, allergies=known),
    "behaviours": lambda facts, known: replace(facts, behaviours=known),
}
MIRROR = {"left": "right", "right": "left"}


def urgency_of(protocol: Protocol, facts: Facts) -> str:
    return judge(scene_of(protocol, facts)).urgency


def lowered(protocol: Protocol, before: Facts, after: Facts, what: str) -> Iterator[str]:
    one, other = urgency_of(protocol, before), urgency_of(protocol, after)
    if RANK[other] < RANK[one]:
        yield f"{what} lowers {one} to {other}: {canonical_json(after.to_data())}"


def danger_signs(
    protocol: Protocol,
    hours_of: tuple[float, ...] = HOURS,
    signs: tuple[str | None, ...] | None = None,
) -> Iterator[str]:
    """(a), exhaustive: every sign (None: one that she did not name), procedure, treatable place,
    side and hour; `signs` narrows it to these."""
    places = [code for code, each in protocol.regions.items() if each.treatable]
    for sign, procedure, place, side, hours in product(
        signs or (*protocol.danger_signs, None),
        protocol.procedures,
        places,
        SIDES,
        hours_of,
    ):
        treatment = TreatmentFacts(procedure, hours, (Site(place, side),))
        said = DangerSigns(True, sign is None, frozenset([sign] if sign else ()))
        found = urgency_of(protocol, Facts(hours, treatment, danger_signs=said))
        if found != "emergency":
            yield f"danger sign {sign} at {hours} h after {procedure} at {place}: {found}"


def worsening(sampler: Sampler) -> Iterator[str]:
    """(b) a symptom that is stronger, or getting worse."""
    facts = sampler.facts(symptoms=sampler.random.choice((1, 2)))
    at = sampler.random.randrange(len(facts.symptoms))
    for changed in worse(facts.symptoms[at]):
        symptoms = tuple(changed if i == at else each for i, each in enumerate(facts.symptoms))
        after = replace(facts, symptoms=symptoms)
        yield from lowered(sampler.protocol, facts, after, f"worse {changed.symptom}")


def worse(symptom: SymptomFacts) -> Iterator[SymptomFacts]:
    if symptom.severity and symptom.severity < 10 and symptom.course != "gone":
        yield replace(symptom, severity=symptom.severity + 1)
    if symptom.course in WORSE_COURSE:
        yield replace(symptom, course=WORSE_COURSE[symptom.course])


def adding(sampler: Sampler) -> Iterator[str]:
    """(b) one more symptom, or one more risk on the record."""
    facts = sampler.facts()
    more = sampler.symptom(facts.hours_since_treatment)
    after = replace(facts, symptoms=(*facts.symptoms, more))
    yield from lowered(sampler.protocol, facts, after, f"adding {more.symptom}")
    kind = sampler.random.choice(sorted(RISKS))
    code = sampler.random.choice(sorted(getattr(sampler.protocol, kind)))
    known: Known = getattr(facts, kind)
    risk = Known(known.codes | {code}, known.unknown - {code}, known.asked)
    yield from lowered(sampler.protocol, facts, RISKS[kind](facts, risk), f"adding {code}")


def blanks(sampler: Sampler) -> Iterator[str]:
    """(c) leaving an answer, a strength or a course out, against each way to give it."""
    facts = sampler.facts(symptoms=sampler.random.choice((1, 2)))
    first, rest = facts.symptoms[0], facts.symptoms[1:]
    for name, variants in ways(sampler.protocol, first).items():
        blank, *given = (replace(facts, symptoms=(each, *rest)) for each in variants)
        least = min((urgency_of(sampler.protocol, each) for each in given), key=RANK.__getitem__)
        found = urgency_of(sampler.protocol, blank)
        if RANK[found] < RANK[least]:
            told = canonical_json(blank.to_data())
            yield f"no {name} gives {found}, every answer at least {least}: {told}"


def ways(protocol: Protocol, symptom: SymptomFacts) -> Mapping[str, list[SymptomFacts]]:
    """For each question behind a symptom: the blank first, then every answer."""
    found = {}
    for name in protocol.symptoms[symptom.symptom].answers:
        others = {key: value for key, value in symptom.answers.items() if key != name}
        answers = [others, *({**others, name: value} for value in (True, False))]
        found[name] = [replace(symptom, answers=each) for each in answers]
    if symptom.course != "gone":
        scores = (None, *range(1, 11))
        found["severity"] = [replace(symptom, severity=each) for each in scores]
        courses = (None, "new", "worse", "same", "better")
        found["course"] = [replace(symptom, course=each) for each in courses]
    return found


def remedies(sampler: Sampler) -> Iterator[str]:
    """(d) nothing against a contraindication that holds or is not known, nothing beside urgent."""
    facts = sampler.facts()
    receipt = assess(sampler.protocol, facts, "en")
    offered = [each["id"] for each in receipt.data["remedies"]]
    if offered and RANK[receipt.urgency] >= RANK["urgent"]:
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
        return tuple(replace(s, side=MIRROR.get(s.side or "", s.side)) for s in symptoms)

    def of_treatment(one: TreatmentFacts) -> TreatmentFacts:
        sites = tuple(Site(s.region, MIRROR.get(s.side or "", s.side)) for s in one.sites)
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
    backwards = replace(facts, symptoms=facts.symptoms[::-1])
    yield from same_result(sampler.protocol, facts, backwards, "another order")


def same_result(protocol: Protocol, one: Facts, other: Facts, what: str) -> Iterator[str]:
    if _result(protocol, one) != _result(protocol, other):
        yield f"{what} changes the result: {canonical_json(one.to_data())}"


def _result(protocol: Protocol, facts: Facts) -> tuple[object, ...]:
    receipt = assess(protocol, facts, "en")
    rules = sorted((each["rule"], each["urgency"]) for each in receipt.data["fired"])
    shown = [
        sorted(each["id"] for each in receipt.data[key])
        for key in ("advice", "remedies", "questions")
    ]
    return receipt.urgency, rules, shown


SAMPLED: Mapping[str, Proof] = {
    "b-worse": worsening,
    "b-more": adding,
    "c-blanks": blanks,
    "d-remedies": remedies,
    "e-sides": sides,
    "f-order": order,
}
