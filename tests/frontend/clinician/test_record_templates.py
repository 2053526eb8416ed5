"""C4: a reply on her record, without a case: the same templates, and a look before it goes."""

from uuid import uuid4

import pytest

from tests.cast import member
from tracker.models import Message, Patient, Role
from tracker.services.message_templates import save_template
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(ana_patient, her_toxin):
    """answer(client, "Rest today"): the form of her record, as it would be posted."""

    def post(client, text, **more):
        said = {"client_id": str(uuid4()), "treatment": str(her_toxin.pk), "text": text}
        return client.post(f"/clinic/patients/{ana_patient.pk}/messages", said | more)

    return post


@pytest.fixture
def in_spanish(lead_a, clinic_a, ana_patient):
    Patient.objects.filter(pk=ana_patient.pk).update(language="es")
    texts = {"en": "Hello {first_name}.", "es": "Hola {first_name}: día {day}."}
    return save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=texts)


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a"])
def test_a_reply_on_the_record_begins_with_a_template_in_her_language(
    request, client_of, answer, in_spanish, words_of, who
):
    client = client_of(request.getfixturevalue(who))

    shown = answer(client, "", step="template", template=in_spanish.pk)

    assert shown.status_code == 200
    assert "Hola Ana: día 3." in words_of(shown)
    assert "As the patient reads it (Español)" in words_of(shown)
    assert not Message.objects.exists()
    answer(client, "Hola Ana: día 3.")
    assert Message.objects.get().text == "Hola Ana: día 3."


def test_what_she_wrote_is_shown_first_with_its_fields_filled_in(
    client_of, dr_cho, answer, words_of
):
    shown = answer(client_of(dr_cho), "Rest, {first_name}.", step="preview")

    assert "Rest, Ana." in words_of(shown)
    assert not Message.objects.exists()


def test_a_field_typed_by_hand_is_filled_in_though_nobody_looked_first(
    client_of, dr_cho, ben, answer
):
    answer(client_of(dr_cho), "Rest, {first_name} {today} :-}")

    assert Message.objects.get().text == "Rest, Ana {today} :-}"
    assert answer(client_of(ben), "Rest, {first_name}.").status_code in (403, 404)
    assert Message.objects.count() == 1


def test_a_field_that_is_none_is_said_and_her_words_stay(client_of, dr_cho, answer, words_of):
    shown = answer(client_of(dr_cho), "Hello {nickname}", step="preview")

    assert shown.status_code == 422
    assert 'id="text-error"' in shown.content.decode()
    assert "Hello {nickname}" in words_of(shown)


def test_another_clinics_template_and_one_that_is_none_are_not_found(
    client_of, dr_cho, answer, clinic_b
):
    lead_b = member("lead.b", clinic_b, Role.CLINICAL_LEAD)
    theirs = save_template(by=lead_b, clinic=clinic_b, title="Theirs", texts={"en": "Secret"})

    for template in (theirs.pk, "none", uuid4()):
        shown = answer(client_of(dr_cho), "", step="template", template=template)
        assert shown.status_code == 404
        assert b"Secret" not in shown.content


def test_a_look_before_sending_marks_nothing_as_seen_for_a_coordinator(
    client_of, coordinator_a, ana, her_toxin, answer
):
    unseen, _ = send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Worse")

    answer(client_of(coordinator_a), "Rest", step="preview", shown=[str(unseen.pk)])

    assert Message.objects.get(pk=unseen.pk).seen_at is None
