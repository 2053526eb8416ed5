"""P3 and P4: one decision a page, and only what is missing is asked."""

import re
from datetime import time

import pytest
from allauth.account.models import EmailAddress

from tracker.errors import NotAllowed
from tracker.models import Consent, Patient
from tracker.services.consent_texts import publish
from tracker.services.consents import has_given
from tracker.services.history import add_to_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client_of, ana, ana_patient, her_toxin):
    Consent.objects.all().delete()
    return client_of(ana)


def say(client, kind, given):
    return client.post(f"/welcome/{kind}", {"given": given})


def decisions():
    return list(Consent.objects.order_by("decided_at", "pk").values_list("kind", "given"))


def test_each_decision_has_a_page_of_its_own_in_order(newcomer):
    assert newcomer.get("/welcome").url == "/welcome/care"
    assert say(newcomer, "care", "yes").url == "/welcome"
    assert newcomer.get("/welcome").url == "/welcome/photos"
    say(newcomer, "photos", "no")
    assert say(newcomer, "reminders", "yes").url == "/welcome/reminder-time"

    assert decisions() == [("care", True), ("photos", False), ("reminders", True)]
    assert newcomer.get("/welcome").url == "/"


def agree_to(client, **given):
    for kind in ("care", "photos", "reminders"):
        answer = say(client, kind, given.get(kind, "yes"))
    return answer


def test_who_wants_reminders_chooses_an_hour_and_none_is_chosen_for_her(newcomer, ana_patient):
    agree_to(newcomer)
    text = newcomer.get("/welcome/reminder-time").content.decode()

    assert [text.count(f'value="{at}"') for at in ("08:00", "12:30", "19:00")] == [1, 1, 1]
    assert " checked" not in text
    assert "it is at 7pm until you choose" in text
    answer = newcomer.post("/welcome/reminder-time", {"at": "12:30"})
    assert answer.url == "/welcome/about-you"
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at == time(12, 30)


def test_who_wants_no_reminders_is_asked_for_no_hour(newcomer):
    assert agree_to(newcomer, reminders="no").url == "/welcome/about-you"
    assert newcomer.get("/welcome/reminder-time").url == "/welcome/about-you"


@pytest.mark.parametrize("at", ["", "21:30", "other", "soon"])
def test_an_hour_of_the_night_or_none_is_told_and_not_kept(at, newcomer, ana_patient):
    agree_to(newcomer)
    page = newcomer.post("/welcome/reminder-time", {"at": at})

    assert page.status_code == 422
    assert 'id="reminder-time-error"' in page.content.decode()
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


def test_no_hour_is_chosen_before_she_agreed_to_care_or_by_anybody_else(
    newcomer, client_of, dr_cho, ana_patient
):
    said = {"at": "08:00"}

    assert newcomer.post("/welcome/reminder-time", said).url == "/welcome"
    assert client_of(dr_cho).post("/welcome/reminder-time", said).status_code == 403
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


@pytest.mark.parametrize("kind", ["care", "photos", "reminders"])
def test_each_page_says_what_who_and_how_long_in_words(kind, newcomer, ana_patient):
    for before in ("care", "photos"):
        if before != kind:
            say(newcomer, before, "yes")
        else:
            break
    text = newcomer.get(f"/welcome/{kind}").content.decode()

    for asked in ("What:", "Who sees it:", "How long:", "More detail"):
        assert asked in text
    assert " checked" not in text, "no answer is chosen beforehand"


def test_the_page_says_truly_how_each_yes_is_taken_back(newcomer, words_of, ana_patient):
    in_settings = "You can change this later in Settings."
    care = words_of(newcomer.get("/welcome/care"))
    say(newcomer, "care", "yes")

    assert in_settings not in care
    assert "You can end the use of your check-ins at any time, in Settings." in care
    assert in_settings in words_of(newcomer.get("/welcome/photos"))
    settings = newcomer.get("/settings")
    for kind in ("care", "photos", "reminders"):
        assert f'href="/settings/consents/{kind}"' in settings.content.decode()
    assert "Erase my record" in words_of(settings)


