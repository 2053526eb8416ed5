"""Lean and once: how many statements a check-in costs, and two connections at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tracker.models import Assessment, CheckIn, ReviewCase

MOST_WITHOUT_A_CASE, MOST_WITH_ONE = 12, 17


def the_chains_lock():
    """PostgreSQL locks the audit chain with a statement; SQLite's writers are one at a time."""
    return 1 if connection.vendor == "postgresql" else 0


def statements_of(caller, body):
    with CaptureQueriesContext(connection) as captured:
        assert caller.post("/check-ins/", body).status_code == 201
    return len(captured)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("symptoms", [1, 10])
def test_a_check_in_costs_few_statements_however_much_it_tells(
    ana, dr_cho, lead_a, coordinator_a, call, a_check_in, numb_cheek, symptoms
):
    caller = call(ana)
    caller.post("/check-ins/", a_check_in())
    bruise = {"symptom": "bruise", "region": "forehead", "severity": 2}

    quiet = statements_of(caller, a_check_in(symptoms=[bruise] * symptoms))
    flagged = statements_of(caller, a_check_in(symptoms=[numb_cheek] * symptoms))

    assert quiet <= MOST_WITHOUT_A_CASE
    assert flagged <= MOST_WITH_ONE + the_chains_lock()
    assert ReviewCase.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_send_the_same_store_it_once(ana, call, a_check_in, numb_cheek):
    bodies = [a_check_in(**numb_cheek)] * 6
    answers = at_once(call(ana), bodies)

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert (CheckIn.objects.count(), Assessment.objects.count()) == (1, 1)
    assert ReviewCase.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_connections_with_two_bodies_under_one_id_keep_the_first(ana, call, a_check_in):
    body = a_check_in(symptom="bruise", region="forehead", severity=2)
    answers = at_once(call(ana), [body | {"note": str(number)} for number in range(6)])

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert CheckIn.objects.count() == 1


def at_once(caller, bodies):
    """Each body on a thread and a connection of its own, all at the same moment."""
    gate = Barrier(len(bodies))

    def send(body):
        gate.wait()
        try:
            return caller.post("/check-ins/", body)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(bodies)) as threads:
        return list(threads.map(send, bodies))
