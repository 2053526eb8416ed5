"""What was told before is shown, asked how it goes on, and never lost by an alarm."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any, cast
from zipfile import ZipFile

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from tests.cast import show_second_factor
from tracker.models import CheckIn, Treatment, User
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]


def test_a_carried_over_symptom_must_be_answered(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_form: Form,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    before = told_before(ana, her_toxin, a_report)

    response = hers.post("/check-in", a_form(carried_from=before))

    assert response.status_code == 400
    assert "Bruise, left cheek: choose Gone, Better, Same or Worse." in words_of(response)


@pytest.mark.parametrize(
    ("course", "strength", "kept"),
    [("gone", "", None), ("better", "", 5), ("same", "", 5), ("worse", "8", 8)],
)
def test_a_carried_over_symptom_goes_on_with_what_was_known(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_form: Form,
    a_report: Callable[..., Report],
    course: str,
    strength: str,
    kept: int | None,
) -> None:
    before = told_before(ana, her_toxin, a_report)
    name = "carried.bruise.cheek.left"

    hers.post(
        "/check-in", a_form(carried_from=before) | {name: course, f"{name}.strength": strength}
    )

    told = CheckIn.objects.order_by("-received_at")[0].symptoms.get()
    assert (told.symptom, told.region, told.side) == ("bruise", "cheek", "left")
    assert (told.course, told.severity) == (course, kept)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ({"bruise": 5, "hours": 24}, "It was: moderate, since day 1"),
        ({"bruise": 5, "hours": 0}, "It was: moderate, since day 0"),
        ({"bruise": None, "hours": 24}, "Told before, since day 1"),
        ({"bruise": 5, "hours": None}, "It was: moderate Gone"),
    ],
)
def test_p9_it_says_since_which_day_it_is_there(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    words_of: Words,
    said: dict[str, Any],
    hint: str,
) -> None:
    at, hours = her_toxin.performed_at, said["hours"]
    began = None if hours is None else at + timedelta(hours=hours, minutes=1)
    report = a_report("cheek", "left", bruise=said["bruise"], onset_at=began)
    submit_check_in(by=ana, treatment=her_toxin, report=report)

    assert hint in words_of(hers.get("/check-in"))


def test_a_worse_one_is_asked_how_strong_it_is_now(
    hers: Client, ana: User, her_toxin: Treatment, a_form: Form, a_report: Callable[..., Report]
) -> None:
    before = told_before(ana, her_toxin, a_report)
    form = a_form(carried_from=before) | {"carried.bruise.cheek.left": "worse"}

    response = hers.post("/check-in", form)

    assert response.status_code == 400
    assert "Bruise, left cheek: choose how strong it is." in response.content.decode()


def test_the_form_carries_the_last_report_over_and_an_alarm_does_not_end_it(
    hers: Client, ana: User, her_toxin: Treatment, a_form: Form, a_report: Callable[..., Report]
) -> None:
    before = told_before(ana, her_toxin, a_report)
    hers.post("/check-in", a_form(danger="yes", alarm="yes"))

    page = hers.get("/check-in").content.decode()

    assert f'name="carried_from" value="{before}"' in page
    assert 'name="carried.bruise.cheek.left"' in page


def told_before(ana: User, treatment: Treatment, a_report: Callable[..., Report]) -> str:
    report = a_report("cheek", "left", bruise=5)
    return str(submit_check_in(by=ana, treatment=treatment, report=report).check_in.pk)


@pytest.mark.parametrize("severities", [(2, 8), (8, 2)])
def test_what_was_told_twice_of_one_place_is_asked_once_as_strong_as_it_was(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_form: Form,
    a_report: Callable[..., Report],
    words_of: Words,
    severities: tuple[int, int],
) -> None:
    """Two rows of one name could never both be answered: no check-in would be finished again."""
    symptoms = tuple(ReportedSymptom("bruise", "cheek", "left", each) for each in severities)
    report = replace(a_report(), symptoms=symptoms)
    before = submit_check_in(by=ana, treatment=her_toxin, report=report).check_in

    page = hers.get("/check-in")
    assert words_of(page).count("Bruise, left cheek") == 1
    assert "It was: severe" in words_of(page)

    name = "carried.bruise.cheek.left"
    hers.post("/check-in", a_form(carried_from=str(before.pk)) | {name: "same"})
    told = CheckIn.objects.order_by("-received_at")[0]
    assert [each.severity for each in told.symptoms.all()] == [8]


@pytest.mark.parametrize(("course", "urgency"), [("better", "self_care"), ("gone", "review")])
def test_what_was_gone_and_is_ticked_again_has_come_back(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_form: Form,
    a_report: Callable[..., Report],
    course: str,
    urgency: str,
) -> None:
    """Gone is not carried over: she ticks it anew, and nobody asks her where it is."""
    began = her_toxin.performed_at + timedelta(hours=10)
    told = ReportedSymptom("fatigue", severity=2, onset_at=began, course=course)
    before = replace(a_report(), symptoms=(told,))
    carried_from = submit_check_in(by=ana, treatment=her_toxin, report=before).check_in.pk

    tired = {"tick": "unwell", "unwell.which": "fatigue", "unwell.strength": "2"}
    again = {"unwell.onset": "today", "unwell.movement_normal": "yes"}
    carried = {"carried.fatigue": "better"} if course == "better" else tired | again
    hers.post("/check-in", a_form(carried_from=str(carried_from)) | carried)

    last = CheckIn.objects.order_by("-received_at")[0]
    assert last.symptoms.get().symptom == "fatigue"
    assert last.assessments.get().urgency == urgency


@pytest.mark.parametrize(
    ("side", "language", "said"),
    [
        ("left", "en", "Drooping eyelid, left upper eyelid"),
        ("both", "en", "Drooping eyelid, both upper eyelids"),
        ("right", "es", "Párpado caído, párpado superior derecho"),
    ],
)
def test_the_side_of_what_is_not_asked_where_it_is_stands_in_each_word_about_it(
    hers: Client,
    ana: User,
    a_form: Form,
    words_of: Words,
    side: str,
    language: str,
    said: str,
) -> None:
    hers.post("/settings", {"change": "language", "language": language})
    droop = {"tick": "droop", "droop.which": "eyelid", "droop.side": side, "droop.strength": "5"}
    hers.post("/check-in", a_form() | droop | {"droop.onset": "today"})
    told = CheckIn.objects.get()

    assert told.symptoms.get().side == side
    for address in ("/check-in", "/history"):
        assert said in words_of(hers.get(address)), address
    assert said in export_of(hers)


def export_of(client: Client) -> str:
    """The page to read inside her copy."""
    show_second_factor(client, at=time.time())
    answer = cast(StreamingHttpResponse, client.get("/api/v1/export/"))
    return ZipFile(BytesIO(b"".join(answer.streaming_content))).read("index.html").decode()
