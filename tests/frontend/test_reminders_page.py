"""P5 in Settings: her hour, never at night; and a calendar that only says "Reminder"."""

import re
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client

from tracker.models import Patient, Treatment, User

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


def choose(client: Client, **said: str) -> Any:
    return client.post("/settings", {"change": "reminders", **said})


@pytest.mark.parametrize(
    ("said", "kept"),
    [({"at": "12:30"}, time(12, 30)), ({"at": "other", "other": "07:15"}, time(7, 15))],
)
def test_her_hour_is_kept_and_shown_and_nothing_was_chosen_for_her(
    said: dict[str, str], kept: time, hers: Client, ana_patient: Patient
) -> None:
    assert not re.search(r'name="at"[^>]*checked', hers.get("/settings").content.decode())

    assert choose(hers, **said).url == "/settings?saved=1"

    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at == kept
    [shown] = re.findall(
        r'name="at" value="([^"]*)" checked', hers.get("/settings").content.decode()
    )
    assert shown == said["at"]


def test_the_weekend_may_have_another_hour_and_goes_back_where_it_is_emptied(
    hers: Client, ana_patient: Patient
) -> None:
    choose(hers, at="08:00", weekend="10:30")
    ana_patient.refresh_from_db()
    assert ana_patient.weekend_reminder_at == time(10, 30)
    assert 'name="weekend" min="07:00" max="20:00" value="10:30"' in (
        hers.get("/settings").content.decode()
    )

    choose(hers, at="08:00", weekend="")
    ana_patient.refresh_from_db()
    assert ana_patient.weekend_reminder_at is None


def test_until_she_has_chosen_settings_say_which_hour_it_is(hers: Client, words_of: Words) -> None:
    until = "You have not chosen a time: it is at 7pm until you choose."
    assert until in words_of(hers.get("/settings"))

    choose(hers, at="19:00")

    assert until not in words_of(hers.get("/settings"))


@pytest.mark.parametrize("weekend", ["22:00", "06:59", "noon", "25:61"])
def test_a_weekend_hour_that_is_night_or_none_is_told_beside_its_field(
    weekend: str, hers: Client, ana_patient: Patient
) -> None:
    response = choose(hers, at="08:00", weekend=weekend)

    assert response.status_code == 400
    assert 'href="#reminder-weekend"' in response.content.decode()
    assert 'id="reminder-weekend-error"' in response.content.decode()
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


@pytest.mark.parametrize("at", ["", "21:30", "06:00", "25:00", "soon", "other"])
def test_the_night_and_what_is_no_time_are_told_and_not_kept(
    at: str, hers: Client, ana_patient: Patient, words_of: Words
) -> None:
    response = choose(hers, at=at)

    assert response.status_code == 400
    assert "There is something to put right" in words_of(response)
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


def test_the_calendar_has_the_days_of_check_in_to_come_and_no_word_of_health(
    hers: Client, her_toxin: Treatment
) -> None:
    file = hers.get("/reminders.ics").content.decode()

    assert file.count("BEGIN:VEVENT") > 10
    assert set(re.findall(r"^(?:SUMMARY|DESCRIPTION):(.*?)\r$", file, re.M)) == {"Reminder"}
    assert not re.search(r"check|toxin|clinic|Ana", file, re.I)


def test_no_treatment_no_calendar(ana: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(ana).get("/reminders.ics").status_code == 404
