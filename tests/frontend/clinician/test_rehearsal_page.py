"""C6: a rehearsal on a page: slice by slice, opened by who may see it, of the own clinic only."""

import re
from html import unescape

import pytest

from frontend.clinic import rehearsed
from frontend.pages import clinic_rehearsal
from tests.conftest import VERSION
from tests.draft_versions import BLIND, HARMLESS, edit
from tracker.models import Membership, Rehearsal, RehearsedChange, Role
from tracker.services.check_ins import submit_check_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gate")]
JSON = {"headers": {"Accept": "application/json"}}


def url(version: str) -> str:
    return f"/clinic/protocol/versions/{version}/rehearsal"


def rehearse(client, version: str):
    """To the end, however many requests it takes."""
    answer = client.post(url(version), {"days": "30"}, follow=True)
    while "Continue" in answer.content.decode():
        answer = client.post(url(version), follow=True)
    return answer


def test_the_sentence_and_the_way_to_the_case(a_draft, client_of, lead_a, numb_cheek, words_of):
    answer = rehearse(client_of(lead_a), a_draft(BLIND))
    page = words_of(answer)

    assert "Last 30 days this version would have flagged 1, now 1: 0 new, 0 gone." in page
    assert "Cases a day for the queue 0.0, now 0.0" in page
    assert f'href="/clinic/cases/{numb_cheek.pk}"' in answer.content.decode()
    assert "Gone: Loss of feeling away from the treated areas" in page
    assert "Case still open" in page


def test_what_was_acted_on_is_marked_and_so_is_its_rule(
    a_draft, client_of, lead_a, numb_cheek, move, words_of
):
    client = client_of(lead_a)
    move(client, numb_cheek, "request-photo", view="front_rest", by="2999-01-01T09:00", text="")
    page = words_of(rehearse(client, a_draft(BLIND)))

    assert "Drops what was acted on" in page
    assert re.search("Ben, Day 3 .* Acted on Case still open", page)


def test_a_check_in_without_a_case_leads_to_the_patient(
    a_draft, client_of, lead_a, ana, her_toxin, a_report
):
    done = submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", bruise=2))
    louder = ("rules/bruise.toml", 'urgency = "self_care"', 'urgency = "review"')
    page = rehearse(client_of(lead_a), a_draft(louder)).content.decode()
    patient = done.check_in.patient_id

    assert f'href="/clinic/patients/{patient}#check-in-{done.check_in.pk}"' in page
    assert (
        f'id="check-in-{done.check_in.pk}"'
        in client_of(lead_a).get(f"/clinic/patients/{patient}").content.decode()
    )


def test_without_script_a_button_goes_on(
    a_draft, client_of, lead_a, numb_cheek, words_of, monkeypatch
):
    monkeypatch.setattr(clinic_rehearsal, "SLICE", 0)
    version, client = a_draft(BLIND), client_of(lead_a)
    texts = []
    answer = client.post(url(version), {"days": "30"}, follow=True)
    while "Under way" in (page := words_of(answer)):
        texts.append(re.search(r"Under way (.*?)\. ", page)[1])
        assert "Continue" in page
        answer = client.post(url(version), follow=True)

    assert texts == ["0 of 1 judged", "0 of 1 judged", "1 of 1 judged"]
    assert "Last 30 days this version would have flagged" in page


def test_the_script_gets_the_progress_in_figures(a_draft, client_of, lead_a, monkeypatch):
    monkeypatch.setattr(clinic_rehearsal, "SLICE", 0)
    version, client = a_draft(BLIND), client_of(lead_a)
    client.post(url(version), {"days": "7"})

    assert client.post(url(version), **JSON).json() == {
        "text": "0 of 0 judged.",
        "done": 0,
        "total": 1,
        "is_finished": False,
    }
    assert client.post(url(version), **JSON).json()["is_finished"]


def test_a_draft_that_changed_meanwhile_stops_it(
    a_draft, protocols, client_of, lead_a, monkeypatch, words_of
):
    monkeypatch.setattr(clinic_rehearsal, "SLICE", 0)
    version, client = a_draft(BLIND), client_of(lead_a)
    client.post(url(version), {"days": "30"})
    edit(protocols / version, *HARMLESS)

    refused = client.post(url(version), **JSON)
    assert refused.status_code == 400
    assert "Start the rehearsal again" in refused.json()["detail"]
    assert "Start the rehearsal again" in words_of(client.post(url(version)))


def test_a_finished_one_says_where_a_version_changed_after_it(
    a_draft, protocols, client_of, lead_a, words_of
):
    version, client = a_draft(BLIND), client_of(lead_a)
    rehearse(client, version)
    edit(protocols / version, *HARMLESS)

    assert "A version changed after this rehearsal." in words_of(client.get(url(version)))


@pytest.mark.parametrize("days", ["0", "9999", "many", "-3", "99999999999", ""])
def test_days_that_are_none_are_refused(days, a_draft, client_of, lead_a, words_of):
    answer = client_of(lead_a).post(url(a_draft(BLIND)), {"days": days})

    assert answer.status_code == 400
    assert "Choose 1 to 366 days." in words_of(answer)
    assert Rehearsal.objects.count() == 0


