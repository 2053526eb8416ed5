"""A database that is locked, full or away: come back, and nothing of hers is lost meanwhile."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client

from tracker.errors import TooManyRequests
from tracker.models import CheckIn, Message, User

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(params=["database is locked", "database or disk is full"])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_sent: Any) -> None:
        raise OperationalError(request.param)

    monkeypatch.setattr("frontend.pages.check_in.submit_check_in", fails)


@pytest.mark.usefixtures("broken")
def test_the_phone_is_told_to_come_back(hers: Client, a_form: Form) -> None:
    answer = hers.post("/check-in", a_form(danger="yes"), **JSON)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("broken")
def test_without_script_the_form_is_there_again_with_its_answers(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    bruise = {"bruise__where": ["cheek:left"], "bruise__strength": "5", "bruise__onset": "today"}
    form = a_form(tick=["bruise"], **bruise, note="It looks blue.")

    answer = hers.post("/check-in", form)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Not sent yet. Your clinic has not seen this." in words_of(answer)
    assert f'name="client_id" value="{form["client_id"]}"' in page
    assert re.search(r'value="cheek:left"[^>]* checked', page)
    assert re.search(r'name="bruise.strength" value="5"[^>]* checked', page)
    assert ">It looks blue.</textarea>" in page
    assert "Call 112" not in words_of(answer).partition("Not sent yet.")[0]


def test_a_check_in_that_has_to_wait_is_in_its_form_again_too(
    hers: Client, a_form: Form, monkeypatch: pytest.MonkeyPatch, words_of: Words
) -> None:
    def too_often(*_given: Any) -> None:
        raise TooManyRequests(retry_after=7)

    form = a_form(note="It looks blue.")
    with monkeypatch.context() as patched:
        patched.setattr("frontend.pages.check_in.hold", too_often)
        answer = hers.post("/check-in", form)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "7")
    assert "Not sent yet. Your clinic has not seen this." in words_of(answer)
    assert f'name="client_id" value="{form["client_id"]}"' in page
    assert ">It looks blue.</textarea>" in page
    assert hers.post("/check-in", form).status_code == 302


@pytest.mark.usefixtures("broken")
def test_who_told_of_a_danger_sign_reads_first_whom_to_call(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    page = words_of(hers.post("/check-in", a_form(danger="yes")))

    assert page.index("Emergency: call 112 or go to hospital now") < page.index("Not sent yet.")
    assert "not an emergency service" in page
    assert "We are also telling your clinic" not in page.partition("Not sent yet.")[0]


def test_what_was_shown_again_is_stored_once_when_it_is_sent_again(
    hers: Client, a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = a_form()
    with monkeypatch.context() as patched:
        patched.setattr("frontend.pages.check_in.submit_check_in", locked)
        hers.post("/check-in", form)

    assert hers.post("/check-in", form).status_code == 302
    assert CheckIn.objects.count() == 1


def a_message(**said: Any) -> dict[str, Any]:
    return {"text": "Is <this> usual?", "client_id": str(uuid4())} | said


def test_a_message_is_in_its_form_again_and_goes_once(
    hers: Client, monkeypatch: pytest.MonkeyPatch, words_of: Words
) -> None:
    sent = a_message(worried="1")
    with monkeypatch.context() as patched:
        patched.setattr("frontend.pages.messages.send_message", locked)
        answer = hers.post("/messages", sent)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Not sent yet. Your clinic has not seen this." in words_of(answer)
    assert ">Is &lt;this&gt; usual?</textarea>" in page
    assert f'name="client_id" value="{sent["client_id"]}"' in page
    assert re.search(r'name="worried" value="1" checked', page)
    assert not Message.objects.exists()
    for _time in range(2):
        assert hers.post("/messages", sent).status_code == 302
    assert Message.objects.get().text == "Is <this> usual?"


def test_a_message_that_has_to_wait_is_in_its_form_again_too(
    hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_often(*_given: Any) -> None:
        raise TooManyRequests(retry_after=7)

    monkeypatch.setattr("frontend.pages.messages.hold", too_often)
    answer = hers.post("/messages", a_message())

    assert (answer.status_code, answer["Retry-After"]) == (429, "7")
    assert ">Is &lt;this&gt; usual?</textarea>" in answer.content.decode()


def test_the_phone_that_sends_a_message_is_told_to_come_back(
    hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.pages.messages.send_message", locked)

    answer = hers.post("/messages", a_message(), **JSON)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", [{}, JSON])
def test_every_other_page_says_so_too(
    hers: Client, kind: dict[str, str], monkeypatch: pytest.MonkeyPatch, words_of: Words
) -> None:
    monkeypatch.setattr("frontend.pages.messages.mark_read", locked)

    answer = hers.post("/messages", {"seen": "1"}, **kind)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert kind or "We are away for a moment" in words_of(answer)


def test_a_page_of_the_clinic_says_so_too(
    coordinator_a: User, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.pages.clinic_doors.habits_of", locked)

    answer = client_of(coordinator_a).get("/clinic/patients")

    assert answer.status_code == 503


def test_a_session_that_cannot_be_written_is_not_our_mistake_either(
    hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raised above every page, where only the last resort of all hears of it."""
    hers.raise_request_exception = False
    monkeypatch.setattr("frontend.accounts.session_ends.SessionClock", locked)

    for kind, status in (({}, 503), (JSON, 503)):
        answer = hers.get("/", **kind)
        assert answer.status_code == status
        assert int(answer["Retry-After"]) > 0


def locked(*_given: Any, **_sent: Any) -> None:
    raise OperationalError("database is locked")
