"""Her words on the clinic's side: the list that holds them, her record, an answer, a case."""

import re
from uuid import uuid4

import pytest

from tests.cast import treat
from tracker.models import AuditEvent, Message, Notification, ReviewCase
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
LIST = "/clinic/?view=notes"


@pytest.fixture
def wrote(ana, her_toxin):
    def write(text="It is worse now <3"):
        return send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text=text)[0]

    return write


@pytest.fixture
def record(ana_patient):
    return f"/clinic/patients/{ana_patient.pk}"


@pytest.fixture
def answer(ana_patient, her_toxin):
    """answer(client, "Rest today"): the form of her record, as it would be posted."""

    def post(client, text, **more):
        said = {"client_id": str(uuid4()), "treatment": str(her_toxin.pk), "text": text}
        return client.post(f"/clinic/patients/{ana_patient.pk}/messages", said | more)

    return post


@pytest.fixture
def open_case(ana_patient, her_toxin):
    def post(client, **said):
        body = {"treatment": str(her_toxin.pk), "urgency": "urgent", "reason": "Lid droops"}
        return client.post(f"/clinic/patients/{ana_patient.pk}/case", body | said)

    return post


def test_it_stands_in_the_list_with_a_count_until_a_clinician_opens_her_record(
    client_of, dr_cho, wrote, record, words_of
):
    message, client = wrote(), client_of(dr_cho)

    first = client.get("/clinic/")
    assert "1 patient wrote, and nobody has seen it. Read them" in words_of(first)
    counts = {each["label"]: each["count"] for each in first.context["views"]}
    assert counts["Messages and notes"] == "1"
    listed = client.get(LIST)
    assert "Ana It is worse now <3 Day 3 1 new message" in words_of(listed)
    assert f'href="{record}#messages"' in listed.content.decode()
    assert Message.objects.get().seen_at is None, "the list alone is not seeing it"

    page = words_of(client.get(record))
    assert "Ana patient New It is worse now <3" in page
    message.refresh_from_db()
    assert message.seen_by == dr_cho
    assert "It is worse now" not in words_of(client.get(LIST))
    assert "nobody has seen it" not in words_of(client.get("/clinic/"))
    assert "Seen by Dr Cho" in words_of(client.get(record))


def test_an_answer_to_a_case_that_was_closed_is_not_lost(
    client_of, dr_cho, urgent_case, wrote, words_of
):
    contact = {"at": urgent_case.opened_at.isoformat(), "how": "phone", "outcome": "Well"}
    reviews.decide(by=dr_cho, case=urgent_case, version=1, reason="treated", contact=contact)
    wrote("It is worse now")

    assert "It is worse now" in words_of(client_of(dr_cho).get(LIST))


def test_another_clinic_neither_reads_nor_answers_nor_opens_a_case(
    client_of, dr_dia, wrote, record, answer, open_case, words_of
):
    wrote()
    client = client_of(dr_dia)

    assert "worse" not in words_of(client.get(LIST))
    for refused in (client.get(record), answer(client, "Hello"), open_case(client)):
        assert refused.status_code == 404
    assert (Message.objects.count(), ReviewCase.objects.count()) == (1, 0)
    assert Message.objects.get().seen_at is None


def test_a_coordinators_look_leaves_it_there_and_her_word_takes_it_off(
    client_of, coordinator_a, dr_cho, wrote, record, her_toxin, words_of
):
    message, client = wrote(), client_of(coordinator_a)
    page = client.get(record)
    assert Message.objects.get().seen_at is None
    assert "Mark as seen" in words_of(page)
    later = wrote("And my eye")

    shown = re.findall(r'name="shown" value="([^"]+)"', page.content.decode())
    assert set(shown) == {str(message.pk)}
    client.post(f"{record}/messages", {"seen": "1", "shown": shown})

    message.refresh_from_db(), later.refresh_from_db()
    assert (message.seen_by, later.seen_at) == (coordinator_a, None)
    assert "And my eye" in words_of(client_of(dr_cho).get(LIST))


def test_a_look_at_the_list_is_written_down_for_each_patient_in_it(client_of, dr_cho, wrote):
    wrote(), wrote("Still")

    client_of(dr_cho).get(LIST)

    look = AuditEvent.objects.get(action="chart.viewed")
    assert (look.actor, look.detail) == (dr_cho.pk, {"part": "notes"})


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "lead_a"])
def test_staff_write_without_a_case_once(
    who, client_of, request, ana, answer, record, her_toxin, words_of
):
    client, number = client_of(request.getfixturevalue(who)), str(uuid4())

    answer(client, "Rest today", client_id=number)
    response = answer(client, "Rest today", client_id=number)

    assert response["Location"] == f"{record}?sent=1#messages"
    sent = Message.objects.get()
    assert (sent.text, sent.case, sent.treatment) == ("Rest today", None, her_toxin)
    assert Notification.objects.filter(kind="new_message", address=ana.email).count() == 1
    assert AuditEvent.objects.filter(action="message.sent").count() == 1
    assert "Rest today" in words_of(client_of(ana).get("/messages"))
    assert "Your message was sent" in words_of(client.get(f"{record}?sent=1"))


def test_who_answers_has_seen_what_her_page_showed(client_of, coordinator_a, wrote, answer):
    shown, later = wrote(), wrote("And my eye")

    answer(client_of(coordinator_a), "Rest today", shown=[str(shown.pk), "no id"])

    shown.refresh_from_db(), later.refresh_from_db()
    assert (shown.seen_by, later.seen_at) == (coordinator_a, None)


