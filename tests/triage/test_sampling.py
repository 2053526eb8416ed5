"""Random facts: everything that may be said is said by some, and the seed decides who."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.triage.world import PROTOCOL
from tracker.triage.facts import Facts, Known, SymptomFacts, TreatmentFacts
from tracker.triage.sampling import LISTS, Sampler
from tracker.triage.thresholds import hour_points, thresholds

YES_NO_UNSURE = {True, False, "not_sure"}
CHOICES = {each["id"] for answer in PROTOCOL.answers.values() for each in answer.choices}


@cache
def many() -> list[Facts]:
    sampler = Sampler(PROTOCOL, seed=1)
    return [sampler.facts() for _ in range(1200)]


@cache
def known() -> list[Facts]:
    sampler = Sampler(PROTOCOL, seed=2, fully_known=True)
    return [sampler.facts() for _ in range(400)]


def symptoms(many: list[Facts]) -> Iterator[SymptomFacts]:
    return (each for facts in many for each in facts.symptoms)


def treatments(many: list[Facts]) -> Iterator[TreatmentFacts]:
    return (each for facts in many for each in (facts.treatment, *facts.other_treatments))


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_the_same_seed_gives_the_same_facts_and_another_gives_others() -> None:
    one, same, other = (Sampler(PROTOCOL, seed) for seed in (5, 5, 6))
    first = [one.facts() for _ in range(20)]

    assert first == [same.facts() for _ in range(20)]
    assert first != [other.facts() for _ in range(20)]
    assert len({each.hours_since_treatment for each in first}) > 5


def test_every_code_of_the_protocol_is_told_by_some() -> None:
    told = list(symptoms(many()))

    assert {each.symptom for each in told} == set(PROTOCOL.symptoms)
    assert {each.region for each in told} == {None, *PROTOCOL.regions}
    assert {each.side for each in told} == {None, "left", "right", "both"}
    assert {each.severity for each in told} == {None, *range(1, 11)}
    assert {each.course for each in told} == {None, *PROTOCOL.courses}
    assert {code for each in told for code in each.answers} == set(PROTOCOL.answers)
    answers = {said for each in told for said in each.answers.values()}
    assert answers - CHOICES == YES_NO_UNSURE
    assert answers & CHOICES
    asked = sum(len(PROTOCOL.symptoms[each.symptom].answers) for each in told)
    assert 0.4 < sum(len(each.answers) for each in told) / asked < 0.6
    assert all(set(each.answers) <= set(PROTOCOL.symptoms[each.symptom].answers) for each in told)


def test_she_tells_of_none_to_six_symptoms_or_of_as_many_as_wanted() -> None:
    assert {len(each.symptoms) for each in many()} == set(range(7))
    assert {len(Sampler(PROTOCOL, seed).facts(0).symptoms) for seed in range(50)} == {0}
    assert {len(Sampler(PROTOCOL, seed).facts(3).symptoms) for seed in range(50)} == {3}


def test_treatments_have_one_to_three_treatable_sites_of_any_side_and_a_product_of_theirs() -> None:
    every = list(treatments(many()))
    sites = [site for each in every for site in each.sites]
    treatable = {code for code, each in PROTOCOL.regions.items() if each.treatable}

    assert {each.procedure for each in every} == set(PROTOCOL.procedures)
    assert {len(each.sites) for each in every} == {1, 2, 3}
    assert {site.region for site in sites} == treatable
    assert {site.side for site in sites} == {None, "left", "right", "both"}
    assert {each.product for each in every} == {None, *PROTOCOL.products}
    assert all(
        each.product is None or PROTOCOL.products[each.product].procedure == each.procedure
        for each in every
    )
    assert {len(each.other_treatments) for each in many()} == {0, 1, 2}
    assert all(each.treatment.hours_since == each.hours_since_treatment for each in many())
    assert 0.25 < share([bool(each.other_treatments) for each in many()]) < 0.35


def test_hours_stand_on_each_class_and_just_beside_it_and_never_before_the_treatment() -> None:
    hours = {each.hours_since_treatment for each in many()}
    points = hour_points(PROTOCOL)
    beside = {max(round(point + by, 2), 0.0) for point in points for by in (-0.1, 0.0, 0.1)}

    assert hours <= beside
    assert len(hours) > 0.9 * len(beside)
    assert min(hours) == 0.0
    apart = [each for each in many() for other in each.other_treatments
             if other.hours_since != each.hours_since_treatment]  # fmt: skip
    assert len(apart) > 100


def test_a_beginning_lies_at_thresholds_from_either_end_and_never_after_the_report() -> None:
    told = [(f.hours_since_treatment, s.onset_hours) for f in many() for s in f.symptoms]
    begun = [(hours, onset) for hours, onset in told if onset is not None]
    edges = {round(each + by, 2) for each in thresholds(PROTOCOL) for by in (-0.1, 0.0, 0.1)}
    ago = Counter(0 < round(hours - onset, 2) in edges for hours, onset in begun)
    after = Counter(round(onset, 2) in edges for _, onset in begun)

    assert len(begun) < len(told)
    assert all(onset <= hours + 0.01 for hours, onset in begun)
    assert all(count > len(begun) / 10 for count in (ago[True], after[True]))
    anywhere = [o for h, o in begun if round(o, 2) not in edges and round(h - o, 2) not in edges]
    assert len(anywhere) > len(begun) / 10
    assert any(onset < 0 for onset in anywhere)
    assert all(onset == round(onset, 2) for _, onset in begun)


def test_lists_are_empty_or_short_now_and_then_not_asked_or_half_asked() -> None:
    for kind in (*LISTS, "circumstances"):
        owners = [each.treatment if kind == "circumstances" else each for each in many()]
        found: list[Known] = [getattr(each, kind) for each in owners]
        assert {code for each in found for code in each.codes} == set(getattr(PROTOCOL, kind))
        assert {len(each.codes) for each in found} == {0, 1, 2}
        assert {len(each.unknown) for each in found} == {0, 1}
        assert all(each.codes.isdisjoint(each.unknown) for each in found)
        assert 0.5 < share([not each.codes for each in found]) < 0.7
        assert 0.15 < share([len(each.codes) == 1 for each in found]) < 0.25
        assert 0.05 < share([not each.asked for each in found]) < 0.15
        assert 0.05 < share([bool(each.unknown) for each in found]) < 0.15


def test_some_safety_questions_are_answered() -> None:
    said = [each.safety_answers for each in many()]

    assert {code for each in said for code in each} == set(PROTOCOL.questions)
    assert {answer for each in said for answer in each.values()} == YES_NO_UNSURE
    assert 0.2 < sum(map(len, said)) / len(said) / len(PROTOCOL.questions) < 0.4


def test_a_danger_sign_is_rare_named_or_not() -> None:
    signs = [each.danger_signs for each in many()]
    some = [each for each in signs if each.any]

    assert 0.02 < len(some) / len(signs) < 0.08
    assert {len(each.signs) for each in some} == {0, 1, 2}
    assert all(each.asked for each in some)
    assert all(not each.signs for each in signs if not each.any)
    assert 0.7 < share([each.asked for each in signs]) < 0.9


def test_half_of_them_told_something_before_newest_first() -> None:
    told = [each for each in many() if each.earlier]
    hours = [[e.hours_since_treatment for e in each.earlier] for each in told]

    assert 0.45 < len(told) / len(many()) < 0.55
    assert {len(each) for each in hours} == {1, 2, 3, 4}
    assert all(each == sorted(each, reverse=True) for each in hours)
    assert any(each[-1] < -20 for each in hours)
    assert all(each[-1] >= -24 and each[0] <= f.hours_since_treatment + 0.05
               for each, f in zip(hours, told, strict=True))  # fmt: skip
    assert all(each == round(each, 1) for row in hours for each in row)
    assert any(each != round(each) for row in hours for each in row)
    assert 0.2 < share([len(row) == 1 for row in hours]) < 0.3
    rules = [e.rules for each in told for e in each.earlier]
    assert {len(each) for each in rules} == set(range(5))
    assert {rule for each in rules for rule in each} == set(PROTOCOL.rules)


def test_what_she_told_before_was_often_the_same_word_sometimes_elsewhere() -> None:
    before = [(now, then) for f in many() for e in f.earlier for now in f.symptoms
              for then in e.symptoms if then._replace(region=now.region, side=now.side,
              severity=now.severity, course=now.course) == now]  # fmt: skip
    again = Counter(now.region == then.region and now.side == then.side for now, then in before)

    assert 0.5 < again[True] / len(before) < 0.85
    assert {then.severity for _, then in before} == {None, *range(1, 11)}
    assert {then.course for _, then in before} == {None, *PROTOCOL.courses}
    counts = [(len(f.symptoms), len(e.symptoms)) for f in many() for e in f.earlier]
    assert 0.7 < sum(then for _, then in counts) / sum(now for now, _ in counts) < 0.8
    alone = [len(e.symptoms) for f in many() for e in f.earlier if not f.symptoms]
    assert set(alone) == {0, 1}
    assert 0.4 < share([bool(each) for each in alone]) < 0.6


def test_what_she_told_before_began_by_then() -> None:
    told = [(e.hours_since_treatment, s.onset_hours) for f in many() if not f.symptoms
            for e in f.earlier for s in e.symptoms]  # fmt: skip
    begun = [(hours, onset) for hours, onset in told if onset is not None]

    assert all(onset <= max(hours, 0.0) + 0.01 for hours, onset in begun)
    assert any(onset > 0 for _, onset in begun) and any(onset < 0 for _, onset in begun)


def test_fully_known_facts_have_no_blank_and_no_not_sure() -> None:
    told = [*symptoms(known()), *(s for f in known() for e in f.earlier for s in e.symptoms)]
    lists = [getattr(each, kind) for each in known() for kind in LISTS]
    lists += [each.circumstances for each in treatments(known())]

    assert all(None not in (s.region, s.side, s.severity, s.onset_hours, s.course) for s in told)
    sides = {site.side for each in treatments(known()) for site in each.sites}
    assert sides == {"left", "right", "both"}
    assert all(each.product for each in treatments(known()))
    assert all(each.asked and not each.unknown for each in lists)
    answers = [a for s in told for a in s.answers.values()]
    answers += [a for each in known() for a in each.safety_answers.values()]
    assert set(answers) - CHOICES == {True, False}