def test_the_version_in_force_is_not_rehearsed(protocols, client_of, lead_a, words_of):
    answer = client_of(lead_a).post(url(VERSION), {"days": "30"})

    assert answer.status_code == 400
    assert "There is nothing to compare." in words_of(answer)


def test_to_go_on_with_what_was_never_started_is_not_found(a_draft, client_of, lead_a):
    assert client_of(lead_a).post(url(a_draft(BLIND))).status_code == 404


def test_a_clinician_of_the_clinic_reads_it_and_another_clinics_does_not(
    a_draft, client_of, lead_a, dr_cho, dr_dia, numb_cheek, words_of
):
    version = a_draft(BLIND)
    rehearse(client_of(lead_a), version)
    hers = words_of(client_of(dr_cho).get(url(version)))
    theirs = words_of(client_of(dr_dia).get(url(version)))

    assert "Ben, Day 3" in hers and "Continue" not in hers and "Rehearse again" not in hers
    assert "Ben" not in theirs and "Not rehearsed yet" in theirs


@pytest.mark.parametrize("clinic", ["other", "nonsense"])
def test_a_clinic_that_is_not_hers_is_not_there(
    clinic, a_draft, client_of, lead_a, clinic_b, numb_cheek
):
    client, version = client_of(lead_a), a_draft(BLIND)
    named = str(clinic_b.pk) if clinic == "other" else clinic

    assert client.get(url(version), {"clinic": named}).status_code == 404
    assert client.post(url(version), {"clinic": named, "days": "30"}).status_code == 404


def test_who_leads_two_clinics_rehearses_each(
    a_draft, client_of, lead_a, clinic_a, clinic_b, numb_cheek, pale_skin, words_of
):
    Membership.objects.create(user=lead_a, clinic=clinic_b, role=Role.CLINICAL_LEAD)
    client, version = client_of(lead_a), a_draft(BLIND)
    for clinic in (clinic_a, clinic_b):
        address = f"{url(version)}?clinic={clinic.pk}"
        answer = client.post(address, {"days": "30"}, follow=True)
        while "Continue" in answer.content.decode():
            answer = client.post(address, follow=True)

    assert dict(Rehearsal.objects.values_list("clinic__name", "judged")) == {
        "Clinic A": 1,
        "Clinic B": 1,
    }
    page = words_of(client.get(url(version), {"clinic": clinic_b.pk}))
    assert "On the check-ins of Clinic B" in page and "Clinic A" in page
    for clinic in (clinic_a, clinic_b):
        shown = client.get(url(version), {"clinic": clinic.pk}).context["rehearsal"]
        assert shown.clinic == clinic


def test_to_lead_one_clinic_is_not_to_lead_the_other(
    a_draft, client_of, lead_a, clinic_b, words_of
):
    Membership.objects.create(user=lead_a, clinic=clinic_b, role=Role.DERMATOLOGIST)
    answer = client_of(lead_a).post(f"{url(a_draft(BLIND))}?clinic={clinic_b.pk}", {"days": "30"})

    assert answer.status_code == 403


def test_a_long_list_comes_in_pages_by_outcome(
    a_draft, client_of, lead_a, some_cases, clinic_a, monkeypatch, a_report
):
    """Acted on first, then by what became of the case; a made-up cursor begins at the start."""
    monkeypatch.setattr(rehearsed, "PAGE", 2)
    version, client = a_draft(BLIND), client_of(lead_a)
    lost = {"touch_felt": False, "movement_normal": True}
    for case in some_cases(clinic_a, 5):
        report = a_report("cheek", "left", numbness=4, answers=lost)
        submit_check_in(by=case.patient.user, treatment=case.treatment, report=report)
    rehearse(client, version)
    for number, change in enumerate(RehearsedChange.objects.order_by("pk")):
        change.acted_on, change.outcome = number == 4, ("open", "none")[number % 2]
        change.save()

    seen, address = [], f"{url(version)}?kind=other"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'class="case__who" href="[^"]*">(.*?), Day', page)
        later = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = unescape(later[1]) if later else ""

    names = list(
        RehearsedChange.objects.order_by("-acted_on", "outcome", "pk").values_list(
            "check_in__patient__name", flat=True
        )
    )
    assert seen == names and len(set(seen)) == 5
    again = client.get(f"{url(version)}?kind=other&after=1~x~nothing").content.decode()
    assert names[0] in again


@pytest.mark.usefixtures("whole_library")
def test_the_cases_of_the_library_that_come_out_otherwise_are_told(
    a_draft, client_of, lead_a, words_of
):
    mute = ("rules/chest-pain.toml", 'urgency = "emergency"', 'urgency = "urgent"')
    page = words_of(rehearse(client_of(lead_a), a_draft(mute)))

    assert re.search(r"(LB|EX)\d+ Emergency missed Emergency, now Urgent", page)
    assert "Chest pain, " in page
    assert re.search(r"\d of the case library", page)