def test_no_decision_is_made_by_looking_or_by_an_empty_answer(newcomer):
    newcomer.get("/welcome/care")
    assert newcomer.post("/welcome/care").status_code == 422
    assert say(newcomer, "care", "maybe").status_code == 422

    assert decisions() == []


def test_a_page_out_of_turn_leads_back(newcomer):
    assert say(newcomer, "photos", "yes").url == "/welcome"
    assert newcomer.get("/welcome/marketing").url == "/welcome"
    assert decisions() == []


def test_without_the_required_one_she_reads_what_it_means_and_may_come_back(newcomer):
    page = say(newcomer, "care", "no")

    assert "we cannot take your check-ins" in page.content.decode()
    assert decisions() == [("care", False)]
    assert newcomer.get("/welcome").url == "/welcome/care"


@pytest.mark.parametrize("path", ["/welcome", "/welcome/care", "/welcome/about-you"])
def test_only_a_patient_comes_in(path, client, client_of, dr_cho):
    assert client.get(path).url.startswith("/sign-in?next=")
    assert client_of(dr_cho).get(path).status_code == 403


def about(client, **said):
    return client.post("/welcome/about-you", said)


@pytest.fixture
def half_asked(ana_patient):
    Consent.objects.create(
        patient=ana_patient, kind="care", given=True, text_version="test", language="en"
    )
    Patient.objects.filter(pk=ana_patient.pk).update(
        conditions=None, allergies=["vitamin_k"], medicines=[], not_asked=["ibuprofen"]
    )
    return ana_patient


def test_what_the_clinic_knows_is_shown_and_only_the_rest_is_asked(newcomer, half_asked):
    text = newcomer.get("/welcome/about-you").content.decode()

    assert "Vitamin K" in text
    assert "Do you have any of these?" in text
    assert "Do you take any of these?" in text
    assert "Are you allergic" not in text


def test_a_list_that_is_none_is_not_there_to_be_changed(newcomer, half_asked):
    assert newcomer.get("/welcome/about-you?change=allergies").status_code == 200

    assert newcomer.get("/welcome/about-you?change=name").status_code == 404
    assert about(newcomer, change="name", **{"name.others": "no"}).status_code == 404


def test_her_skin_type_is_shown_where_the_clinic_wrote_it_down(newcomer, half_asked):
    assert "Skin type" not in newcomer.get("/welcome/about-you").content.decode()
    Patient.objects.filter(pk=half_asked.pk).update(skin_type="VI")

    text = newcomer.get("/welcome/about-you").content.decode()

    assert "VI: dark brown or black skin, almost never burns" in text
    assert "change=&" not in text and 'change="' not in text


def test_her_answers_are_kept_and_not_sure_stays_unknown(newcomer, half_asked, the_protocol):
    answer = about(
        newcomer,
        conditions=["pregnancy"],
        **{"conditions.others": "no", "medicines.others": "not_sure"},
    )
    assert answer.url == "/"

    half_asked.refresh_from_db()
    assert half_asked.conditions == ["pregnancy"]
    assert half_asked.medicines == []
    assert set(half_asked.not_asked) == set(the_protocol.medicines)


def test_a_list_left_open_is_named_and_nothing_is_kept(newcomer, half_asked):
    page = about(newcomer, conditions=["pregnancy"], **{"medicines.others": "no"})

    assert page.status_code == 422
    assert "Conditions: say what holds for the ones you did not tick." in page.content.decode()
    half_asked.refresh_from_db()
    assert half_asked.conditions is None


def test_nobody_else_adds_to_her_history(half_asked, ben, dr_cho):
    for other in (ben, dr_cho):
        with pytest.raises(NotAllowed):
            add_to_history(
                by=other, patient=half_asked, kind="conditions", present=[], others_are_no=True
            )


def test_a_code_that_does_not_exist_is_refused(newcomer, half_asked):
    page = about(
        newcomer, conditions=["gout"], **{"conditions.others": "no", "medicines.others": "no"}
    )

    assert page.status_code == 400
    half_asked.refresh_from_db()
    assert half_asked.conditions is None


