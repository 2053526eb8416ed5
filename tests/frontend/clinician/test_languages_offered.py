"""C7: an administrator chooses which languages the clinic's patients are offered."""

import pytest

from tests.api.caller import Caller
from tracker.errors import Invalid, NotAllowed
from tracker.models import AuditEvent, Clinic, ConsentText, Patient
from tracker.services.consent_texts import publish
from tracker.services.languages import choices_of, offer_languages, offered_by
from tracker.services.message_templates import save_template

pytestmark = pytest.mark.django_db
PAGE = "/clinic/admin/languages"
WORDS = {"en": "Kept in our cellar.", "es": "Guardado en el sótano."}


@pytest.fixture
def admins(fresh_client_of, admin_a):
    return fresh_client_of(admin_a)


@pytest.fixture
def only_english(clinic_a, admin_a):
    offer_languages(by=admin_a, clinic=clinic_a, codes=["en"])
    clinic_a.refresh_from_db()
    return clinic_a


def test_all_that_are_installed_are_offered_until_the_clinic_chooses(admins, clinic_a):
    assert list(offered_by(clinic_a)) == ["en", "es"]

    assert admins.post(PAGE, {}).url == f"{PAGE}?done=languages"

    clinic_a.refresh_from_db()
    assert list(offered_by(clinic_a)) == ["en"]
    act = AuditEvent.objects.get(action="clinic.changed")
    assert act.detail["part"] == "languages"


def test_english_and_the_clinics_own_cannot_be_taken_off(admins, admin_a, clinic_a):
    Clinic.objects.filter(pk=clinic_a.pk).update(language="es")

    offer_languages(by=admin_a, clinic=clinic_a, codes=[])

    clinic_a.refresh_from_db()
    assert list(offered_by(clinic_a)) == ["en", "es"]
    assert admins.get(PAGE).content.decode().count(" disabled") == 2


def test_one_that_nobody_installed_is_refused(admins, clinic_a):
    answer = admins.post(PAGE, {"language": ["en", "xx"]})

    assert answer.status_code == 400
    assert Clinic.objects.get(pk=clinic_a.pk).languages is None


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "ana", "dr_dia", "nobody"])
def test_nobody_else_chooses_them_nor_learns_which_there_are(request, clinic_a, who):
    with pytest.raises(NotAllowed):
        offer_languages(by=request.getfixturevalue(who), clinic=clinic_a, codes=["xx"])


def test_a_new_patient_is_enrolled_in_what_is_offered(client_of, coordinator_a, only_english):
    page = client_of(coordinator_a).get("/clinic/enrol").content.decode()
    assert "Español" not in page

    body = {"name": "Eva", "date_of_birth": "1990-01-01", "time_zone": "Europe/London"}
    refused = Caller(coordinator_a).post("/patients/", {**body, "language": "es"})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["language"])
    assert Caller(coordinator_a).post("/patients/", {**body, "language": "en"}).status_code == 201


def test_who_reads_one_that_is_taken_off_keeps_it(
    hers, ana, ana_patient, only_english, coordinator_a
):
    Patient.objects.filter(pk=ana_patient.pk).update(language="es")
    ana.language = "es"
    ana.save()
    ana_patient.refresh_from_db()

    assert list(choices_of([ana_patient])) == ["en", "es"]
    assert "Español" in hers.get("/settings").content.decode()
    hers.post("/settings", {"change": "language", "language": "es"})
    path = f"/patients/{ana_patient.pk}/"
    assert Caller(coordinator_a).patch(path, {"phone": "+1 555 0100"}).status_code == 200
    ana_patient.refresh_from_db()
    assert ana_patient.language == "es"


def test_who_reads_another_is_not_offered_it(hers, ana_patient, only_english):
    assert "Español" not in hers.get("/settings").content.decode()
    refused = hers.post("/settings", {"change": "language", "language": "es"})

    assert refused.status_code == 400
    ana_patient.refresh_from_db()
    assert ana_patient.language == "en"


def test_words_of_consents_are_asked_for_in_what_is_offered_or_read(
    only_english, admin_a, ana_patient, cleo_patient
):
    Patient.objects.filter(pk=cleo_patient.pk).update(language="es")  # another clinic's
    only = {"by": admin_a, "clinic": only_english, "kind": "care", "text": {"en": WORDS["en"]}}
    publish(**only)

    Patient.objects.filter(pk=ana_patient.pk).update(language="es")
    with pytest.raises(Invalid) as refused:
        publish(**only)
    assert set(refused.value.fields) == {"es"}
    assert ConsentText.objects.count() == 1


def test_one_that_the_words_of_a_consent_miss_is_offered_once_they_are_written(
    admins, only_english, admin_a, words_of
):
    publish(by=admin_a, clinic=only_english, kind="photos", text={"en": WORDS["en"]})
    refused = admins.post(PAGE, {"language": ["es"]})
    assert refused.status_code == 400
    assert "Write your words of consents in this language first." in words_of(refused)
    assert "(not offered)" in words_of(admins.get("/clinic/admin/consents"))

    said = {f"text-{code}": text for code, text in WORDS.items()}
    admins.post("/clinic/admin/consents", {"kind": "photos", **said})

    assert admins.post(PAGE, {"language": ["es"]}).status_code == 302
    only_english.refresh_from_db()
    assert list(offered_by(only_english)) == ["en", "es"]


def test_the_page_names_readers_and_templates_without_a_text(
    admins, admin_a, clinic_a, ana_patient, cleo_patient, words_of
):
    save_template(by=admin_a, clinic=clinic_a, title="Come in", texts={"en": "Please come in."})
    answer = admins.get(PAGE)
    page = words_of(answer)

    assert {row["code"]: row["readers"] for row in answer.context["rows"]} == {"en": 1, "es": 0}
    assert "1 template has no text in it: Come in." in page
    assert "No text in Español yet." in words_of(admins.get("/clinic/templates"))


def test_a_clinic_that_offers_english_alone_writes_in_english_alone(admins, only_english):
    assert b'name="text-es"' not in admins.get("/clinic/templates").content


def test_another_clinic_offers_what_it_did(only_english, clinic_b):
    assert list(offered_by(clinic_b)) == ["en", "es"]
