"""C3 from the record: a further treatment of somebody who is a patient already."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.frontend.enrolling import LISTS, QUESTIONS, TREATED, a_form, send
from tracker.models import AuditEvent, Notification, Patient, Treatment
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, dr_cho):
    return client_of(dr_cho)


@pytest.fixture
def asked(ana_patient):
    """Everything was asked of Ana, and all is no but a blood thinner; of toxin 60 days ago."""
    whole = {"conditions": [], "allergies": [], "medicines": ["apixaban"], "not_asked": []}
    day = timezone.localdate() - timedelta(days=60)
    known = {"prior_reaction": False, "toxin_elsewhere": False, "toxin_asked_on": day}
    Patient.objects.filter(pk=ana_patient.pk).update(**whole, **known)
    ana_patient.refresh_from_db()
    return ana_patient


def address(patient):
    return f"/clinic/patients/{patient.pk}/treatment"


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def filled(desk, patient, **changes):
    """The form as it is opened, with a treatment of two days ago written into it."""
    page = desk.get(address(patient))
    said = {
        "form_id": hidden(page, "form_id"),
        "mark": hidden(page, "mark"),
        "product": "xeomin",
        "amounts_for": "xeomin",
        "lot": "L-9",
        "lot_expires_on": "",
        "dilution": "",
        "performed_at": TREATED,
        "site": ["forehead:left", "glabella"],
        "amount.forehead:left": "6",
        "amount.glabella": "",
        **{f"{name}.asked": "no" for name in QUESTIONS},
        **{f"{name}.others": "no" for name in LISTS},
        "thinners.asked": "yes",
        "thinners": ["apixaban"],
        "action": "record",
    }
    return said | changes


def test_the_record_leads_to_it_and_says_when_it_is_done(desk, dr_cho, asked, words_of):
    record = f"/clinic/patients/{asked.pk}"
    assert f'href="{address(asked)}"' in desk.get(record).content.decode()

    page = desk.post(address(asked), filled(desk, asked), follow=True)

    assert page.redirect_chain == [(f"{record}?recorded=1", 302)]
    assert "The treatment is recorded." in words_of(page)
    treatment = Treatment.objects.get()
    assert (treatment.patient, treatment.recorded_by) == (asked, dr_cho)
    assert (treatment.product, treatment.lot) == ("xeomin", "L-9")
    assert {(site.region, site.side) for site in treatment.sites.all()} == {
        ("forehead", "left"),
        ("glabella", ""),
    }
    kept = AuditEvent.objects.get(action="treatment.recorded")
    assert (kept.actor, kept.detail) == (dr_cho.pk, {"lot_expired": False})
    assert not Notification.objects.exists(), "nothing is sent to her"


def test_a_coordinator_records_it_too(client_of, coordinator_a, asked):
    client = client_of(coordinator_a)

    assert client.post(address(asked), filled(client, asked)).status_code == 302
    assert Treatment.objects.get().recorded_by == coordinator_a


def test_it_begins_with_the_history_as_it_stands_and_nothing_else(desk, asked):
    page = desk.get(address(asked)).content.decode()

    checked = re.findall(r'name="([\w.]+)" value="(\w+)" checked', page)
    assert set(checked) == {
        *((f"{name}.asked", "no") for name in QUESTIONS if name != "thinners"),
        ("thinners.asked", "yes"),
        ("thinners", "apixaban"),
        ("conditions.others", "no"),
        ("medicines.others", "no"),
    }
    assert not re.search(r'<option value="[^"]+"[^>]* selected', page)


def test_what_was_not_asked_begins_as_not_asked(desk, ana_patient):
    Patient.objects.update(conditions=None, allergies=None, medicines=None)

    page = desk.get(address(ana_patient)).content.decode()

    for name in QUESTIONS:
        assert f'name="{name}.asked" value="not_asked" checked' in page


def test_an_answer_that_changed_is_kept_with_the_treatment(desk, asked):
    desk.post(address(asked), filled(desk, asked, **{"reaction.asked": "yes"}))

    asked.refresh_from_db()
    assert (asked.prior_reaction, asked.medicines) == (True, ["apixaban"])
    changed = AuditEvent.objects.get(action="patient.edited").detail["fields"]
    assert changed == "prior_reaction,toxin_elsewhere"


def test_what_is_sent_of_toxin_counts_as_asked_today(desk, asked):
    desk.post(address(asked), filled(desk, asked))

    asked.refresh_from_db()
    assert (asked.toxin_elsewhere, asked.toxin_asked_on) == (False, timezone.localdate())


def test_a_history_that_changed_meanwhile_stops_it_and_keeps_what_was_typed(desk, asked):
    sent = filled(desk, asked)
    Patient.objects.update(conditions=["pregnancy"])

    page = desk.post(address(asked), sent)

    text = page.content.decode()
    assert page.status_code == 409
    assert "changed this history meanwhile" in text
    assert 'name="pregnancy.asked" value="yes" checked' in text and "L-9" in text
    assert not Treatment.objects.exists()
    assert Patient.objects.get().conditions == ["pregnancy"]
    ticked = {"pregnancy.asked": "yes", "pregnancy": ["pregnancy"]}
    again = sent | ticked | {"mark": hidden(page, "mark")}
    assert desk.post(address(asked), again).status_code == 302


def test_the_same_form_sent_twice_records_once(desk, asked, words_of):
    sent = filled(desk, asked, lot="L-1") | {"passed.recorded_already": "another_session"}
    assert desk.post(address(asked), sent).status_code == 302
    again = sent | {"mark": hidden(desk.get(address(asked)), "mark")}
    page = desk.post(address(asked), again)

    assert page.status_code == 409
    assert "The treatment is recorded once." in words_of(page)
    assert Treatment.objects.count() == 1


def test_one_like_it_on_the_same_day_stops_until_a_reason_is_given(desk, asked, words_of):
    desk.post(address(asked), filled(desk, asked))
    sent = filled(desk, asked)
    page = desk.post(address(asked), sent)

    assert "The record has such a treatment on that day already" in words_of(page)
    assert Treatment.objects.count() == 1
    typed = {"interrupted": "yes", "passed.recorded_already": "because"}
    assert desk.post(address(asked), sent | typed).status_code == 422

    typed["passed.recorded_already"] = "another_session"
    assert desk.post(address(asked), sent | typed).status_code == 302
    kept = AuditEvent.objects.filter(action="treatment.recorded").latest("sequence")
    assert kept.detail["passed_recorded_already"] == "another_session"


def test_another_kind_on_the_same_day_stops_nobody(desk, asked):
    desk.post(address(asked), filled(desk, asked))
    filler = {"product": "any:dermal_filler", "amounts_for": "any:dermal_filler"}

    sent = filled(desk, asked, **filler, **{"amount.forehead:left": ""})

    assert desk.post(address(asked), sent).status_code == 302
    assert Treatment.objects.count() == 2


def test_an_expired_lot_and_an_unusual_total_stop_it(desk, asked, words_of):
    odd = {"lot_expires_on": "2026-01-04", "amount.glabella": "5000"}
    sent = filled(desk, asked, **odd)
    page = desk.post(address(asked), sent)

    text = words_of(page)
    assert "past its date" in text and "The total is unusual" in text
    assert "Nothing is recorded yet." in text and "Nobody is enrolled yet" not in text
    assert not Treatment.objects.exists()
    one = {"interrupted": "yes", "passed.expired_lot": "was_used"}
    assert desk.post(address(asked), sent | one).status_code == 422
    both = one | {"passed.unusual_total": "was_given"}
    assert desk.post(address(asked), sent | both).status_code == 302


def test_going_back_from_the_stop_keeps_the_form(desk, asked):
    sent = filled(desk, asked, lot_expires_on="2026-01-04", interrupted="yes")
    page = desk.post(address(asked), sent | {"action": "amounts", "reaction.asked": "yes"})

    text = page.content.decode()
    assert page.status_code == 200 and "L-9" in text
    assert 'name="reaction.asked" value="yes" checked' in text
    assert "given at the enrolment" not in text
    assert hidden(page, "mark") == sent["mark"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"product": "", "amounts_for": ""}, "product"),
        ({"product": "dysport"}, "sites"),
        ({"site": []}, "sites"),
        ({"amount.forehead:left": "-2"}, "sites"),
        ({"performed_at": "2199-01-01T10:00"}, "performed_at"),
        ({"performed_at": "1950-01-01T10:00"}, "performed_at"),
        ({"circumstances.others": ""}, "circumstances"),
        ({"nerve.asked": ""}, "nerve"),
        ({"thinners": []}, "thinners"),
        ({"allergies.asked": "yes", "allergies": ["gout"]}, "allergies"),
        ({"conditions": ["gout\0"]}, "conditions"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(changes, field, desk, asked):
    page = desk.post(address(asked), filled(desk, asked, **changes))

    assert page.status_code == 422
    assert f'href="#{field}"' in page.content.decode()
    assert not Treatment.objects.exists()
    assert not AuditEvent.objects.filter(action="patient.edited").exists()


def test_every_fault_of_both_halves_is_named_at_once(desk, asked):
    page = desk.post(address(asked), filled(desk, asked, site=[], **{"nerve.asked": ""}))

    text = page.content.decode()
    assert 'href="#sites"' in text and 'href="#nerve"' in text


def test_without_script_a_place_begins_with_what_the_clinic_last_gave(desk, asked):
    desk.post(address(asked), filled(desk, asked))
    sent = filled(desk, asked, site=["forehead:right", "glabella"], action="amounts")
    page = desk.post(address(asked), sent).content.decode()

    assert re.search(r'name="amount.forehead:right"[^>]* value="6"', page)
    assert Treatment.objects.count() == 1


def recorded(by, patient, lot, days_ago=30):
    when = timezone.now() - timedelta(days=days_ago)
    sites = (SiteDetails("forehead", "both", 4),)
    details = TreatmentDetails(
        "botulinum_toxin", performed_at=when, product="xeomin", lot=lot, sites=sites
    )
    return record_treatment(by=by, patient=patient, details=details)


def test_her_last_treatment_is_offered_as_a_layout_whoever_recorded_it(
    desk, coordinator_a, asked, ben_patient
):
    hers = recorded(coordinator_a, asked, "L-77")
    his = recorded(coordinator_a, ben_patient, "L-78")

    offered = re.findall(r"like=([-0-9a-f]{36})", desk.get(address(asked)).content.decode())
    page = desk.get(f"{address(asked)}?like={hers.pk}")

    assert offered == [str(hers.pk)]
    text = page.content.decode()
    assert "L-77" in text and 'name="amount.forehead:left"' in text
    assert 'name="thinners" value="apixaban" checked' in text
    assert desk.get(f"{address(asked)}?like={his.pk}").status_code == 404


# --- from the enrolment of somebody who is known ---


@pytest.fixture
def known_stop(desk, clinic_a):
    """Eve is enrolled; then her form comes again, and stops because she is known."""
    form = a_form(clinic_a)
    send(desk, form)
    again = form | {"form_id": str(uuid4()), "lot": "L-55", "dilution": "2.5 ml"}
    return again, send(desk, again)


def test_the_enrolment_of_a_known_patient_offers_to_record_the_treatment(desk, known_stop):
    again, stop = known_stop
    eve = Patient.objects.get()
    assert f'formaction="{address(eve)}"' in stop.content.decode()

    page = desk.post(address(eve), again | {"action": "amounts"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "L-55" in text and "2.5 ml" in text and TREATED in text
    assert re.search(r'name="amount.forehead:left"[^>]* value="6"', text)
    assert "given at the enrolment" not in text, "the answers are those of the record"
    said = again | {"action": "record", "mark": hidden(page, "mark")}
    said["passed.recorded_already"] = "another_session"
    assert desk.post(address(eve), said).status_code == 302
    assert (Patient.objects.count(), Treatment.objects.count()) == (1, 2)


def test_answers_of_the_enrolment_that_the_record_has_otherwise_are_named(
    desk, known_stop, words_of
):
    again, _stop = known_stop
    eve = Patient.objects.get()
    Patient.objects.update(conditions=["pregnancy"], prior_reaction=None)

    page = desk.post(address(eve), again | {"action": "amounts"})

    text = words_of(page)
    assert (
        "The record says something else at “Pregnant or breastfeeding?” and "
        "“A bad reaction to an earlier injection?”" in text
    )
    assert 'name="pregnancy.asked" value="no" checked' in page.content.decode()
    assert Patient.objects.get().conditions == ["pregnancy"], "nothing is saved by a look"


def test_a_form_that_showed_no_record_replaces_no_answer(desk, known_stop):
    again, _stop = known_stop
    eve = Patient.objects.get()
    Patient.objects.update(conditions=["pregnancy"])

    page = desk.post(address(eve), again | {"action": "record", "performed_at": "2026-01-05T10:00"})

    assert page.status_code == 409
    assert (Patient.objects.get().conditions, Treatment.objects.count()) == (["pregnancy"], 1)


@pytest.mark.parametrize(
    ("who", "status"), [("dr_dia", 404), ("ana", 403), ("admin_a", 403), ("removed_doctor", 403)]
)
def test_another_clinic_and_no_staff_are_shut_out(request, client_of, desk, who, status, asked):
    sent = filled(desk, asked)
    client = client_of(request.getfixturevalue(who))

    assert client.get(address(asked)).status_code == status
    assert client.post(address(asked), sent).status_code == status
    assert client.post(address(asked), sent | {"action": "amounts"}).status_code == status
    assert not Treatment.objects.exists()


def test_each_look_at_it_is_kept(desk, dr_cho, asked):
    desk.get(address(asked))

    assert AuditEvent.objects.get(action="chart.viewed").actor == dr_cho.pk
