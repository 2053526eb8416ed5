"""C3's six questions: yes, no or not asked, and what the record and the rules make of each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from frontend.clinic.labels import voice
from frontend.clinic.risks import risks
from tests.frontend.enrolling import QUESTIONS, a_form, send
from tracker.models import AuditEvent, Patient

pytestmark = pytest.mark.django_db
NERVE = "neuromuscular_disease"


@pytest.fixture
def desk(client_of, dr_cho):
    return client_of(dr_cho)


@pytest.fixture
def filled(clinic_a):
    return a_form(clinic_a)


def strip():
    """Label -> value and state, as it stands over her record."""
    return {each.label: (each.value, each.state) for each in risks(Patient.objects.get(), voice())}


def asked(**answers):
    return {f"{name}.asked": answer for name, answer in answers.items()}


def test_a_no_to_each_is_a_no_on_the_record_and_in_the_strip(desk, filled):
    assert send(desk, filled).status_code == 201

    eve = Patient.objects.get()
    assert (eve.conditions, eve.allergies, eve.medicines, eve.not_asked) == ([], [], [], [])
    assert (eve.prior_reaction, eve.toxin_elsewhere) == (False, False)
    assert eve.toxin_asked_on == timezone.localdate()
    found = strip()
    assert [state for _value, state in found.values()] == ["no"] * 5 + ["yes"]  # treated here
    assert found["Allergies"][0] == "None" and found["Prior reaction"][0] == "No"


def test_not_asked_stays_not_asked_everywhere(desk, filled, the_protocol):
    send(desk, filled, **asked(**dict.fromkeys(QUESTIONS, "not_asked")))

    eve = Patient.objects.get()
    assert eve.allergies is None
    assert {NERVE, "pregnancy", "breastfeeding", "warfarin"} <= set(eve.not_asked)
    assert "hypertension" not in eve.not_asked and "ginkgo" not in eve.not_asked
    assert (eve.prior_reaction, eve.toxin_elsewhere, eve.toxin_asked_on) == (None, None, None)
    found = strip()
    assert {value for value, _state in list(found.values())[:5]} == {"Not asked"}
    assert found["Toxin in 4 months"][0].endswith("Elsewhere: not asked")


def test_a_yes_says_which(desk, filled):
    yes = asked(**dict.fromkeys(QUESTIONS, "yes"))
    ticks = {"allergies": ["asteraceae", "other"], "pregnancy": ["breastfeeding"]}
    page = send(desk, filled, **yes, **ticks, thinners=["apixaban"])

    assert page.status_code == 201
    eve = Patient.objects.get()
    assert (eve.conditions, eve.allergies) == (["breastfeeding", NERVE], ["asteraceae"])
    assert (eve.medicines, eve.not_asked) == (["apixaban"], [])
    assert (eve.other_allergy, eve.other_blood_thinner) == (True, False)
    found = strip()
    assert {state for _value, state in found.values()} == {"yes"}
    assert found["Allergies"][0] == "Daisy family (arnica, chamomile, ragweed), Another allergy"
    assert found["Nerve or muscle disease"][0] == found["Prior reaction"][0] == "Yes"
    assert found["Pregnancy"][0] == "Breastfeeding"
    assert "Elsewhere: yes, asked" in found["Toxin in 4 months"][0]


def test_a_blood_thinner_without_a_name_may_be_any_of_them(desk, filled):
    """No rule is told that she takes none, or which."""
    send(desk, filled, **asked(thinners="yes"), thinners=["other"])

    eve = Patient.objects.get()
    assert (eve.medicines, eve.other_blood_thinner) == ([], True)
    assert {"warfarin", "apixaban", "clopidogrel"} <= set(eve.not_asked)
    assert strip()["Blood thinners"] == ("Another blood thinner", "yes")


def test_a_question_that_was_not_asked_stands_as_one_on_the_record(desk, filled, words_of):
    not_asked = asked(thinners="not_asked", pregnancy="not_asked")
    send(desk, filled, **not_asked, medicines=["ginkgo"])

    page = words_of(desk.get(f"/clinic/patients/{Patient.objects.get().pk}"))

    assert "Medicines Ginkgo, Blood thinners: not asked" in page
    assert "Conditions Pregnancy: not asked" in page
    assert "Warfarin" not in page


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("answer", ["", "maybe", "on"])
def test_a_question_without_an_answer_is_never_read_as_a_no(name, answer, desk, filled):
    page = send(desk, filled, **asked(**{name: answer}))

    assert page.status_code == 422
    assert f'href="#{name}"' in page.content.decode()
    assert not Patient.objects.exists()


@pytest.mark.parametrize("name", ["allergies", "pregnancy", "thinners"])
def test_a_yes_without_a_which_is_asked_again(name, desk, filled):
    page = send(desk, filled, **asked(**{name: "yes"}))

    assert page.status_code == 422
    assert "Tick which, or do not answer yes." in page.content.decode()
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"), [("allergies", "pineapple"), ("thinners", "heparin"), ("pregnancy", "other")]
)
@pytest.mark.parametrize("answer", ["no", "not_asked"])
def test_two_things_at_once_are_refused(name, code, answer, desk, filled):
    page = send(desk, filled, **asked(**{name: answer}), **{name: [code]})

    assert page.status_code == 422
    assert "Untick what does not hold, or answer yes." in page.content.decode()
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"), [("allergies", "gout"), ("thinners", "pineapple"), ("pregnancy", "\0")]
)
def test_what_is_no_code_is_refused(name, code, desk, filled):
    page = send(desk, filled, **asked(**{name: "yes"}), **{name: [code]})

    assert page.status_code == 422
    assert not Patient.objects.exists()


# --- on the record ---


@pytest.fixture
def record(ana_patient):
    return f"/clinic/patients/{ana_patient.pk}/history"


def answers(page, **changes):
    """The form as it was shown, with some answers changed."""
    text = page.content.decode()
    mark = text.split('name="mark" value="')[1].split('"')[0]
    others = {"conditions.others": "no", "medicines.others": "no"}
    noes = asked(**dict.fromkeys(QUESTIONS, "no"))
    return {"mark": mark, **others, **noes, **changes}


def test_the_record_s_history_is_asked_anew(client_of, coordinator_a, record, ana_patient):
    client = client_of(coordinator_a)
    sent = answers(client.get(record), **asked(reaction="yes", toxin="not_asked"))

    assert client.post(record, sent).status_code == 302

    ana_patient.refresh_from_db()
    assert (ana_patient.prior_reaction, ana_patient.toxin_elsewhere) == (True, None)
    page = client.get(record).content.decode()
    assert 'name="reaction.asked" value="yes" checked' in page
    assert 'name="toxin.asked" value="not_asked" checked' in page
    kept = AuditEvent.objects.get(action="patient.edited").detail["fields"]
    assert "prior_reaction" in kept and "toxin_elsewhere" not in kept


def test_what_nobody_changed_is_not_written_and_keeps_its_day(client_of, dr_cho, record):
    long_ago = timezone.localdate() - timedelta(days=60)
    whole = {"conditions": [], "allergies": [], "medicines": [], "prior_reaction": False}
    Patient.objects.update(**whole, toxin_elsewhere=False, toxin_asked_on=long_ago)
    client = client_of(dr_cho)

    client.post(record, answers(client.get(record)))

    assert Patient.objects.get().toxin_asked_on == long_ago
    assert not AuditEvent.objects.filter(action="patient.edited").exists()


def test_an_answer_about_toxin_grows_old_and_is_dated_anew(client_of, dr_cho, record):
    old = timezone.localdate() - timedelta(days=123)
    Patient.objects.update(toxin_elsewhere=False, toxin_asked_on=old)
    assert strip()["Toxin in 4 months"] == ("None here. Elsewhere: not asked", "unknown")
    client = client_of(dr_cho)
    shown = client.get(record)
    assert 'name="toxin.asked" value="not_asked" checked' in shown.content.decode()

    client.post(record, answers(shown))

    assert Patient.objects.get().toxin_asked_on == timezone.localdate()
    value, state = strip()["Toxin in 4 months"]
    assert value.startswith("None here. Elsewhere: no, asked") and state == "no"


def test_what_she_added_meanwhile_is_not_written_over(client_of, dr_cho, record):
    client = client_of(dr_cho)
    sent = answers(client.get(record))
    Patient.objects.update(conditions=["pregnancy"])

    page = client.post(record, sent)

    assert page.status_code == 409
    text = page.content.decode()
    assert "changed this history meanwhile" in text
    assert 'name="pregnancy.asked" value="yes" checked' in text
    assert Patient.objects.get().conditions == ["pregnancy"]


def test_a_fault_on_the_record_says_where_and_keeps_the_answers(client_of, dr_cho, record):
    client = client_of(dr_cho)
    page = client.post(record, answers(client.get(record), **asked(nerve="", reaction="yes")))

    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#nerve"' in text and "<title>Error:" in text
    assert 'name="reaction.asked" value="yes" checked' in text
    assert Patient.objects.get().prior_reaction is None


@pytest.mark.parametrize(
    ("who", "status"), [("dr_dia", 404), ("ana", 403), ("admin_a", 403), ("removed_doctor", 403)]
)
def test_another_clinic_and_no_staff_are_shut_out(request, client_of, who, status, record):
    client = client_of(request.getfixturevalue(who))

    assert client.get(record).status_code == status
    assert client.post(record, {"mark": ""}).status_code == status
    assert Patient.objects.get().conditions is None or Patient.objects.get().conditions == []
