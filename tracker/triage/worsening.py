"""What may never lower the urgency: worse, more, riskier (b), and a question left blank (c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tracker.triage.facts import Facts, Known, SymptomFacts
from tracker.triage.judge import Judgement, judge
from tracker.triage.protocol import NOT_SURE, RANK, Protocol, highest
from tracker.triage.readings import scene_of
from tracker.triage.receipt import canonical_json
from tracker.triage.sampling import LISTS, SIDES, Sampler

WORSE_COURSE = {"better": "same", "same": "worse", "new": "worse"}
WORSE_ANSWER = {
    "touch_felt": False,
    "movement_normal": False,
    "varies_through_day": True,
    "cleared_and_returned": True,
}
# They explain a numb place, so they are no risk (SOURCES.md section 8b, numbness).
EXPLAINING = frozenset({"topical_anaesthetic", "nerve_block"})
CIRCUMSTANCES = "circumstances"


def urgency_of(protocol: Protocol, facts: Facts) -> str:
    return judge(scene_of(protocol, facts)).urgency


def lowered(protocol: Protocol, before: Facts, after: Facts, what: str) -> Iterator[str]:
    one, other = urgency_of(protocol, before), urgency_of(protocol, after)
    if RANK[other] < RANK[one]:
        told = canonical_json(before.to_data())
        yield f"{what} lowers {one} to {other}: {told} becomes {canonical_json(after.to_data())}"


def with_symptom(facts: Facts, at: int, symptom: SymptomFacts) -> Facts:
    said = facts.symptoms
    return replace(facts, symptoms=(*said[:at], symptom, *said[at + 1 :]))


def worsening(sampler: Sampler) -> Iterator[str]:
    """(b) a symptom that is stronger, getting worse, or answered for worse."""
    facts = sampler.facts(symptoms=sampler.random.randint(1, 4))
    at = sampler.random.randrange(len(facts.symptoms))
    for changed in worse(facts.symptoms[at]):
        after = with_symptom(facts, at, changed)
        yield from lowered(sampler.protocol, facts, after, f"worse {changed.symptom}")


def worse(symptom: SymptomFacts) -> Iterator[SymptomFacts]:
    if symptom.severity and symptom.severity < 10 and symptom.course != "gone":
        yield symptom._replace(severity=symptom.severity + 1)
    if symptom.course in WORSE_COURSE:
        yield symptom._replace(course=WORSE_COURSE[symptom.course])
    for name, value in WORSE_ANSWER.items():
        if symptom.answers.get(name) is (not value):
            yield symptom._replace(answers={**symptom.answers, name: value})


def adding(sampler: Sampler) -> Iterator[str]:
    """(b) one more symptom."""
    facts = sampler.facts()
    more = sampler.symptom(facts.hours_since_treatment)
    after = replace(facts, symptoms=(*facts.symptoms, more))
    yield from lowered(sampler.protocol, facts, after, f"adding {more.symptom}")


def risking(sampler: Sampler) -> Iterator[str]:
    """(b) one more condition, medicine, allergy or slip, or a riskier injection."""
    facts = sampler.facts()
    for kind in (*LISTS, CIRCUMSTANCES):
        code = sampler.random.choice(sorted(getattr(sampler.protocol, kind).keys() - EXPLAINING))
        after = with_list(facts, kind, with_code(list_of(facts, kind), code))
        yield from lowered(sampler.protocol, facts, after, f"adding {code}")


def with_code(known: Known, code: str) -> Known:
    return Known(known.codes | {code}, known.unknown - {code}, known.asked)


def list_of(facts: Facts, kind: str) -> Known:
    known: Known = getattr(facts.treatment if kind == CIRCUMSTANCES else facts, kind)
    return known


def with_list(facts: Facts, kind: str, known: Known) -> Facts:
    if kind == CIRCUMSTANCES:
        return replace(facts, treatment=replace(facts.treatment, circumstances=known))
    return replace(facts, **{kind: known})  # type: ignore[arg-type]


def blanks(sampler: Sampler) -> Iterator[str]:
    """(c) leaving one question about a symptom blank, against each way to answer it."""
    facts = sampler.facts(symptoms=sampler.random.randint(1, 3))
    at = sampler.random.randrange(len(facts.symptoms))
    onsets = onsets_of(sampler.points, facts.hours_since_treatment)
    for name, variants in ways(sampler.protocol, facts.symptoms[at], onsets).items():
        blank, *given = (with_symptom(facts, at, each) for each in variants)
        yield from less_than_each(sampler.protocol, name, blank, given)


def unasked(sampler: Sampler) -> Iterator[str]:
    """(c) a list that was not asked, or one code of it, and a product that nobody noted."""
    facts = sampler.facts()
    for kind in (*LISTS, CIRCUMSTANCES):
        codes = sorted(getattr(sampler.protocol, kind))
        one = sampler.random.choice(codes)
        known = list_of(facts, kind)
        told = known.codes - {one}
        blank = with_list(facts, kind, Known(told, frozenset({one})))
        either = [with_list(facts, kind, Known(each)) for each in (told, told | {one})]
        yield from less_than_each(sampler.protocol, one, blank, either)
        nothing = with_list(facts, kind, Known(asked=False))
        each_way = [Known(), *(Known(frozenset({code})) for code in codes)]
        given = [with_list(facts, kind, each) for each in each_way]
        yield from less_than_each(sampler.protocol, kind, nothing, given)
    products = [None, *sorted(sampler.protocol.products)]
    blank, *given = (
        replace(facts, treatment=replace(facts.treatment, product=each)) for each in products
    )
    yield from less_than_each(sampler.protocol, "product", blank, given)


def guesses(sampler: Sampler) -> Iterator[str]:
    """(c) "not sure" counts as every reading: the highest of them, or urgent where it guesses;
    not where the anaesthetic explains the place."""
    facts = sampler.facts(symptoms=sampler.random.randint(1, 3))
    at = sampler.random.randrange(len(facts.symptoms))
    symptom = facts.symptoms[at]
    for name in sampler.protocol.symptoms[symptom.symptom].answers:
        unsure, *either = (
            with_symptom(facts, at, symptom._replace(answers={**symptom.answers, name: value}))
            for value in (NOT_SURE, *sampler.protocol.answers[name].readings())
        )
        most = highest([urgency_of(sampler.protocol, each) for each in either])
        found = judge(scene_of(sampler.protocol, unsure))
        if RANK[found.urgency] < min(RANK[most], RANK["urgent"]) and not is_explained(found, at):
            told = canonical_json(unsure.to_data())
            yield f"not sure of {name} gives {found.urgency}, one reading {most}: {told}"


def is_explained(found: Judgement, at: int) -> bool:
    """A place that is numb from the anaesthetic is not weak on a doubt alone (section 8b)."""
    return any(each.rule.explains_guess and at in each.origins for each in found.findings)


def less_than_each(
    protocol: Protocol, name: str, blank: Facts, given: list[Facts]
) -> Iterator[str]:
    found = urgency_of(protocol, blank)
    if all(RANK[urgency_of(protocol, each)] > RANK[found] for each in given):
        told = canonical_json(blank.to_data())
        yield f"no {name} gives {found}, every answer more: {told}"


def ways(
    protocol: Protocol, symptom: SymptomFacts, onsets: tuple[float, ...]
) -> Mapping[str, list[SymptomFacts]]:
    """For each question about a symptom: the blank first, then every answer."""
    found: dict[str, list[SymptomFacts]] = {}
    for name in protocol.symptoms[symptom.symptom].answers:
        others = {key: value for key, value in symptom.answers.items() if key != name}
        readings = protocol.answers[name].readings()
        answers = [others, *({**others, name: value} for value in readings)]
        found[name] = [symptom._replace(answers=each) for each in answers]
    if symptom.course != "gone":
        courses = (None, *sorted(protocol.courses.keys() - {"gone"}))
        found["course"] = [symptom._replace(course=each) for each in courses]
        scores = (None, *range(1, 11))
        found["severity"] = [symptom._replace(severity=each) for each in scores]
    found["onset"] = [symptom._replace(onset_hours=each) for each in (None, *onsets)]
    found["side"] = [symptom._replace(side=each) for each in SIDES]
    regions = (None, *sorted(protocol.regions))
    found["region"] = [symptom._replace(region=each) for each in regions]
    return found


def onsets_of(points: tuple[float, ...], hours: float) -> tuple[float, ...]:
    """One beginning of every class for a report at these hours, before the treatment included."""
    counted = {each for each in points if each <= hours} | {hours - each for each in points}
    return tuple(sorted(counted))
