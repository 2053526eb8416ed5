"""Two dermatologists race through 200 cases: each is won once, and each loser is told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.cast import person, record_of, treat
from tracker.errors import DomainError, StaleVersion
from tracker.models import AuditEvent, HeldMessage, Message, ReviewCase, ReviewEvent
from tracker.services import reviews
from tracker.services.case_opening import Finding, raise_case
from tracker.services.held_messages import hold_message, send_held
from tracker.services.labels import add_label
from tracker.services.staff_notices import MAY_UNDO_FOR
from tracker.services.undoing import undo

CASES = 200
STEPS = {
    "claim": lambda **on: reviews.claim(**on),
    "acknowledge": lambda **on: reviews.acknowledge(**on),
    "decide": lambda **on: reviews.decide(**on, reason="expected_course"),
    "label": lambda **on: add_label(**on, label="Batch 7"),
}

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(clinic_a):
    found = []
    for number in range(CASES):
        patient = record_of(person(f"racer{number}"), clinic_a)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
        with transaction.atomic():
            case = raise_case(treatment, Finding("review", f"Case {number}", "colleague"))
        found.append(case)
    return found


def work_through(who, cases, start, seed):
    """Case -> what she did and got, each by the version that her list showed."""
    told, chance = {}, Random(seed)
    start.wait()
    for case in cases:
        step = chance.choice(list(STEPS))
        try:
            STEPS[step](by=who, case=case, version=1)
            told[case.pk] = step
        except StaleVersion as refused:
            told[case.pk] = refused.code
    connection.close()
    return told


def test_no_event_is_lost_and_each_loser_is_told(cases, dr_cho, lead_a):
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(work_through, who, cases, start, seed)
                for seed, who in enumerate((dr_cho, lead_a))]  # fmt: skip
        hers, his = (run.result() for run in runs)

    for case in cases:
        told = {hers[case.pk], his[case.pk]}
        assert "stale-version" in told and len(told) == 2, told
        won = (told - {"stale-version"}).pop()
        assert list(case.events.values_list("action", flat=True)) == ["opened", won]
    assert ReviewCase.objects.filter(version=2).count() == CASES
    assert Counter([*hers.values(), *his.values()])["stale-version"] == CASES
    assert ReviewEvent.objects.exclude(by=None).count() == CASES
    steps = [f"case.{step}" for step in STEPS]
    assert AuditEvent.objects.filter(action__in=steps).count() == CASES


def test_an_undo_that_races_a_colleague_takes_nothing_of_hers_back(cases, dr_cho, lead_a):
    """Whoever comes second is refused: undone and claimed anew, or kept and marked as seen."""
    start, few = Barrier(2), cases[:40]
    for case in few:
        reviews.claim(by=dr_cho, case=case, version=1)

    def run(step):
        refused = 0
        start.wait()
        for case in few:
            try:
                step(case)
            except StaleVersion:
                refused += 1
        connection.close()
        return refused

    with ThreadPoolExecutor(2) as pool:
        undoing = pool.submit(run, lambda case: undo(by=dr_cho, case=case, version=2))
        seeing = pool.submit(run, lambda case: reviews.acknowledge(by=lead_a, case=case, version=2))
        refused = undoing.result() + seeing.result()

    assert refused == len(few)
    for case in few:
        actions = list(case.events.values_list("action", flat=True))
        assert actions in (["opened", "claim", "undo"], ["opened", "claim", "acknowledge"])
        case.refresh_from_db()
        assert (case.assigned_to == dr_cho) == (actions[-1] == "acknowledge")
        assert (case.acknowledged_by == lead_a) == (actions[-1] == "acknowledge")


def test_several_messages_that_race_a_colleagues_decisions_reach_nobody_and_lose_no_event(
    cases, dr_cho, lead_a
):
    """A case is either closed before its message is held, or says that it was not sent."""
    start, few, run = Barrier(2), cases[:40], uuid4()

    def hold():
        held = set()
        start.wait()
        for case in few:
            try:
                hold_message(by=dr_cho, case=case, version=1, text="Please call us.", run=run)
                held.add(case.pk)
            except DomainError:
                pass
        connection.close()
        return held

    def decide():
        start.wait()
        for case in few:
            reviews.decide(by=lead_a, case=case, version=1, reason="treated")
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        holding, deciding = pool.submit(hold), pool.submit(decide)
        held, _decided = holding.result(), deciding.result()
    with ThreadPoolExecutor(2) as pool:
        sweeps = [pool.submit(_sweep) for _ in range(2)]
        assert [sweep.result() for sweep in sweeps] == [0, 0]

    for case in few:
        told = ["message_not_sent"] if case.pk in held else []
        actions = list(case.events.values_list("action", flat=True))
        assert actions == ["opened", "decide", *told]
    assert not Message.objects.exists()
    assert not HeldMessage.objects.exists()


def _sweep():
    try:
        return send_held(timezone.now() + MAY_UNDO_FOR)
    finally:
        connection.close()
