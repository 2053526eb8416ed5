"""P16: she ends the use of her check-ins on a page that says what follows, and may go back."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from tests.cast import show_second_factor
from tracker.models import CheckIn, Message, Patient, ReviewCase, Treatment, User
from tracker.services.consents import decide, decisions
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
PAGE = "/settings/consents/care"
Words = Callable[..., str]
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def fresh(hers: Client) -> Client:
    """Signed in within the last ten minutes."""
    show_second_factor(hers, at=time.time())
    return hers


@pytest.fixture
def ended(hers: Client, ana: User, ana_patient: Patient) -> Client:
    decide(by=ana, patient=ana_patient, kind="care", given=False, language="en")
    return hers


def test_what_follows_is_said_before_it_happens(
    fresh: Client, words_of: Words, her_toxin: Treatment, ana_patient: Patient
) -> None:
    assert PAGE in fresh.get("/settings").content.decode()
    page = words_of(fresh.get(PAGE))

    assert "no new check-ins, photos or messages are taken, and no reminders come" in page
    assert "your clinic stays with it until somebody has reached you" in page
    assert f"Clinic A keeps it until {her_toxin.performed_at:%-d %B}" in page
    assert "it stays there, is shown to you, and is not sent" in page
    assert decisions(ana_patient)["care"] is True, "looking decides nothing"


def test_it_wants_a_fresh_sign_in_and_an_answer(
    fresh: Client, hers: Client, ana_patient: Patient
) -> None:
    assert fresh.post(PAGE, {"given": "perhaps"}).status_code == 422
    show_second_factor(hers, at=0)

    assert "/sign-in/again" in hers.post(PAGE, {"given": "no"})["Location"]
    assert decisions(ana_patient)["care"] is True


def test_then_each_page_of_hers_says_so_and_danger_signs_and_numbers_stay(
    fresh: Client, words_of: Words, ana_patient: Patient
) -> None:
    assert fresh.post(PAGE, {"given": "no"})["Location"] == "/"

    for address in ("/", "/check-in", "/aftercare", "/kept", "/welcome/about-you"):
        answer = fresh.get(address)
        assert answer.status_code == 200, "the phone keeps it in place of the page from before"
        page = words_of(answer)
        assert "You have ended the use of your check-ins" in page
        assert "Emergency: call 112 if you have any of these" in page
        assert f"call Clinic A: {ana_patient.clinic.phone}".replace(" ", "") in page.replace(
            "\u00a0", " "
        ).replace("\u2011", "-").replace(" ", "")
    assert fresh.get("/help").status_code == 200
    assert fresh.get("/welcome")["Location"] == "/"
    assert fresh.get("/welcome/care")["Location"] == "/welcome"


def test_her_data_and_what_is_recorded_stay_open_to_her(
    fresh: Client, ana: User, ana_patient: Patient, words_of: Words, dr_cho: User, client_of: Words
) -> None:
    treatment = ana_patient.treatments.get()
    send_message(by=dr_cho, treatment=treatment, client_id=uuid4(), text="Please call us.")
    fresh.post(PAGE, {"given": "no"})

    for address in ("/settings", "/settings/erase", "/settings/looks", "/history", "/messages"):
        assert fresh.get(address).status_code == 200, address
    assert fresh.get("/api/v1/export/").status_code == 200
    assert "Export my data" in words_of(fresh.get("/"))
    messages = fresh.get("/messages")
    assert "Please call us." in words_of(messages)
    assert "data-compose" not in messages.content.decode()
    assert fresh.post("/messages", {"seen": "1"})["Location"] == "/messages"
    assert Message.objects.get().seen_at is not None


@pytest.mark.parametrize("address", ["/check-in", "/messages", "/aftercare/slips"])
def test_what_is_sent_all_the_same_is_refused_in_words(
    address: str, ended: Client, her_toxin: Treatment, words_of: Words
) -> None:
    said = {
        "client_id": str(uuid4()),
        "treatment": str(her_toxin.pk),
        "text": "?",
        "danger": "none",
    }

    page = ended.post(address, said)
    assert page.status_code == 403
    assert "This was not taken, and your clinic has not seen it." in words_of(page)
    told = ended.post(address, said, **JSON)
    assert (told.status_code, told.json()["type"]) == (403, "about:blank#consent-required")
    assert not CheckIn.objects.exists() and not Message.objects.exists()


def test_a_danger_sign_is_answered_at_once_with_script_and_without(
    ended: Client, her_toxin: Treatment, words_of: Words
) -> None:
    said = {"client_id": str(uuid4()), "treatment": str(her_toxin.pk), "danger": "yes"}

    page = words_of(ended.post("/check-in", said))
    told = ended.post("/check-in", {**said, "alarm": "yes"}, **JSON).json()["detail"]

    assert page.index("Emergency: call 112 or go to hospital now") < page.index("Since")
    assert "Your clinic is not told" in page and "Show this to the staff" in page
    assert told.startswith("Emergency: call 112 or go to hospital now. Your clinic is not told")


def test_in_spanish_too(ended: Client, ana: User, words_of: Words, her_toxin: Treatment) -> None:
    ana.language = "es"
    ana.save()
    ended.post("/settings", {"change": "language", "language": "es"})

    assert "Has puesto fin al uso de tus controles diarios" in words_of(ended.get("/"))
    said = {"client_id": str(uuid4()), "treatment": str(her_toxin.pk), "danger": "yes"}
    with translation.override("es"):
        told = ended.post("/check-in", said, **JSON).json()["detail"]
    assert told.startswith("Emergencia: llama al 112 o ve ya al hospital.")


def test_she_agrees_again_without_a_fresh_sign_in_and_all_goes_on(
    ended: Client, ana_patient: Patient, words_of: Words
) -> None:
    page = words_of(ended.get(PAGE))
    assert "May your clinic use your check-ins for your care?" in page

    assert ended.post(PAGE, {"given": "yes"})["Location"] == "/settings?saved=1"

    assert "You have ended" not in words_of(ended.get("/"))
    assert ended.get("/check-in").status_code == 200
    assert ana_patient.consents.filter(kind="care").count() == 3
    assert ana_patient.consents.filter(kind="care").latest("decided_at").text_version == "2026-11d"


def test_notifications_can_be_turned_off_all_the_same(ended: Client) -> None:
    assert ended.post("/settings/push", {"change": "off"}).status_code == 200


def test_a_second_tab_that_ends_it_once_more_changes_nothing(
    fresh: Client, ana_patient: Patient
) -> None:
    for _tab in range(2):
        assert fresh.post(PAGE, {"given": "no"})["Location"] == "/"

    assert ana_patient.consents.filter(kind="care").count() == 2


def test_it_is_hers_alone(
    fresh: Client,
    client_of: Callable[[User], Client],
    dr_cho: User,
    ben: User,
    his_toxin: Treatment,
) -> None:
    fresh.post(PAGE, {"given": "no"})

    assert client_of(dr_cho).get(PAGE).status_code == 403
    assert client_of(ben).get("/check-in").status_code == 200
    assert fresh.get("/settings/consents/marketing").status_code == 404


@pytest.mark.parametrize(("kind", "follows"), [("photos", "no new photo"), ("reminders", "e-mail")])
def test_each_other_decision_has_its_words_and_its_way_back(
    kind: str, follows: str, hers: Client, ana: User, ana_patient: Patient, words_of: Words
) -> None:
    decide(by=ana, patient=ana_patient, kind=kind, given=True, language="en")
    address = f"/settings/consents/{kind}"
    page = words_of(hers.get(address))
    for asked in ("What:", "Who sees it:", "How long:", follows, "You agreed"):
        assert asked in page

    assert hers.post(address, {"given": "no"})["Location"] == "/settings?saved=1"
    assert "Yes, I agree" in words_of(hers.get(address))
    hers.post(address, {"given": "yes"})
    assert decisions(ana_patient)[kind] is True


def test_her_clinic_reads_it_on_the_case_in_the_worklist_and_on_her_record(
    urgent_case: ReviewCase,
    ended: Client,
    client_of: Callable[[User], Client],
    dr_cho: User,
    dr_dia: User,
    words_of: Words,
) -> None:
    desk, told = client_of(dr_cho), "Patient ended the use of check-ins"

    assert told in words_of(desk.get("/clinic/"))
    case = words_of(desk.get(f"/clinic/cases/{urgent_case.pk}"))
    assert "the case stays open until the patient has been reached" in case
    assert case.count(told) == 2, "in the head and in the timeline"
    assert told in words_of(desk.get(f"/clinic/patients/{urgent_case.patient_id}"))
    assert client_of(dr_dia).get(f"/clinic/cases/{urgent_case.pk}").status_code == 404


def test_who_said_no_at_the_beginning_reaches_her_rights(
    hers: Client, ana: User, ana_patient: Patient, words_of: Words
) -> None:
    ana_patient.consents.all().delete()
    hers.post("/welcome/care", {"given": "no"})

    assert hers.get("/settings").status_code == 200
    assert hers.get("/settings/looks").status_code == 200
    assert hers.get("/history")["Location"] == "/welcome"
    assert hers.get("/settings/consents/photos")["Location"] == "/welcome"
