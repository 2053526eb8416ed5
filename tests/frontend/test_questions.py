"""The questions behind each symptom: nobody's, kept by a browser, and asked without script too."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from frontend.vocabulary import vocabulary
from tracker.models import CheckIn

pytestmark = pytest.mark.django_db
Form = Callable[..., dict[str, Any]]
ADDRESS = re.compile(r'data-questions="([^"]+)"')


def address_in(page: str) -> str:
    found = ADDRESS.search(page)
    assert found
    return found[1]


def test_the_check_in_names_them_and_a_browser_keeps_them(hers: Client) -> None:
    address = address_in(hers.get("/check-in").content.decode())

    answer = Client().get(address)

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies


def test_they_hold_every_symptom_and_one_map_and_nothing_of_hers(hers: Client, ana: Any) -> None:
    address = address_in(hers.get("/check-in").content.decode())

    page = Client().get(address).content.decode()

    for tick in vocabulary("en").protocol.ticks:
        assert page.count(f'data-detail="{tick}"') == 1
    assert page.count("data-face-map") == 1
    assert " checked" not in page
    assert str(ana.pk) not in page
    assert "csrf" not in page
    assert hers.get(address).content.decode() == page


def test_each_language_has_its_own_and_a_name_that_is_not_the_current_one_is_not_kept(
    hers: Client,
) -> None:
    english = hers.get("/check-in/questions?of=en-0")
    spanish = hers.get("/check-in/questions?of=es-0")

    assert "immutable" not in english["Cache-Control"]
    assert "Moderate" in english.content.decode()
    assert "Moderado" in spanish.content.decode()
    for wrong in ("", "?of=xx-1", "?of=-", "?of=" + "e" * 4000):
        answer = hers.get(f"/check-in/questions{wrong}")
        assert answer.status_code == 200
        assert 'lang="en"' in answer.content.decode()


def test_the_check_in_itself_is_small_and_private(hers: Client) -> None:
    answer = hers.get("/check-in")

    assert "data-detail" not in answer.content.decode()
    assert 'type="file"' not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_without_script_a_tick_is_answered_with_its_questions_and_no_blame(
    hers: Client, a_form: Form
) -> None:
    form = a_form(tick=["bruise", "numb"])
    del form["note"]  # it stands on a later page
    answer = hers.post("/check-in", form)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The next questions" in page
    assert "error-summary" not in page
    assert page.count("data-detail=") == 2
    for later in ('name="behaviour"', 'type="file"', 'name="note"'):
        assert later in page
    assert not CheckIn.objects.exists()


def test_without_script_what_was_asked_and_left_open_is_an_error(
    hers: Client, a_form: Form
) -> None:
    answer = hers.post("/check-in", a_form(tick=["bruise"], asked=["bruise"]))

    assert answer.status_code == 400
    assert "Bruise: choose where it is." in answer.content.decode()


def test_without_script_a_danger_sign_does_not_wait_for_questions(
    hers: Client, a_form: Form
) -> None:
    hers.post("/check-in", a_form(danger="yes", tick=["bruise"]))

    assert CheckIn.objects.get().danger_signs["any"] is True


def test_without_script_a_quiet_day_takes_the_next_page_too(hers: Client, a_form: Form) -> None:
    form = a_form()
    del form["note"]

    answer = hers.post("/check-in", form)
    assert answer.status_code == 200
    assert not CheckIn.objects.exists()
    assert 'name="danger" value="none" checked' in answer.content.decode()

    assert hers.post("/check-in", a_form()).status_code == 302
    assert CheckIn.objects.count() == 1


def test_a_tick_on_the_last_page_is_asked_about_too(hers: Client, a_form: Form) -> None:
    answer = hers.post("/check-in", a_form(tick=["bruise"], note="Since lunch."))

    assert answer.status_code == 200
    assert "Since lunch." in answer.content.decode()
    assert not CheckIn.objects.exists()
