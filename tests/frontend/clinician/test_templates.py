"""Templates at work: chosen, read in the patient's language, changed, sent; and their own page."""

import re
from uuid import uuid4

import pytest

from tests.cast import member
from tracker.models import Message, MessageTemplate, Patient, Role, Treatment
from tracker.services.message_templates import save_template

pytestmark = pytest.mark.django_db
PAGE, SEND = "/clinic/templates", "/clinic/lots/message"
TEXTS = {"en": "Hello {first_name}. Call {clinic_phone}.", "es": "Hola {first_name}."}


@pytest.fixture
def hello(lead_a, clinic_a):
    return save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=TEXTS)


@pytest.fixture
def lot(her_toxin, his_toxin, ben_patient):
    Treatment.objects.update(lot="C1")
    Patient.objects.filter(pk=ben_patient.pk).update(language="es")
    return {"lot": "C1", "run": str(uuid4())}


def textarea(answer, name="text"):
    found = re.search(rf'<textarea [^>]*name="{name}"[^>]*>([^<]*)<', answer.content.decode())
    return found[1] if found else None


def test_a_template_fills_the_message_in_the_patients_language(
    client_of, dr_cho, review_case, ana_patient, hello, move
):
    Patient.objects.filter(pk=ana_patient.pk).update(language="es")

    answer = move(client_of(dr_cho), review_case, "message", step="template", template=hello.pk)

    assert answer.status_code == 200
    assert textarea(answer) == "Hola Ana."
    assert "As the patient reads it (Español)" in answer.content.decode()
    assert not Message.objects.exists()


def test_the_words_are_looked_at_with_a_hint_and_then_sent_as_they_stand(
    client_of, dr_cho, review_case, move, words_of
):
    client, text = client_of(dr_cho), f"{'so ' * 21}. Otorhinolaryngologists."

    preview = words_of(move(client, review_case, "message", step="preview", text=text))
    assert "1 sentence has more than 20 words." in preview
    assert "1 long word: Otorhinolaryngologists." in preview
    assert not Message.objects.exists()

    assert move(client, review_case, "message", text=text).status_code == 302
    assert Message.objects.get().text == text


def test_a_field_that_is_none_is_named_and_nothing_is_lost(client_of, dr_cho, review_case, move):
    answer = move(client_of(dr_cho), review_case, "message", step="preview", text="Dear {nobody}")

    assert answer.status_code == 400
    assert textarea(answer) == "Dear {nobody}"
    assert "No such field: nobody" in answer.content.decode()


def test_a_field_typed_by_hand_on_a_case_is_filled_in_as_it_goes(
    client_of, dr_cho, dr_dia, review_case, move
):
    assert move(client_of(dr_dia), review_case, "message", text="{first_name}?").status_code == 404
    move(client_of(dr_cho), review_case, "message", text="Rest, {first_name}.")

    assert Message.objects.get().text == "Rest, Ana."


def test_markup_in_a_template_is_read_as_words(
    client_of, dr_cho, lead_a, clinic_a, review_case, move
):
    odd = save_template(
        by=lead_a, clinic=clinic_a, title="<b>x</b>", texts={"en": "<script>x</script>"}
    )

    page = move(client_of(dr_cho), review_case, "message", step="template", template=odd.pk)

    assert "<script>x</script>" not in page.content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page.content.decode()
    assert "<b>x</b>" not in page.content.decode()


@pytest.mark.parametrize("template", ["not-an-id", "7f1053b7-69e0-494a-8c5d-fff0c21de656"])
def test_a_template_that_is_not_hers_is_not_there(client_of, dr_cho, review_case, move, template):
    answer = move(client_of(dr_cho), review_case, "message", step="template", template=template)

    assert answer.status_code == 404


def test_another_clinics_template_is_not_there(
    client_of, both_clinics_doctor, clinic_b, review_case, move
):
    theirs = save_template(
        by=member("lead.b", clinic_b, Role.CLINICAL_LEAD), clinic=clinic_b, title="B", texts=TEXTS
    )

    client = client_of(both_clinics_doctor)
    answer = move(client, review_case, "message", step="template", template=theirs.pk)

    assert answer.status_code == 404


