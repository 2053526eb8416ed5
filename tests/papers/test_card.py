"""Her emergency card: all that staff who do not know her need, in her language."""

import pytest

from tests.cast import treat
from tests.papers.pdf import objects_of, text_of
from tracker.models import AuditEvent, InjectionSite, Patient, Treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(her_toxin, clinic_a):
    InjectionSite.objects.filter(treatment=her_toxin).update(amount="12.50", unit="U")
    Treatment.objects.filter(pk=her_toxin.pk).update(
        product="xeomin", lot="C1234", dilution="2.5 ml to 100 U"
    )
    clinic_a.emergency_number = "999"
    clinic_a.save()


def test_the_card_says_what_was_injected_when_where_how_much_and_whom_to_call(
    client_of, ana, recorded
):
    answer = client_of(ana).get("/card.pdf")

    assert answer["Content-Disposition"].startswith('attachment; filename="card-')
    said = text_of(answer.content)
    for words in ("999", "+44 20 7946 0101", "Botulinum toxin", "Xeomin", "C1234", "12.5 U",
                  "2.5 ml to 100 U", "forehead", "Ana", "1988"):  # fmt: skip
        assert words.lower() in said.lower()
    assert said.count("Page 1 / 1") == 1


def test_the_card_speaks_her_language(client_of, ana, recorded):
    ana.language = "es"
    ana.save()

    pdf = client_of(ana).get("/card.pdf").content

    assert "/Lang (es)" in objects_of(pdf)
    assert "Tarjeta de emergencia" in text_of(pdf)
    assert "Toxina" in text_of(pdf)
    assert "14 de mayo de 1988" in text_of(pdf)


def test_what_nobody_wrote_down_says_so(client_of, ana, her_toxin, ana_patient):
    Patient.objects.filter(pk=ana_patient.pk).update(allergies=None, medicines=[])

    said = text_of(client_of(ana).get("/card.pdf").content)

    assert "Not recorded" in said
    assert "Not asked" in said
    assert "None recorded" in said


def test_what_was_asked_besides_the_lists_stands_on_it(client_of, ana, her_toxin, ana_patient):
    assert "earlier injection" not in text_of(client_of(ana).get("/card.pdf").content)
    asked = {"prior_reaction": True, "other_blood_thinner": True, "medicines": []}
    Patient.objects.filter(pk=ana_patient.pk).update(**asked)

    said = " ".join(text_of(client_of(ana).get("/card.pdf").content).split())

    assert "Reaction to an earlier injection Yes" in said
    assert "Another blood thinner" in said


def test_an_older_treatment_stands_on_it_only_while_it_may_act(client_of, ana, ana_patient):
    old = treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=24 * 200)
    assert "filler" in text_of(client_of(ana).get("/card.pdf").content)

    treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=5)

    said = text_of(client_of(ana).get("/card.pdf").content)
    assert old.pk and "filler" not in said and "toxin" in said


def test_a_name_of_markup_is_a_name(client_of, ana, her_toxin, ana_patient):
    name = "<b onclick=x>Ana & {% now 'Y' %}</b>"
    Patient.objects.filter(pk=ana_patient.pk).update(name=name)

    assert name in text_of(client_of(ana).get("/card.pdf").content)


def test_settings_lead_to_it_and_the_emergency_pages_lead_nowhere(client_of, ana, her_toxin):
    client = client_of(ana)

    assert 'href="/card.pdf" download' in client.get("/settings").content.decode()
    assert "card.pdf" not in client.get("/help").content.decode()


def test_her_own_card_is_nobodys_look(client_of, ana, her_toxin):
    client_of(ana).get("/card.pdf")

    assert not AuditEvent.objects.filter(actor=ana.pk).exists()


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "nobody"])
def test_who_is_no_patient_has_no_card(request, client_of, her_toxin, who):
    assert client_of(request.getfixturevalue(who)).get("/card.pdf").status_code == 403


def test_who_had_no_treatment_has_no_card_and_not_anothers(client_of, ben, her_toxin):
    client = client_of(ben)

    assert client.get("/card.pdf").status_code == 404
    assert "card.pdf" not in client.get("/settings").content.decode()
