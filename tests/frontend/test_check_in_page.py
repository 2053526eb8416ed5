"""The check-in as a plain form: every step, every mistake, one document."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tracker.models import CheckIn, ReviewCase, SymptomReport, Treatment

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Form = Callable[..., dict[str, Any]]


def bruise(**other: Any) -> Mapping[str, Any]:
    """A bruise told in full; `other` replaces one answer, None leaves it out."""
    told = {
        "tick": ["bruise"],
        "bruise__where": ["cheek:left"],
        "bruise__strength": "5",
        "bruise__onset": "yesterday",
    }
    return {name: value for name, value in (told | other).items() if value is not None}


def test_nothing_is_chosen_before_she_chooses(hers: Client) -> None:
    page = hers.get("/check-in").content.decode()

    assert " checked" not in page
    assert " selected" not in page


def test_danger_signs_come_before_every_other_question(hers: Client) -> None:
    page = hers.get("/check-in").content.decode()

    assert page.index("Trouble breathing") < page.index("Anything new?")


def test_a_quiet_day_is_sent_and_answered(hers: Client, a_form: Form, words_of: Words) -> None:
    response = hers.post("/check-in", a_form(), follow=True)

    assert "Looks usual for day 3" in words_of(response)
    said = CheckIn.objects.get()
    assert said.danger_signs == {"asked": True, "any": False, "signs": []}
    assert said.behaviours == []
    assert said.wants_contact is None


def test_every_answer_reaches_the_report(hers: Client, a_form: Form) -> None:
    form = a_form(
        **bruise(bruise__where=["cheek:left", "chin"], bruise__growing="yes"),
        behaviour=["took_ibuprofen", "rubbed_site"],
        wants_contact="yes",
        note="It looks blue.",
    )

    hers.post("/check-in", form)

    said = CheckIn.objects.get()
    told = {(each.region, each.side, each.severity, each.course) for each in said.symptoms.all()}
    assert told == {("cheek", "left", 5, "worse"), ("chin", "", 5, "worse")}
    assert said.behaviours == ["rubbed_site", "took_ibuprofen"]
    assert said.wants_contact is True
    assert said.note == "It looks blue."


def test_yesterday_means_noon_of_yesterday_in_her_time_zone(hers: Client, a_form: Form) -> None:
    hers.post("/check-in", a_form(**bruise()))

    began = SymptomReport.objects.get().onset_at
    assert began
    local = began.astimezone(ZoneInfo("Europe/London"))
    yesterday = timezone.now().astimezone(local.tzinfo).date() - timedelta(days=1)
    assert (local.date(), local.hour) == (yesterday, 12)


def test_it_never_began_before_the_treatment(
    hers: Client, a_form: Form, her_toxin: Treatment
) -> None:
    form = a_form(**bruise(bruise__onset="another"), **{"bruise__onset__day": "2020-01-01"})

    hers.post("/check-in", form)

    assert SymptomReport.objects.get().onset_at == her_toxin.performed_at


@pytest.mark.parametrize(
    ("left_out", "error"),
    [
        ("bruise__where", "Bruise: choose where it is."),
        ("bruise__strength", "Bruise: choose how strong it is."),
        ("bruise__onset", "Bruise: choose when it began."),
    ],
)
def test_a_missing_answer_is_asked_for_and_the_others_are_kept(
    hers: Client, a_form: Form, left_out: str, error: str
) -> None:
    response = hers.post("/check-in", a_form(**bruise(**{left_out: None})))

    page = response.content.decode()
    field = left_out.replace("__", "-")
    assert response.status_code == 400
    assert "<title>Error: " in page
    assert f'<a href="#{field}">{error}</a>' in page
    assert f'id="{field}"' in page
    assert page.count(" checked") == 4  # none of these, bruise, and the two answers given
    assert not CheckIn.objects.exists()


def test_the_danger_question_is_never_taken_as_no(hers: Client, a_form: Form) -> None:
    form = a_form()
    del form["danger"]

    response = hers.post("/check-in", form)

    assert response.status_code == 400
    assert "Choose None of these, or Yes." in response.content.decode()


def test_a_danger_sign_is_enough_whatever_else_is_missing(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    form = a_form(danger="yes", sign=["breathing"], tick=["bruise"])

    page = words_of(hers.post("/check-in", form, follow=True))

    assert "Emergency: call 112 or go to hospital now" in page
    assert "What may help" not in page
    assert ReviewCase.objects.get().urgency == "emergency"


def test_a_named_sign_outweighs_none_of_these(hers: Client, a_form: Form) -> None:
    hers.post("/check-in", a_form(danger="none", sign=["chest_pain"]))

    assert CheckIn.objects.get().assessments.get().urgency == "emergency"


def test_not_sure_about_touch_counts_as_every_reading(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    form = a_form(
        tick=["numb"],
        numb__closest="unsure",
        numb__where=["cheek:left"],
        numb__strength="5",
        numb__onset="today",
    )

    page = words_of(hers.post("/check-in", form, follow=True))

    assert SymptomReport.objects.get().answers["touch_felt"] == "not_sure"
    assert "Urgent: your clinic needs to see this today" in page


def test_sent_twice_is_stored_once(hers: Client, a_form: Form) -> None:
    form = a_form(**bruise()) | {"reported_at": timezone.now().isoformat()}

    first, second = hers.post("/check-in", form), hers.post("/check-in", form)

    assert first["Location"] == second["Location"]
    assert CheckIn.objects.count() == 1


def test_other_words_under_the_same_id_are_refused_in_a_page(
    hers: Client, a_form: Form, words_of: Words
) -> None:
    form = a_form() | {"reported_at": timezone.now().isoformat()}
    hers.post("/check-in", form)

    response = hers.post("/check-in", form | {"note": "other"})

    assert response.status_code == 409
    assert "Nothing was changed." in words_of(response)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tick": ["bruise"], "bruise__where": ["nowhere:left"]},
        {"client_id": "not-an-id"},
        {"note": "x" * 4001},
        {"behaviour": ["flew_to_the_moon"]},
        {"sign": ["a_bad_dream"]},
        {"tick": ["bad"], "bad__strength": "9"},
        {"reported_at": "yesterday"},
    ],
)
def test_what_a_browser_would_not_send_never_breaks_the_page(
    hers: Client, a_form: Form, wrong: dict[str, Any]
) -> None:
    response = hers.post("/check-in", a_form(**{**bruise(), **wrong}))

    assert response.status_code in (302, 400)


def test_the_script_is_told_what_to_put_right(hers: Client, a_form: Form) -> None:
    response = hers.post(
        "/check-in", a_form(**bruise(bruise__where=None)), headers={"accept": "application/json"}
    )

    assert response.status_code == 400
    assert response.json() == {
        "errors": [{"field": "bruise-where", "text": "Bruise: choose where it is."}]
    }


def test_the_script_is_told_when_she_is_signed_out(client: Client, a_form: Form) -> None:
    response = client.post("/check-in", a_form(), headers={"accept": "application/json"})

    assert response.status_code == 401


def test_what_she_did_by_accident_is_already_ticked(hers: Client) -> None:
    asked = hers.get("/check-in?did=rubbed_site&behaviour=rubbed_site").content.decode()
    for kept in ('value="rubbed_site" checked', 'type="hidden" name="behaviour"'):
        assert kept not in asked, "no address says what she did"

    half = {"client_id": str(uuid4()), "danger": "none", "behaviour": ["rubbed_site"]}
    page = hers.post("/check-in", half).content.decode()
    assert 'value="rubbed_site" checked' in page
    assert page.count(" checked") == 2  # and none of these


@pytest.mark.parametrize(
    ("tick", "question", "note"),
    [
        (
            "took_prescribed_medicine",
            "stopped_prescribed_blood_thinner",
            "Keep taking what your doctor prescribed.",
        ),
        (
            "took_something_else",
            "used_someone_elses_eye_drops",
            "You can say what it was at the end.",
        ),
    ],
)
def test_p9_what_she_took_is_told_and_asks_about_what_matters_behind_it(
    hers: Client, a_form: Form, words_of: Words, tick: str, question: str, note: str
) -> None:
    page = hers.post("/check-in", a_form(danger=""))
    hers.post("/check-in", a_form(behaviour=[tick]))

    assert CheckIn.objects.get().behaviours == [tick]
    assert not ReviewCase.objects.exists()
    assert note in words_of(page)
    hers.post("/check-in", a_form(behaviour=[tick, question]))
    assert ReviewCase.objects.exists()


def test_a_follow_up_counts_only_beside_its_tick(hers: Client, a_form: Form) -> None:
    hers.post("/check-in", a_form(behaviour=["acetaminophen_over_max"]))

    assert CheckIn.objects.get().behaviours == []


def test_without_script_a_second_click_is_the_same_report(hers: Client, a_form: Form) -> None:
    opened = {"opened_at": (timezone.now() - timedelta(minutes=3)).isoformat()}
    form = a_form(**bruise()) | opened

    first, second = hers.post("/check-in", form), hers.post("/check-in", form)

    assert first["Location"] == second["Location"]
    assert CheckIn.objects.count() == 1
