"""C1's bulk: labels and one template to several, looked at first; never for what is urgent."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests.cast import person, record_of, treat
from tracker.models import (
    CaseLabel,
    HeldMessage,
    Message,
    MessageTemplate,
    Patient,
    ReviewCase,
    SavedView,
)
from tracker.services import reviews
from tracker.services.case_opening import Finding, raise_case
from tracker.services.held_messages import send_held
from tracker.services.labels import add_label
from tracker.services.message_templates import save_template

pytestmark = pytest.mark.django_db
SEVERAL, LETTERS = "/clinic/several", "/clinic/several/message"
TEXTS = {"en": "Hello {first_name}, {clinic}.", "es": "Hola {first_name}, {clinic}."}
RULE = "Urgent and emergency cases are worked one by one."


@pytest.fixture
def hello(lead_a, clinic_a):
    return save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=TEXTS)


def chosen(*cases):
    return [f"{case.pk}~{case.version}" for case in cases]


def hidden_in(answer):
    """Every hidden input of the form that sends, as the browser would post them."""
    form = answer.content.decode().rpartition('<form class="several"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def look(client, template, *cases, **more):
    return client.post(LETTERS, {"template": template.pk, "case": chosen(*cases)} | more)


def send(client, looked_at):
    return client.post(LETTERS, hidden_in(looked_at) | {"step": "send"})


def test_several_wear_a_label_at_once_and_it_is_taken_back(
    client_of, dr_cho, clinic_a, some_cases, words_of
):
    client, cases = client_of(dr_cho), some_cases(clinic_a, 3)
    client.post(SEVERAL, {"do": "label", "label": "Batch 7", "case": chosen(*cases[:2])})

    page = client.get("/clinic/")
    assert "2 cases labelled" in words_of(page)
    worn = [row["labels"] for row in page.context["rows"]]
    assert sorted(worn) == [[], ["Batch 7"], ["Batch 7"]]
    client.post("/clinic/undo", {"case": page.context["done"]["undo"]})
    assert not CaseLabel.objects.exists()


def test_a_label_comes_off_several_and_who_does_not_wear_it_is_named(
    client_of, dr_cho, clinic_a, some_cases, words_of
):
    client, cases = client_of(dr_cho), some_cases(clinic_a, 2)
    first = add_label(by=dr_cho, case=cases[0], version=1, label="Batch 7")

    form = {"do": "unlabel", "label": "batch 7", "case": chosen(first, cases[1])}
    client.post(SEVERAL, form)

    page = words_of(client.get("/clinic/"))
    assert "Left: Review1. They had changed, or do not wear it." in page
    assert not CaseLabel.objects.exists()


@pytest.mark.parametrize("do", ["label", "unlabel"])
def test_one_urgent_case_among_several_and_none_of_them_is_labelled(
    client_of, dr_cho, numb_cheek, clinic_a, some_cases, words_of, do
):
    client = client_of(dr_cho)
    cases = chosen(numb_cheek, *some_cases(clinic_a, 2))

    client.post(SEVERAL, {"do": do, "label": "Batch 7", "case": cases})

    assert RULE in words_of(client.get("/clinic/"))
    assert {case.version for case in ReviewCase.objects.all()} == {1}


@pytest.mark.parametrize("form", [{"label": "  "}, {"label": "x", "case": []}])
def test_without_a_word_or_a_case_nothing_is_labelled_and_it_is_said(
    client_of, dr_cho, headache, words_of, form
):
    client = client_of(dr_cho)

    client.post(SEVERAL, {"do": "label", "case": chosen(headache)} | form)

    assert "write a label or pick one" in words_of(client.get("/clinic/"))


def test_a_label_is_put_on_and_taken_off_on_the_case_and_is_plain_text(
    client_of, dr_cho, headache, move, words_of
):
    client, address = client_of(dr_cho), f"/clinic/cases/{headache.pk}"
    assert move(client, headache, "label", label="<b>Call</b>").status_code == 302

    page = client.get(address).content.decode()
    assert "&lt;b&gt;Call&lt;/b&gt;" in page
    assert "<b>Call" not in page
    headache.refresh_from_db()
    assert move(client, headache, "label", label=" ").status_code == 400
    assert move(client, headache, "unlabel", label="<b>call</b>").status_code == 302
    assert "Label taken off" in words_of(client.get(address))
    assert not CaseLabel.objects.exists()


def test_a_case_offers_its_own_clinics_labels_to_who_works_at_two(
    client_of, both_clinics_doctor, dr_cho, dr_dia, headache, pale_skin
):
    add_label(by=dr_cho, case=headache, version=1, label="Ours")
    add_label(by=dr_dia, case=pale_skin, version=1, label="Theirs")
    client = client_of(both_clinics_doctor)

    case = client.get(f"/clinic/cases/{headache.pk}").content.decode()
    assert '<option value="Ours">' in case
    assert "Theirs" not in case
    worklist = client.get("/clinic/").content.decode()
    assert '<option value="Theirs" label="Clinic B">' in worklist


def test_a_stale_label_shows_what_a_colleague_did(client_of, dr_cho, lead_a, headache, move):
    reviews.claim(by=lead_a, case=headache, version=1)

    assert move(client_of(dr_cho), headache, "label", label="Call").status_code == 409
    assert not CaseLabel.objects.exists()


def test_the_list_is_narrowed_by_a_label_in_the_address_and_kept_as_a_view(
    client_of, dr_cho, clinic_a, some_cases
):
    client, (first, _second) = client_of(dr_cho), some_cases(clinic_a, 2)
    add_label(by=dr_cho, case=first, version=1, label="Batch 7")

    page = client.get("/clinic/?label=BATCH+7")
    assert [row["id"] for row in page.context["rows"]] == [first.pk]
    assert [(chip["label"], chip["value"]) for chip in page.context["chips"]] == [
        ("Label", "BATCH 7")
    ]
    client.post("/clinic/views", {"name": "Sevens", "back": "view=team&label=Batch 7"})
    assert SavedView.objects.get().query == "view=team&label=Batch+7"
    assert [view["count"] for view in client.get("/clinic/").context["saved"]] == ["1"]
    assert len(client.get(f"/clinic/?label={'x' * 41}").context["rows"]) == 2


def test_each_message_is_looked_at_in_its_language_then_held_then_sent_or_taken_back(
    client_of, dr_cho, clinic_a, some_cases, hello, words_of
):
    client, (one, two) = client_of(dr_cho), some_cases(clinic_a, 2)
    Patient.objects.filter(pk=two.patient_id).update(language="es")

    preview = look(client, hello, one, two)
    assert "Hello Review0, Clinic A." in words_of(preview)
    assert "Hola Review1, Clinic A." in words_of(preview)
    assert not HeldMessage.objects.exists()

    assert send(client, preview).status_code == 302
    page = client.get("/clinic/")
    assert "2 messages leave after 10 seconds." in words_of(page)
    run = page.context["done"]["run"]
    client.post("/clinic/undo", {"run": run})
    assert "2 messages were not sent" in words_of(client.get("/clinic/"))
    assert not HeldMessage.objects.exists()

    send(client, look(client, hello, one, two))
    with travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert send_held() == 2
        client.post("/clinic/undo", {"run": run})
        assert "can no longer be taken back" in words_of(client.get("/clinic/"))
    assert {m.text for m in Message.objects.all()} == {
        "Hello Review0, Clinic A.",
        "Hola Review1, Clinic A.",
    }


def test_a_case_shows_the_message_that_is_about_to_leave(
    client_of, dr_cho, headache, hello, words_of
):
    client = client_of(dr_cho)
    send(client, look(client, hello, headache))

    assert "A message by Dr Cho leaves by itself" in words_of(
        client.get(f"/clinic/cases/{headache.pk}")
    )


def test_a_gap_or_somebody_who_has_not_joined_interrupts_until_left_out(
    client_of, dr_cho, lead_a, clinic_a, some_cases, words_of
):
    call = save_template(
        by=lead_a, clinic=clinic_a, title="Call", texts={"en": "{first_name}: {clinic_phone}"}
    )
    one, two, three = some_cases(clinic_a, 3)
    Patient.objects.filter(pk=two.patient_id).update(name=" ")
    Patient.objects.filter(pk=three.patient_id).update(user=None)
    client = client_of(dr_cho)

    preview = look(client, call, one, two, three)
    page = words_of(preview)
    assert "2 of them cannot be sent as they are" in page
    assert "Nothing is known for {first_name}" in page
    assert "Has not joined: phone." in page
    assert 'value="send"' not in preview.content.decode()
    tried = {"step": "send", "seen": preview.context["seen"]}
    look(client, call, one, two, three, **tried)
    assert not HeldMessage.objects.exists()

    rest = look(client, call, one, two, three, step="without")
    assert [each["name"] for each in rest.context["letters"]] == [one.patient.name]
    send(client, rest)
    assert HeldMessage.objects.get().case == one


def test_urgent_ones_and_more_than_fifty_are_refused_in_words(
    client_of, dr_cho, clinic_a, numb_cheek, some_cases, hello, words_of
):
    client, cases = client_of(dr_cho), some_cases(clinic_a, 51)

    look(client, hello, numb_cheek, cases[0])
    assert RULE in words_of(client.get("/clinic/"))
    look(client, hello, *cases)
    assert "Choose at most 50 cases for one message." in words_of(client.get("/clinic/"))
    assert look(client, hello, *cases[:50]).status_code == 200
    client.post(LETTERS, {"case": chosen(cases[0])})
    assert "Choose at least one case, and a template." in words_of(client.get("/clinic/"))


def test_another_clinics_case_or_template_is_not_there(
    client_of, dr_cho, clinic_b, headache, pale_skin, hello, both_clinics_doctor, words_of
):
    client = client_of(dr_cho)
    theirs = MessageTemplate.objects.create(clinic=clinic_b, title="T", texts={"en": "Hi"})

    assert look(client, hello, headache, pale_skin).status_code == 404
    assert look(client, theirs, headache).status_code == 404
    assert client.post(LETTERS, {"template": "x", "case": chosen(headache)}).status_code == 404
    assert client.post(LETTERS, {"template": hello.pk, "case": ["x~1"]}).status_code == 404
    both = client_of(both_clinics_doctor)
    look(both, theirs, headache)
    assert "Choose cases of one clinic" in words_of(both.get("/clinic/"))
    assert not HeldMessage.objects.exists()


def test_a_case_that_was_closed_meanwhile_is_named_and_the_rest_go(
    client_of, dr_cho, lead_a, clinic_a, some_cases, hello, words_of
):
    client, (one, two) = client_of(dr_cho), some_cases(clinic_a, 2)
    preview = look(client, hello, one, two)
    reviews.decide(by=lead_a, case=two, version=1, reason="treated")

    send(client, preview)

    page = words_of(client.get("/clinic/"))
    assert "Your message leaves after 10 seconds." in page
    assert f"because the case was closed or changed: {two.patient.name}." in page
    assert HeldMessage.objects.get().case == one


def test_words_that_changed_since_the_preview_are_looked_at_again(
    client_of, dr_cho, lead_a, clinic_a, headache, hello, words_of
):
    client = client_of(dr_cho)
    preview = look(client, hello, headache)
    save_template(by=lead_a, clinic=clinic_a, title="Hello", texts={"en": "Bye"}, template=hello)

    again = send(client, preview)

    assert "the words have changed since you looked" in words_of(again)
    assert not HeldMessage.objects.exists()
    send(client, again)
    assert HeldMessage.objects.get().text == "Bye"


def test_what_a_patient_is_called_is_text_in_the_preview(client_of, dr_cho, clinic_a, hello):
    patient = record_of(person("mark"), clinic_a)
    Patient.objects.filter(pk=patient.pk).update(name="<i>{day}</i>")
    treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
    case = raise_case(treatment, Finding("review", "Odd", "colleague"))

    page = look(client_of(dr_cho), hello, case).content.decode()

    assert "Hello &lt;i&gt;{day}&lt;/i&gt;, Clinic A." in page
    assert "<i>" not in page
