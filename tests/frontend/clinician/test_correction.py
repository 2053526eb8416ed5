"""Correcting a treatment's record: a form, what it changes of her reports, then the change."""

import re

import pytest

from tests.cast import treat
from tracker.models import (
    InjectionSite,
    Membership,
    ReviewCase,
    Role,
    Treatment,
    TreatmentCorrection,
)
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
NUMB = {"touch_felt": False, "movement_normal": True}


@pytest.fixture
def desk(client_of, dr_cho):
    return client_of(dr_cho)


@pytest.fixture
def treatment(ana_patient):
    """Forehead and left cheek; the cheek was never injected."""
    found = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=72)
    Treatment.objects.filter(pk=found.pk).update(product="xeomin", lot="L-1")
    found.sites.update(amount="4", unit="U")
    InjectionSite.objects.create(
        treatment=found, region="cheek", side="left", amount="6.5", unit="U"
    )
    return Treatment.objects.get(pk=found.pk)


@pytest.fixture
def numb(ana, treatment, a_report):
    report = a_report("cheek", "left", numbness=4, answers=NUMB)
    return submit_check_in(by=ana, treatment=treatment, report=report)


def address(treatment):
    return f"/clinic/treatments/{treatment.pk}/correct"


def filled(desk, treatment, **changes):
    """What the form holds as it is read, with the cheek taken out."""
    page = desk.get(address(treatment)).content.decode()
    moment = re.search(r'name="performed_at"[^>]* value="([^"]*)"', page)[1]
    return {
        "number": re.search(r'name="number" value="(\d+)"', page)[1],
        "product": "xeomin",
        "amounts_for": "xeomin",
        "lot": "L-1",
        "performed_at": moment,
        "site": ["forehead:left", "forehead:right"],
        "amount.forehead:left": "2",
        "amount.forehead:right": "2",
        "circumstances.others": "no",
        "reason": "wrong_place",
        "action": "preview",
    } | changes


def test_the_form_holds_the_record_as_it_stands(desk, treatment):
    page = desk.get(address(treatment)).content.decode()

    for said in (
        'name="amount.cheek:left"',
        'value="6.5"',
        'value="L-1"',
        'name="number" value="0"',
    ):
        assert said in page
    assert re.search(r'<option value="xeomin"[^>]* selected', page)
    assert not re.search(r'name="reason"[^>]* checked', page), "a reason is never chosen before"


def test_what_changes_is_shown_before_anything_is_saved(desk, treatment, numb):
    page = desk.post(address(treatment), filled(desk, treatment))

    text = page.content.decode()
    assert page.status_code == 200
    assert "1 of the reports would be judged otherwise" in text
    assert "Judged again when saved" in text and "Be ready to phone" in text
    assert "Left cheek: 6.5 U" in text
    assert "Performed" not in text, "nobody touched the time"
    assert InjectionSite.objects.count() == 2 and not TreatmentCorrection.objects.exists()


def test_it_is_saved_and_the_record_keeps_how_it_read(desk, treatment, numb):
    answer = desk.post(address(treatment), filled(desk, treatment, action="save"))

    assert answer.url == f"/clinic/patients/{treatment.patient_id}"
    assert not treatment.sites.filter(region="cheek").exists()
    assert ReviewCase.objects.get().urgency == "urgent"
    record = desk.get(answer.url).content.decode()
    assert "by Dr Cho" in record and "A place was recorded wrong" in record
    assert "Left cheek: 6.5 U" in record
    case = desk.get(f"/clinic/cases/{ReviewCase.objects.get().pk}").content.decode()
    assert "A place was recorded wrong" in case


def test_one_amount_for_both_sides_is_not_doubled_by_correcting_something_else(desk, treatment):
    page = desk.get(address(treatment)).content.decode()
    sent = filled(desk, treatment, lot="L-2", action="save") | {
        "site": ["forehead:left", "forehead:right", "cheek:left"],
        "amount.cheek:left": "6.5",
    }
    for place in ("left", "right"):
        shown = re.search(rf'name="amount.forehead:{place}"[^>]*value="([^"]*)"', page)
        assert shown
        sent[f"amount.forehead:{place}"] = shown[1]

    desk.post(address(treatment), sent)

    given = InjectionSite.objects.filter(treatment=treatment, region="forehead")
    assert sum(site.amount for site in given) == 4
    assert TreatmentCorrection.objects.get().fields == ["lot"]