def test_on_her_page_nobody_elses_message_is_taken_as_seen(
    client_of, coordinator_a, wrote, answer, ben, his_toxin
):
    hers = wrote()
    his, _is_new = send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="And mine?")

    answer(client_of(coordinator_a), "Rest today", shown=[str(hers.pk), str(his.pk)])

    seen = dict(Message.objects.filter(sender_role="patient").values_list("pk", "seen_by"))
    assert seen == {hers.pk: coordinator_a.pk, his.pk: None}


@pytest.mark.parametrize(
    ("text", "fault"),
    [("  ", "Write your message first."), ("long " * 900, "This could not be sent.")],
)
def test_what_cannot_be_sent_is_told_and_kept(
    text, fault, client_of, dr_cho, answer, words_of, her_toxin
):
    response = answer(client_of(dr_cho), text)

    assert response.status_code == 422
    assert words_of(response).count(fault) == 2
    assert text.strip() in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("treatment", ["", "no id", "his"])
def test_a_treatment_that_is_not_hers_is_not_found(
    treatment, client_of, dr_cho, answer, open_case, his_toxin
):
    asked = str(his_toxin.pk) if treatment == "his" else treatment
    client = client_of(dr_cho)

    assert answer(client, "Hello", treatment=asked).status_code == 404
    assert open_case(client, treatment=asked).status_code == 404
    assert not Message.objects.exists() and not ReviewCase.objects.exists()


def test_who_has_not_joined_is_phoned(client_of, dr_cho, ana_patient, her_toxin, record, words_of):
    ana_patient.user = None
    ana_patient.save()

    page = words_of(client_of(dr_cho).get(record))

    assert "Has not joined: phone. Nothing can be sent here." in page
    assert "Send to the patient" not in page


def test_where_a_case_is_open_it_is_the_place_to_write(client_of, dr_cho, urgent_case, record):
    page = client_of(dr_cho).get(record).content.decode()

    assert f'href="/clinic/cases/{urgent_case.pk}?do=message"' in page
    assert 'name="text"' not in page


def test_threads_of_two_treatments_stand_apart(
    client_of, dr_cho, ana_patient, her_toxin, wrote, record, words_of
):
    wrote("About the older one")
    treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=2)

    page = words_of(client_of(dr_cho).get(record))

    assert "About the older one" in page
    assert Message.objects.get().seen_by == dr_cho


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a"])
def test_a_colleague_opens_a_case_in_her_name(
    who, client_of, request, open_case, her_toxin, words_of
):
    user = request.getfixturevalue(who)
    client = client_of(user)

    response = open_case(client, reason="  Lid droops,\n by phone ")

    case = ReviewCase.objects.get()
    assert response["Location"] == f"/clinic/cases/{case.pk}?done=raise"
    assert (case.raised_by, case.urgency, case.reason) == (
        "colleague",
        "urgent",
        "Lid droops, by phone",
    )
    event = case.events.get()
    assert (event.action, event.by) == ("opened", user)
    act = AuditEvent.objects.get(action="case.raised")
    assert (act.actor, act.subject_id, act.detail) == (user.pk, str(case.pk), {"urgency": "urgent"})
    page = words_of(client.get(response["Location"]))
    assert "Raised by a colleague" in page
    assert "Lid droops, by phone" in words_of(client.get("/clinic/"))


def test_pressed_twice_it_is_one_and_an_open_one_is_joined(client_of, dr_cho, lead_a, open_case):
    open_case(client_of(dr_cho), urgency="review")
    open_case(client_of(dr_cho), urgency="review")
    assert ReviewCase.objects.get().events.count() == 1

    open_case(client_of(lead_a), urgency="emergency", reason="Cannot swallow")
    open_case(client_of(lead_a), urgency="review", reason="Asked for a date")

    case = ReviewCase.objects.get()
    assert (case.urgency, case.reason, case.raised_by) == (
        "emergency",
        "Cannot swallow",
        "colleague",
    )
    assert [each.action for each in case.events.all()] == ["opened", "raised", "raised"]


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"urgency": ""}, "urgency"),
        ({"urgency": "none"}, "urgency"),
        ({"reason": "   "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_without_a_level_or_a_reason_none_is_opened(said, at, client_of, dr_cho, open_case):
    response = open_case(client_of(dr_cho), **said)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="{at}-error"' in page
    assert re.search(r'id="open-case" open', page)
    assert not ReviewCase.objects.exists()


def test_a_note_leads_to_the_form_that_opens_a_case(
    client_of, dr_cho, ana, her_toxin, a_report, record
):
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(note="Odd since noon"))
    client = client_of(dr_cho)

    page = client.get(LIST).content.decode()

    assert f'href="{record}?case={her_toxin.pk}#open-case"' in page
    opened = client.get(f"{record}?case={her_toxin.pk}").content.decode()
    assert re.search(r'id="open-case" open', opened)


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor"])
def test_who_is_no_colleague_there_opens_none(who, client_of, request, open_case, answer):
    client = client_of(request.getfixturevalue(who))

    for response in (open_case(client), answer(client, "Hello")):
        assert response.status_code == 403
    assert not ReviewCase.objects.exists() and not Message.objects.exists()


def test_what_did_not_reach_her_is_said_beside_the_message(
    client_of, dr_cho, answer, record, words_of
):
    answer(client_of(dr_cho), "Rest today")
    Notification.objects.update(state="failed")

    page = words_of(client_of(dr_cho).get(record))

    assert "Not seen yet. Mail did not reach the patient: phone" in page


def test_where_others_see_the_screen_her_name_is_initials(
    client_of, dr_cho, wrote, record, words_of
):
    wrote()
    client = client_of(dr_cho)
    client.post("/clinic/habits", {"habit": "hides_names", "on": "yes"})

    for address in (LIST, record):
        page = words_of(client.get(address))
        assert "It is worse now" in page
        assert "Ana" not in page
