"""C3 on the page: one form, checked by the server, stopped at what is unusual, sent once."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from frontend.clinic.qr_code import QrCode, qr_code
from tests.conftest import record_of
from tests.frontend.enrolling import LISTS, TREATED, a_form, send
from tracker.models import AuditEvent, Invitation, Notification, Patient, Treatment
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment
from tracker.services.mail_words import message_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, dr_cho):
    return client_of(dr_cho)


@pytest.fixture
def filled(clinic_a):
    return a_form(clinic_a)


def test_the_form_offers_the_protocol_and_chooses_nothing_but_the_clinic_s_language(
    desk, the_protocol
):
    text = desk.get("/clinic/enrol").content.decode()
    for product in the_protocol.products:
        assert f'value="{product}"' in text
    chosen = re.findall(r"<(?:input|option)[^>]* (?:checked|selected)\b[^>]*>", text)
    assert chosen == ['<option value="en" lang="en" selected>']


def test_the_clinic_s_own_language_comes_chosen(desk, clinic_a):
    clinic_a.language = "es"
    clinic_a.save()

    text = desk.get("/clinic/enrol").content.decode()

    assert re.findall(r'<option value="(\w\w)"[^>]* selected', text) == ["es"]


def test_a_patient_is_invited_in_the_language_that_was_chosen(desk, filled):
    send(desk, filled, language="es")

    assert Patient.objects.get().language == "es"
    assert Notification.objects.get(kind="invitation").language == "es"


def test_what_was_chosen_of_the_languages_stays_after_an_error(desk, filled):
    text = send(desk, filled, name="", language="es").content.decode()

    assert re.findall(r'<option value="(\w\w)"[^>]* selected', text) == ["es"]


def test_one_post_enrols_records_and_invites(desk, filled, dr_cho):
    changes = {"thinners.asked": "not_asked", "medicines.others": "not_asked"}
    page = send(desk, filled, conditions=["hypertension"], **changes)

    assert page.status_code == 201
    eve = Patient.objects.get()
    assert (eve.conditions, eve.allergies, eve.medicines) == (["hypertension"], [], None)
    treatment = Treatment.objects.get()
    assert (treatment.procedure, treatment.product) == ("botulinum_toxin", "xeomin")
    assert treatment.recorded_by == dr_cho
    assert treatment.performed_at.astimezone(ZoneInfo("Europe/London")).isoformat()[:16] == TREATED
    sites = [
        (site.region, site.side, None if site.amount is None else float(site.amount), site.unit)
        for site in treatment.sites.order_by("region", "side")
    ]
    assert sites == [
        ("forehead", "left", 6.0, "U"),
        ("forehead", "right", 6.5, "U"),
        ("glabella", "", None, ""),
    ]


@pytest.mark.parametrize(
    ("chosen", "kept"), [({}, ""), ({"skin_type": ""}, ""), ({"skin_type": "II"}, "II")]
)
def test_the_skin_type_may_be_left_alone(desk, filled, chosen, kept):
    assert send(desk, filled, **chosen).status_code == 201

    assert Patient.objects.get().skin_type == kept


def test_the_form_says_why_the_skin_type_is_asked_and_begins_at_not_asked(desk):
    page = desk.get("/clinic/enrol").content.decode()
    field = page.split('for="skin_type"')[1].split("</select>")[0]

    assert "whether everyone is looked after equally well" in field
    assert "The rules never read it." in field
    first, *types = re.findall(r'<option value="([^"]*)">', field)
    assert (first, types) == ("", ["I", "II", "III", "IV", "V", "VI"])


def test_the_link_is_shown_once_and_leads_to_the_invitation(desk, client, filled):
    text = send(desk, filled).content.decode()
    link = re.search(r'value="(http://localhost:8000/i/[^"]+)"', text).group(1)

    assert client.get(urlsplit(link).path, follow=True).status_code == 200
    token = link.rpartition("/")[2]
    assert token not in str(Invitation.objects.values())
    assert token not in str(AuditEvent.objects.values())


def test_the_link_can_be_scanned_in_the_room(desk, filled):
    page = send(desk, filled).content.decode()

    link = re.search(r'value="(http://localhost:8000/i/[^"]+)"', page)[1]
    size, path = re.search(r'viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"', page).groups()
    assert qr_code(link) == QrCode(int(size), path)


def test_the_invitation_is_read_before_it_is_sent_as_it_will_be_sent(desk, filled):
    page = desk.get("/clinic/enrol").content.decode()
    before = unescape(page).split("How the invitation will read")[1].split("</details>")[0]

    for language in ("en", "es"):
        send(desk, filled, form_id=str(uuid4()), language=language, phone="")
        mail = message_of(Notification.objects.get(kind="invitation", language=language))
        shown = re.search(rf'<div lang="{language}".*?</div>', before, flags=re.S)[0]
        assert mail.subject in shown
        sent = [line for line in mail.body.splitlines() if line.strip() and "/i/" not in line]
        assert len(sent) >= 3
        for line in sent:
            assert line in shown
    assert not re.search(r"/i/\w", before), "a link is made when it is sent, and not before"


def test_baseline_photos_are_spoken_of_on_the_day_itself(desk, filled):
    now = timezone.now().strftime("%Y-%m-%dT00:00")
    today = send(desk, filled, performed_at=now).content.decode()
    later = send(desk, filled, form_id=str(uuid4()), phone="").content.decode()

    assert "Baseline photos" in today and "Baseline photos" not in later


def test_some_asked_and_some_not_is_kept_code_by_code(desk, filled):
    send(desk, filled, medicines=["ginkgo"], **{"medicines.others": "not_asked"})

    eve = Patient.objects.get()
    assert eve.medicines == ["ginkgo"]
    assert "warfarin" not in eve.not_asked and "muscle_relaxant" in eve.not_asked


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_an_answer_is_never_read_as_a_no(name, desk, filled):
    page = send(desk, filled, **{f"{name}.others": ""})

    assert page.status_code == 422
    assert f'href="#{name}"' in page.content.decode()
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter the patient’s name."),
        ({"date_of_birth": "yesterday"}, "date_of_birth", "Enter the date of birth."),
        ({"date_of_birth": "2199-01-01"}, "date_of_birth", "after today"),
        ({"email": "eve"}, "email", "like name@example.org"),
        ({"phone": "1" * 60}, "phone", "up to 40"),
        ({"language": ""}, "language", "Choose a language."),
        ({"language": "xx"}, "language", "language"),
        ({"time_zone": "Nowhere"}, "time_zone", "time zone"),
        ({"skin_type": "VII"}, "skin_type", "Choose a skin type from the list"),
        ({"product": ""}, "product", "Choose what was injected."),
        ({"product": "vodka"}, "product", "Choose what was injected."),
        ({"lot": "L" * 99}, "lot", "up to 64"),
        ({"dilution": "d" * 65}, "dilution", "up to 64"),
        ({"performed_at": ""}, "performed_at", "Enter the day and time"),
        ({"performed_at": "2199-01-01T10:00"}, "performed_at", "in the future"),
        ({"performed_at": "1950-01-01T10:00"}, "performed_at", "before the date of birth"),
        ({"site": []}, "sites", "Choose where it was injected"),
        ({"site": ["elbow"]}, "sites", "Choose where it was injected"),
        ({"amount.forehead:left": "a lot"}, "sites", "Enter the amount in numbers"),
        ({"amount.forehead:left": "-2"}, "sites", "Enter the amount in numbers"),
        ({"amount.forehead:left": "0"}, "sites", "above 0"),
        ({"conditions": ["gout"]}, "conditions", ""),
        ({"lot_expires_on": "soon"}, "lot_expires_on", "Enter the date until which"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    changes, field, sentence, desk, filled
):
    page = send(desk, filled, **changes)

    text = page.content.decode().replace("&#x27;", "’")
    assert page.status_code == 422
    assert "<title>Error:" in text
    assert f'href="#{field}"' in text
    assert sentence in text
    assert not Patient.objects.exists()


def test_what_was_typed_stays_after_an_error(desk, filled):
    filled["skin_type"] = "III"
    text = send(desk, filled, name="", conditions=["hypertension"]).content.decode()

    for kept in ("1990-02-28", "eve@example.org", "L-1", TREATED, 'value="6"'):
        assert kept in text
    assert text.count("checked") >= 3 + 6 + 3 + 1
    for chosen in ("xeomin", "III"):
        assert re.search(rf'<option value="{chosen}"[^>]* selected', text)


def test_amounts_are_asked_for_the_ticked_places_without_script(desk, filled):
    page = send(desk, filled, action="amounts", name="")

    assert page.status_code == 200
    assert 'name="amount.glabella"' in page.content.decode()
    assert not Patient.objects.exists()


def test_without_script_a_place_begins_with_what_the_clinic_last_gave(desk, filled, clinic_b):
    send(desk, filled)
    begun = filled | {"site": ["forehead:left", "cheek:left", "glabella"], "amount.glabella": "7"}
    del begun["amount.forehead:left"]

    text = send(desk, begun, action="amounts").content.decode()

    def amount(place):
        return re.search(rf'name="amount.{place}"[^>]* value="([^"]*)"', text)[1]

    assert amount("forehead:left") in {"6", "6.5"}
    assert (amount("cheek:left"), amount("glabella")) == ("", "7")


def test_what_another_clinic_gave_is_no_preset(desk, client_of, dr_dia, filled, clinic_b):
    theirs = filled | {"clinic": str(clinic_b.pk), "form_id": str(uuid4())}
    send(client_of(dr_dia), theirs)
    assert Treatment.objects.get().patient.clinic == clinic_b

    assert '<script id="presets" type="application/json">{}</script>' in (
        desk.get("/clinic/enrol").content.decode()
    )


def test_the_dilution_is_kept_and_offered_with_the_layout(desk, filled):
    send(desk, filled, dilution=" 2.5 ml to 100 U ")

    assert (treatment := Treatment.objects.get()).dilution == "2.5 ml to 100 U"
    again = desk.get(f"/clinic/enrol?like={treatment.pk}").content.decode()
    assert 'name="dilution" type="text" value="2.5 ml to 100 U"' in again
    assert desk.get(f"/clinic/enrol?like={uuid4()}").status_code == 404
    record = desk.get(f"/clinic/patients/{treatment.patient_id}").content.decode()
    assert "<dt>Dilution</dt><dd>2.5 ml to 100 U</dd>" in record


def test_another_product_clears_the_amounts_and_says_so(desk, filled):
    page = send(desk, filled, product="dysport")

    text = page.content.decode()
    assert page.status_code == 422
    assert "the amounts were cleared" in text
    assert 'value="6"' not in text
    assert not Patient.objects.exists()


def test_a_product_that_is_not_known_still_says_what_was_done(desk, filled):
    send(
        desk,
        filled,
        product="any:dermal_filler",
        amounts_for="any:dermal_filler",
        **{"amount.forehead:left": "", "amount.forehead:right": ""},
    )

    treatment = Treatment.objects.get()
    assert (treatment.procedure, treatment.product) == ("dermal_filler", "")


def test_the_same_form_sent_twice_enrols_once(desk, filled):
    filled["phone"] = ""
    assert send(desk, filled).status_code == 201
    assert send(desk, filled).status_code == 409

    assert Patient.objects.count() == 1


def test_a_form_that_was_refused_can_be_sent_again(desk, filled):
    assert send(desk, filled, name="").status_code == 422
    assert send(desk, filled).status_code == 201


def test_a_repeat_layout_fills_what_and_where_and_leaves_her_history_open(
    desk, dr_cho, ana_patient
):
    last = record_treatment(
        by=dr_cho,
        patient=ana_patient,
        details=TreatmentDetails(
            procedure="botulinum_toxin",
            product="xeomin",
            lot="L-77",
            performed_at=timezone.now() - timedelta(days=1),
            sites=(SiteDetails("forehead", "both", 4), SiteDetails("glabella", "", 10)),
        ),
    )
    assert f"like={last.pk}" in desk.get("/clinic/enrol").content.decode()

    text = desk.get(f"/clinic/enrol?like={last.pk}").content.decode()

    assert "L-77" in text
    for place in ("forehead:left", "forehead:right", "glabella"):
        assert f'name="amount.{place}"' in text
    assert ana_patient.name not in text
    assert 'value="no" checked' not in text


def test_a_layout_is_her_own_and_of_this_clinic(
    client_of, both_clinics_doctor, dr_cho, clinic_a, ana_patient, cleo_patient
):
    sites = (SiteDetails("forehead", "both", 4),)
    when = timezone.now() - timedelta(days=1)
    details = TreatmentDetails("botulinum_toxin", performed_at=when, product="xeomin", sites=sites)
    here, there, colleagues = (
        record_treatment(by=by, patient=patient, details=details)
        for by, patient in (
            (both_clinics_doctor, ana_patient),
            (both_clinics_doctor, cleo_patient),
            (dr_cho, ana_patient),
        )
    )

    page = client_of(both_clinics_doctor).get(f"/clinic/enrol?clinic={clinic_a.pk}")

    offered = re.findall(r"like=([-0-9a-f]{36})", page.content.decode())
    assert set(offered) == {str(here.pk)}
    assert not {str(there.pk), str(colleagues.pk)} & set(offered)


def test_another_s_layout_does_not_exist(desk, cleos_filler, her_toxin):
    assert desk.get(f"/clinic/enrol?like={cleos_filler.pk}").status_code == 404
    assert desk.get("/clinic/enrol?like=x").status_code == 404


def test_another_clinic_does_not_exist(desk, filled, clinic_b):
    assert send(desk, filled, clinic=str(clinic_b.pk)).status_code == 404
    assert not Patient.objects.exists()


def test_who_works_at_two_clinics_chooses(client_of, both_clinics_doctor, filled, clinic_b):
    client = client_of(both_clinics_doctor)
    assert "Clinic B" in client.get("/clinic/enrol").content.decode()

    client.post("/clinic/enrol", filled | {"clinic": str(clinic_b.pk)})

    assert Patient.objects.get().clinic == clinic_b


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor", "nobody"])
def test_others_are_turned_away(who, client_of, filled, request):
    client = client_of(request.getfixturevalue(who))
    before = Patient.objects.count()

    assert client.get("/clinic/enrol").status_code == 403
    assert client.post("/clinic/enrol", filled).status_code == 403
    assert Patient.objects.count() == before


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/clinic/enrol").url == "/sign-in?next=/clinic/enrol"


def test_a_new_link_ends_the_older_one(desk, client, filled):
    send(desk, filled)
    eve = Patient.objects.get()
    page = desk.post(f"/clinic/patients/{eve.pk}/invite")

    assert page.status_code == 201
    assert Invitation.objects.filter(replaced_at=None).count() == 1
    assert "http://localhost:8000/i/" in page.content.decode()


def test_nobody_else_makes_a_link(client_of, desk, filled, dr_dia, ana):
    send(desk, filled)
    eve = Patient.objects.get(name="Eve Example")

    assert client_of(dr_dia).post(f"/clinic/patients/{eve.pk}/invite").status_code == 404
    assert client_of(ana).post(f"/clinic/patients/{eve.pk}/invite").status_code == 403
    assert desk.get(f"/clinic/patients/{eve.pk}/invite").status_code == 405
    assert Invitation.objects.count() == 1


def test_her_own_record_elsewhere_is_invited_by_those_who_work_there(desk, dr_cho, clinic_b):
    own = record_of(dr_cho, clinic_b)

    assert desk.post(f"/clinic/patients/{own.pk}/invite").status_code == 404
    assert not Invitation.objects.exists()