def test_a_recall_speaks_to_each_in_her_language(client_of, dr_cho, hello, lot, words_of):
    client = client_of(dr_cho)

    filled = client.post(SEND, {**lot, "step": "template", "template": hello.pk})
    texts = {
        "text": textarea(filled),
        **{f"text-{c}": textarea(filled, f"text-{c}") for c in ("en", "es")},
    }
    said = lot | {name: text for name, text in texts.items() if text}
    preview = words_of(client.post(SEND, said))
    assert "English, as Ana reads it Hello Ana. Call +44 20 7946 0101." in preview
    assert "Español, as Ben reads it Hola Ben." in preview
    assert not Message.objects.exists()
    client.post(SEND, said | {"step": "send"})

    sent = {each.treatment.patient.name: each.text for each in Message.objects.all()}
    assert sent == {"Ana": "Hello Ana. Call +44 20 7946 0101.", "Ben": "Hola Ben."}


def test_a_recall_with_a_field_that_is_none_writes_to_nobody(client_of, dr_cho, lot):
    answer = client_of(dr_cho).post(SEND, {**lot, "step": "send", "text": "Dear {surname}"})

    assert answer.status_code == 400
    assert not Message.objects.exists()


def test_the_page_keeps_changes_and_retires(fresh_client_of, admin_a, clinic_a, words_of):
    client, said = (
        fresh_client_of(admin_a),
        {"do": "save", "title": "Rest", "text-en": "Rest, {first_name}."},
    )

    client.post(PAGE, said)
    row = MessageTemplate.objects.get()
    assert (row.clinic, row.texts) == (clinic_a, {"en": "Rest, {first_name}."})
    assert "Rest, {first_name}." in words_of(client.get(PAGE))

    client.post(PAGE, {**said, "template": row.pk, "title": "Rest well"})
    assert MessageTemplate.objects.get().title == "Rest well"

    client.post(PAGE, {"do": "retire", "template": row.pk})
    assert "Rest well" not in words_of(client.get(PAGE))
    client.post(PAGE, {"do": "start"})
    assert "Please call us today" in words_of(client.get(PAGE))


def test_a_template_is_retired_only_after_showing_again_who_it_is(
    client_of, admin_a, hello, words_of
):
    client = client_of(admin_a)
    page = client.get(PAGE)
    assert "show once more that it is you" in words_of(page)
    assert 'value="retire"' not in page.content.decode()

    answer = client.post(PAGE, {"do": "retire", "template": hello.pk})

    assert answer["Location"].startswith("/sign-in/again")
    assert MessageTemplate.objects.get().retired_at is None


def test_a_fault_is_said_at_its_field_and_the_words_stay(client_of, lead_a):
    body = {"do": "save", "title": "", "text-en": "Hello {nobody}", "text-es": "Hola"}

    answer = client_of(lead_a).post(PAGE, body)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "No such field: nobody" in page and "Give the template a title" in page
    assert textarea(answer, "text-en") == "Hello {nobody}"
    assert textarea(answer, "text-es") == "Hola"


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "ana", "nobody", "removed_doctor"])
def test_nobody_else_keeps_templates(request, client_of, hello, who):
    client = client_of(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"do": "retire", "template": hello.pk}).status_code == 403
    assert MessageTemplate.objects.get().retired_at is None


def test_another_clinics_lead_finds_neither_the_template_nor_the_clinic(
    client_of, clinic_a, clinic_b, hello
):
    client = client_of(member("lead.b", clinic_b, Role.CLINICAL_LEAD))

    for body in (
        {"do": "retire", "template": hello.pk},
        {"do": "save", "template": hello.pk, "title": "Mine", "text-en": "x"},
        {"do": "start", "clinic": clinic_a.pk},
    ):
        assert client.post(PAGE, body).status_code == 404
    assert "Hello" not in client.get(PAGE).content.decode()