def test_a_time_that_nobody_touched_keeps_its_seconds(desk, treatment):
    desk.post(address(treatment), filled(desk, treatment, action="save"))

    assert Treatment.objects.get().performed_at == treatment.performed_at
    assert TreatmentCorrection.objects.get().fields == ["sites"]


def test_a_report_that_stays_as_it_is_says_so(desk, treatment, ana, a_report):
    submit_check_in(by=ana, treatment=treatment, report=a_report("forehead", "left", bruise=2))

    text = desk.post(address(treatment), filled(desk, treatment, lot="L-2")).content.decode()

    assert "None of the reports would be judged otherwise." in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "because"}, "reason"),
        ({"site": []}, "sites"),
        ({"amount.forehead:left": "a lot"}, "sites"),
        ({"product": ""}, "product"),
        ({"performed_at": "2199-01-01T10:00"}, "performed_at"),
        ({"circumstances.others": ""}, "circumstances"),
        ({"dilution": "d" * 65}, "dilution"),
    ],
)
@pytest.mark.parametrize("action", ["preview", "save"])
def test_what_is_wrong_is_said_at_its_field(changes, field, action, desk, treatment):
    page = desk.post(address(treatment), filled(desk, treatment, action=action, **changes))

    assert page.status_code == 422
    assert f'href="#{field}"' in page.content.decode()
    assert not TreatmentCorrection.objects.exists()


def test_a_correction_of_nothing_is_refused(desk, treatment):
    same = {"site": ["forehead:left", "forehead:right", "cheek:left"], "amount.cheek:left": "6.5"}
    page = desk.post(address(treatment), filled(desk, treatment, **same))

    assert page.status_code == 422 and "Nothing is changed yet." in page.content.decode()


def test_what_is_unusual_needs_a_reason_before_it_is_saved(desk, treatment):
    sent = filled(desk, treatment, **{"amount.forehead:left": "5000"})
    assert "The total is unusual: 5,002 U of Xeomin" in (
        desk.post(address(treatment), sent).content.decode()
    )
    assert desk.post(address(treatment), sent | {"action": "save"}).status_code == 422
    assert not TreatmentCorrection.objects.exists()

    passed = sent | {"action": "save", "passed.unusual_total": "was_given"}
    assert desk.post(address(treatment), passed).status_code == 302


def test_a_colleague_who_was_faster_is_not_overwritten(desk, client_of, lead_a, treatment):
    late = filled(desk, treatment, action="save", lot="L-9")
    colleague = client_of(lead_a)
    colleague.post(address(treatment), filled(colleague, treatment, action="save"))

    page = desk.post(address(treatment), late)

    assert page.status_code == 409
    assert "A colleague corrected this record meanwhile" in page.content.decode()
    assert 'name="number" value="1"' in page.content.decode()
    assert TreatmentCorrection.objects.count() == 1


def test_a_place_that_the_map_does_not_offer_stays_until_it_is_unticked(desk, treatment):
    InjectionSite.objects.create(treatment=treatment, region="cheek", side="")

    page = desk.get(address(treatment)).content.decode()

    assert re.search(r'name="site" value="cheek" checked', page)


def test_going_back_keeps_what_was_typed(desk, treatment):
    page = desk.post(address(treatment), filled(desk, treatment, action="amounts", lot="L-7"))

    assert 'value="L-7"' in page.content.decode()


def test_record_and_case_lead_there(desk, client_of, coordinator_a, urgent_case):
    there = address(urgent_case.treatment)
    looked = (f"/clinic/patients/{urgent_case.patient_id}", f"/clinic/cases/{urgent_case.pk}")

    for page in looked:
        assert there in desk.get(page).content.decode()
        assert there not in client_of(coordinator_a).get(page).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("dr_dia", 404), ("coordinator_a", 403), ("admin_a", 403), ("ana", 403), ("nobody", 403)],
)
def test_others_are_turned_away(who, status, client_of, desk, treatment, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(address(treatment)).status_code == status
    sent = filled(desk, treatment, action="save")
    assert client.post(address(treatment), sent).status_code == status
    assert not TreatmentCorrection.objects.exists()


def test_who_decides_at_another_clinic_only_does_not_correct_here(
    client_of, coordinator_a, clinic_b, treatment
):
    Membership.objects.create(user=coordinator_a, clinic=clinic_b, role=Role.DERMATOLOGIST)

    assert client_of(coordinator_a).get(address(treatment)).status_code == 404
