"""P7: timers, a calm word for a slip, and a calendar that tells nobody anything."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from frontend.calendar_file import Reminder, calendar_file
from tests.frontend.whole_form import whole_check_in
from tracker.models import AftercareOverride, AftercareSlip, Clinic, Treatment, User
from tracker.records.aftercare import timers
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
NOTED = "It is ticked in your next check-in."


def noted(hers: Client, timer: str = "no_facials") -> Any:
    return hers.post("/aftercare/slips", {"timer": timer}, follow=True)


def test_a_slip_gets_a_calm_word_and_is_ticked_in_the_next_check_in(
    hers: Client, her_toxin: Treatment, words_of: Words
) -> None:
    page = words_of(noted(hers))

    assert "That happens. Leave the skin alone now" in page
    assert NOTED in page
    form = whole_check_in(hers)
    assert re.search(r'name="behaviour"[^>]*value="facial"[^>]*checked', form)


def test_a_slip_told_twice_is_one_until_a_check_in_has_carried_it(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report], words_of: Words
) -> None:
    noted(hers)
    noted(hers)
    assert AftercareSlip.objects.count() == 1

    submit_check_in(by=ana, treatment=her_toxin, report=a_report(behaviours=["facial"]))

    assert NOTED not in words_of(hers.get("/aftercare"))


@pytest.mark.parametrize("timer", ["", "no_such_timer", "no_dental_work' OR 1=1"])
def test_a_timer_that_is_not_hers_is_not_found(
    timer: str, hers: Client, her_toxin: Treatment
) -> None:
    assert noted(hers, timer).status_code == 404
    assert not AftercareSlip.objects.exists()


def test_her_own_clinics_instruction_takes_the_place_of_the_protocols_and_no_other_does(
    her_toxin: Treatment, clinic_a: Clinic, clinic_b: Clinic
) -> None:
    usual = {timer.id: timer.ends_at for timer in timers(her_toxin, "en")}
    first, second = list(usual)[:2]
    AftercareOverride.objects.create(clinic=clinic_a, timer=first, hours=100)
    AftercareOverride.objects.create(clinic=clinic_b, timer=second, hours=200)

    told = {timer.id: timer for timer in timers(her_toxin, "en")}

    assert told[first].ends_at == her_toxin.performed_at + timedelta(hours=100)
    assert (told[first].source, told[second].source) == ("clinic", "protocol")
    assert told[second].ends_at == usual[second]


def test_the_calendar_says_reminder_and_nothing_else(hers: Client, her_toxin: Treatment) -> None:
    response = hers.get("/aftercare.ics")

    file = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(re.findall(r"^(?:SUMMARY|DESCRIPTION):(.*?)\r$", file, re.M)) == {"Reminder"}
    assert file.count("BEGIN:VEVENT") == 1  # on day 3 only the week without facials still runs
    for telling in ("facial", "toxin", "Clinic A", "Ana", "aftercare"):
        assert telling not in file


def test_no_treatment_no_calendar(ana: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(ana).get("/aftercare.ics").status_code == 404


def test_a_long_title_is_folded_between_characters_and_its_signs_are_escaped() -> None:
    title = "Añadir, por favor; recordatorio\nnúmero " + "é" * 60

    lines = calendar_file([Reminder("key", timezone.now())], title=title).split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "\r\n".join(lines).replace("\r\n ", "")
    assert "SUMMARY:Añadir\\, por favor\\; recordatorio\\nnúmero " + "é" * 60 in whole