def test_change_adds_and_never_takes_away_what_the_clinic_wrote(newcomer, half_asked):
    text = newcomer.get("/welcome/about-you?change=allergies").content.decode()
    assert "Only your clinic can take this away." in text
    about(newcomer, change="allergies", allergies=["asteraceae"], **{"allergies.others": "no"})

    half_asked.refresh_from_db()
    assert half_asked.allergies == ["asteraceae", "vitamin_k"]


def test_change_of_something_else_is_not_found(newcomer, half_asked):
    assert newcomer.get("/welcome/about-you?change=user").status_code == 404


def test_before_she_has_agreed_to_care_every_page_of_hers_leads_to_the_question(
    ana, her_toxin, client_of
):
    Consent.objects.all().delete()
    Consent.objects.create(
        patient=her_toxin.patient, kind="care", given=False, text_version="test", language="en"
    )

    for page in ("/", "/check-in", "/history", "/messages", "/welcome/about-you"):
        assert client_of(ana).get(page).url == "/welcome"


def went_on(client, **said):
    return about(
        client,
        **{"conditions.others": "no", "medicines.others": "no", **said},
    ).url


def test_face_or_finger_is_offered_where_her_device_said_that_it_can(
    client, ana, half_asked, her_toxin, words_of
):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})

    assert went_on(client) == "/", "without script nobody knows whether it can"
    assert went_on(client, passkeys="perhaps") == "/"
    assert went_on(client, passkeys="yes") == "/welcome/next-time"
    page = client.get("/welcome/next-time")
    assert 'href="/account/passkeys/new"' in page.content.decode()
    assert "Not now" in words_of(page)


def test_no_passkey_is_offered_where_she_would_first_have_to_sign_in_anew(newcomer, half_asked):
    say(newcomer, "care", "yes")

    assert went_on(newcomer, passkeys="yes") == "/"


def test_who_has_a_passkey_is_offered_none(client, ana, half_asked, her_toxin):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})
    ana.authenticator_set.create(type="webauthn", data={})

    assert went_on(client, passkeys="yes") == "/"
    assert client.get("/welcome/next-time").url == "/"


WORDS = {"en": "Our own surgeon reads them too.", "es": "También las lee nuestra cirujana."}


def shown_on(client, page):
    [version] = re.findall(r'name="shown" value="([^"]+)"', client.get(page).content.decode())
    return version


def test_nobody_agrees_to_words_that_changed_while_she_read_them(newcomer, clinic_a, admin_a):
    shown = shown_on(newcomer, "/welcome/care")
    publish(by=admin_a, clinic=clinic_a, kind="care", text=WORDS)

    answer = newcomer.post("/welcome/care", {"given": "yes", "shown": shown})

    assert (answer.status_code, decisions()) == (409, [])
    page = answer.content.decode()
    assert "These words have just been changed." in page and WORDS["en"] in page
    now = shown_on(newcomer, "/welcome/care")
    assert newcomer.post("/welcome/care", {"given": "yes", "shown": now}).url == "/welcome"
    assert Consent.objects.get().text_version == now != shown


def test_a_no_holds_whatever_the_words_were(newcomer, clinic_a, admin_a):
    agree_to(newcomer)
    shown = shown_on(newcomer, "/settings/consents/photos")
    publish(by=admin_a, clinic=clinic_a, kind="photos", text=WORDS)

    newcomer.post("/settings/consents/photos", {"given": "no", "shown": shown})

    assert ("photos", False) in decisions()
    answer = newcomer.post("/settings/consents/photos", {"given": "yes", "shown": shown})
    assert answer.status_code == 409 and decisions()[-1] != ("photos", True)


def test_she_is_told_of_words_that_changed_since_and_her_answer_holds(
    newcomer, clinic_a, admin_a, ana_patient
):
    agree_to(newcomer)
    told = "Its words have changed since. Your answer holds."
    assert told not in newcomer.get("/settings").content.decode()

    publish(by=admin_a, clinic=clinic_a, kind="photos", text=WORDS)

    assert newcomer.get("/settings").content.decode().count(told) == 1
    assert has_given(ana_patient, "photos")
    for given in ("no", "yes"):
        newcomer.post("/settings/consents/photos", {"given": given})
    assert told not in newcomer.get("/settings").content.decode()
