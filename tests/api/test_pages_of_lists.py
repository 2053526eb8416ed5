"""Lists: every row once, forwards and back, whatever arrives in between."""

import base64
import json
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest

from tests.conftest import record_of, treat
from tracker.models import Patient


@pytest.fixture
def many(clinic_a):
    names = [f"Patient {number:02}" for number in range(23)]
    for name in names:
        Patient.objects.create(clinic=clinic_a, name=name, date_of_birth="1990-01-01")
    return names


def names_of(page):
    return [each["name"] for each in page["results"]]


def test_next_leads_through_every_row_once_and_previous_back(dr_cho, call, many):
    caller = call(dr_cho)
    page, forwards, pages = caller.get("/patients/?limit=5").json(), [], []
    assert page["previous"] is None
    while True:
        forwards += names_of(page)
        pages.append(names_of(page))
        if page["next"] is None:
            break
        page = caller.get(page["next"]).json()
    backwards = [names_of(page)]
    while page["previous"]:
        page = caller.get(page["previous"]).json()
        backwards.append(names_of(page))

    assert forwards == many
    assert backwards == pages[::-1]
    assert page["previous"] is None


def test_a_row_that_arrives_between_two_pages_hides_and_repeats_none(dr_cho, call, many, clinic_a):
    caller = call(dr_cho)
    first = caller.get("/patients/?limit=5").json()
    Patient.objects.create(clinic=clinic_a, name="Patient 00a", date_of_birth="1990-01-01")

    assert names_of(caller.get(first["next"]).json())[0] == "Patient 05"


def test_rows_of_the_same_moment_are_told_apart_by_id(ana, ana_patient, call):
    treatment = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=10)
    for _ in range(6):
        twin = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=10)
        twin.performed_at = treatment.performed_at
        twin.save()
    caller, found = call(ana), []
    page = caller.get("/treatments/?limit=2").json()
    while page:
        found += [each["id"] for each in page["results"]]
        page = caller.get(page["next"]).json() if page["next"] else None

    assert len(found) == len(set(found)) == 7


def test_a_page_holds_a_hundred_rows_at_most(dr_cho, call, many, clinic_a):
    Patient.objects.bulk_create(
        Patient(clinic=clinic_a, name=f"More {n:03}", date_of_birth="1990-01-01")
        for n in range(100)
    )

    assert len(call(dr_cho).get("/patients/?limit=5000").json()["results"]) == 100
    assert len(call(dr_cho).get("/patients/").json()["results"]) == 50


def place(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


NOTHING = [place(), place({}, []), place(None, None), place(None), place(1, 2), place(7)]
WRONG = ["x", "____", "%00", place("a"), *NOTHING]


@pytest.mark.parametrize("after", [*WRONG, place("Ana", "no-id"), "é", "A" * 401])
def test_a_made_up_place_in_a_list_is_400(dr_cho, call, many, after):
    for towards in ("after", "before"):
        answer = call(dr_cho).get("/patients/", data={towards: after})
        assert answer.status_code == 400


def test_a_place_of_another_list_leads_nowhere_foreign(ana, dr_cho, call, many, clinic_b):
    """What a place holds is compared with, never trusted: scope comes from who asks."""
    foreign, nobody = record_of(dr_cho, clinic_b).pk, uuid4()
    made_up, known, gone = (
        call(ana).get("/patients/", data={"after": place(*said)}).json()
        for said in (("", str(foreign)), (str(foreign),), (str(nobody),))
    )

    assert str(foreign) not in json.dumps(made_up)
    assert known == gone


def test_no_name_stands_in_the_address_of_the_next_page(dr_cho, call, many):
    first = call(dr_cho).get("/patients/?limit=5").json()
    second = call(dr_cho).get(first["next"]).json()

    for link in (first["next"], second["next"], second["previous"]):
        [(_way, held)] = [each for each in parse_qsl(urlsplit(link).query) if each[0] != "limit"]
        said = json.loads(base64.urlsafe_b64decode(held + "=" * (-len(held) % 4)))
        assert said in [[each["id"]] for each in first["results"] + second["results"]]
