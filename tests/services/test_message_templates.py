"""A clinic's templates: kept by who may, with fields from a closed list, filled as plain text."""

from datetime import UTC, datetime

import pytest

from tests.cast import member
from tracker.errors import Invalid, NotAllowed
from tracker.models import AuditEvent, MessageTemplate, Patient, Role, Treatment
from tracker.services.clinics import create_clinic
from tracker.services.message_templates import (
    add_starting_set,
    filled_for,
    retire_template,
    save_template,
    text_for,
)

pytestmark = pytest.mark.django_db
HELLO = {"en": "Hello {first_name}, day {day}.", "es": "Hola {first_name}, día {day}."}


@pytest.fixture
def hello(lead_a, clinic_a):
    return save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=HELLO)


def test_every_field_is_filled_in_the_patients_language_and_by_her_clock(
    ana_patient, her_toxin, clinic_a
):
    when = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    Treatment.objects.filter(pk=her_toxin.pk).update(performed_at=when)
    Patient.objects.filter(pk=ana_patient.pk).update(
        name="Ana Maria Lopez", language="es", time_zone="Europe/Madrid"
    )
    hers = Treatment.objects.get(pk=her_toxin.pk)

    said = filled_for("{first_name}|{areas}|{treated_on}|{clinic}|{clinic_phone}", hers)

    name, areas, day, clinic, phone = said.split("|")
    assert (name, clinic, phone) == ("Ana", clinic_a.name, clinic_a.phone)
    assert "frente" in areas
    assert day == "24 de noviembre de 2026"


@pytest.mark.parametrize("name", ["{clinic_phone}", "{0.__class__}", "<b>{day}</b>", "%(day)s"])
def test_a_patients_name_is_never_read_as_a_field(ana_patient, her_toxin, name):
    Patient.objects.filter(pk=ana_patient.pk).update(name=name)
    hers = Treatment.objects.get(pk=her_toxin.pk)

    assert filled_for("Hello {first_name}.", hers) == f"Hello {name}."


@pytest.mark.parametrize(
    "text",
    ["{surname}", "{first_name.__class__}", "{}", "{0}", "{ day }", "{day", "day}", "{{day}}",
     "{day!r}", "{day:>9}"],
)  # fmt: skip
def test_a_field_that_is_none_is_refused_at_saving(lead_a, clinic_a, text):
    with pytest.raises(Invalid) as refusal:
        save_template(by=lead_a, clinic=clinic_a, title="A title", texts={"en": text})

    assert list(refusal.value.fields) == ["texts.en"]
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize(
    "title, texts, field",
    [
        ("", {"en": "Words"}, "title"),
        ("x" * 81, {"en": "Words"}, "title"),
        ("A title", {"en": "  "}, "texts"),
        ("A title", {"xx": "Words"}, "texts"),
        ("A title", {"en": "x" * 2001}, "texts.en"),
    ],
)
def test_what_cannot_be_kept_is_said_by_field(lead_a, clinic_a, title, texts, field):
    with pytest.raises(Invalid) as refusal:
        save_template(by=lead_a, clinic=clinic_a, title=title, texts=texts)

    assert field in refusal.value.fields


def test_a_title_is_used_once_and_free_again_when_its_template_is_retired(lead_a, clinic_a, hello):
    with pytest.raises(Invalid):
        save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=HELLO)

    retire_template(by=lead_a, template=hello)

    assert save_template(by=lead_a, clinic=clinic_a, title="Hello", texts=HELLO)
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions.count("template.saved") == 2 and actions.count("template.retired") == 1


def test_a_language_that_it_lacks_falls_back_to_the_clinics(lead_a, clinic_a):
    only = save_template(by=lead_a, clinic=clinic_a, title="One", texts={"en": "In English"})

    assert text_for(only, "es") == "In English"


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "ana", "dr_dia"])
def test_nobody_else_keeps_or_retires_one(request, clinic_a, hello, who):
    stranger = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        save_template(by=stranger, clinic=clinic_a, title="Mine", texts=HELLO)
    with pytest.raises(NotAllowed):
        retire_template(by=stranger, template=hello)
    with pytest.raises(NotAllowed):
        add_starting_set(by=stranger, clinic=clinic_a)


def test_a_lead_of_another_clinic_does_not_reach_it(clinic_b, hello):
    other = member("lead.b", clinic_b, Role.CLINICAL_LEAD)

    with pytest.raises(NotAllowed):
        retire_template(by=other, template=hello)


def test_a_new_clinic_begins_with_a_set_that_can_be_filled_in_every_language(
    released, her_toxin, lead_a, clinic_a
):
    create_clinic(name="Another", phone="1", time_zone="UTC", language="en")
    fresh = create_clinic(name="Fresh", phone="1", time_zone="UTC", language="es")

    rows = list(MessageTemplate.objects.filter(clinic=fresh))
    assert len(rows) == 6
    for row in rows:
        assert set(row.texts) == {"en", "es"} and row.texts["en"] != row.texts["es"]
        assert all("{" not in filled_for(text, her_toxin) for text in row.texts.values())
    assert add_starting_set(by=lead_a, clinic=clinic_a) == 6, "another clinic's are not hers"
    assert add_starting_set(by=lead_a, clinic=clinic_a) == 0
