"""The hours at which a protocol changes its mind, read from its conditions."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.protocols.draft import Draft, draft  # noqa: F401
from tests.protocols.test_loader import RULE
from tests.triage.test_grammar import NAMES
from tests.triage.world import PROTOCOL, facts, said, urgency
from tracker.triage.grammar import condition
from tracker.triage.thresholds import hour_points, thresholds

MONTHS = 2952.0  # four of them: how long a treated place counts


def test_every_hour_named_anywhere_is_a_threshold() -> None:
    found = thresholds(PROTOCOL)

    # Rules: hours, onset, sudden; remedies: hours of use; advice; the engine's four months.
    assert {1.0, 6.0, 20.0, 24.0, 72.01, 168.0, 336.01, 1344.0, 240.0, 4.0, MONTHS} <= set(found)
    assert found == tuple(sorted(set(found)))
    assert all(isinstance(each, float) and abs(each) != float("inf") for each in found)


def test_points_stand_on_every_threshold_between_each_two_and_after_the_last() -> None:
    edges, points = thresholds(PROTOCOL), hour_points(PROTOCOL)

    assert points == tuple(sorted(set(points)))
    assert set(edges) <= set(points)
    assert points[0] == 0.0
    assert points[-1] == edges[-1] + 24
    for one, other in pairwise((0.0, *edges)):
        assert [each for each in points if one < each < other] == [(one + other) / 2]


def test_hours_that_keep_a_remedy_away_or_a_symptom_apart_are_thresholds(
    draft: Draft,  # noqa: F811
) -> None:
    apart = '{ symptom = "bruise", apart_from = { symptom = "rash", onset_at_most = 555 } }'
    draft.write("rules/new.toml", RULE.replace('{ symptom = "bruise" }', apart, 1))
    away = 'not_where = [{ when = { hours_at_most = 777 }, because = "label" }]\nsource ='
    draft.change("remedies/wait.toml", "source =", away)

    assert {555.0, 777.0} <= set(thresholds(draft.load())) - set(thresholds(PROTOCOL))


def test_points_tell_the_sides_of_a_threshold_apart() -> None:
    mild = said("headache", severity=2)
    by_hour = {each: urgency(mild, hours=each) for each in hour_points(PROTOCOL) if each <= 100}

    assert set(by_hour.values()) == {"self_care", "review"}
    assert facts(mild, hours=72).hours_since_treatment in by_hour


@pytest.mark.parametrize(
    "test",
    [
        {"hours_at_least": 555.5},
        {"hours_at_most": 555.5},
        {"symptom": "bruise", "hours_at_least": 555.5},
        {"symptom": "bruise", "hours_at_most": 555.5},
        {"symptom": "bruise", "onset_at_least": 555.5},
        {"symptom": "bruise", "onset_at_most": 555.5},
        {"symptom": "bruise", "began_within": 555.5},
    ],
    ids=lambda test: " ".join(test),
)
@pytest.mark.parametrize("table", ["rules", "raises", "remedies", "advice"])
def test_each_way_to_name_an_hour_makes_it_a_threshold(
    test: dict[str, float | str], table: str
) -> None:
    items = getattr(PROTOCOL, table)
    code = next(iter(items))
    items = {**items, code: replace(items[code], when=condition({"not": test}, NAMES))}

    assert set(thresholds(replace(PROTOCOL, **{table: items}))) >= {555.5}
