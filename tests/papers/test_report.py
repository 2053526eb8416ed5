"""A report of an adverse event: filled in from the case, and honest about what nobody recorded."""

import json
import re

import pytest

from tests.papers.pdf import objects_of, signed_in_now, text_of
from tracker.errors import NotAllowed
from tracker.models import AuditEvent, InjectionSite, Patient, ReviewEvent, Treatment
from tracker.services.adverse_reports import Judged, note_report
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db


def address(case):
    return f"/clinic/cases/{case.pk}/report"


@pytest.fixture
def doctor(client_of, dr_cho):
    return signed_in_now(client_of(dr_cho))


@pytest.fixture
def recorded(her_toxin):
    InjectionSite.objects.filter(treatment=her_toxin).update(amount="12.50", unit="U")
    Treatment.objects.filter(pk=her_toxin.pk).update(
        product="xeomin", lot="C1234", dilution="2.5 ml to 100 U"
    )


def said(answer):
    """Name of a field -> its value; of fields of one name the last."""
    data = json.loads(answer.content)
    return {f["name"]: f["value"] for section in data["sections"] for f in section["fields"]}


def test_the_report_is_filled_in_from_the_case(doctor, recorded, urgent_case):
    answer = doctor.post(address(urgent_case), {"form": "json"})

    assert answer["Content-Disposition"].startswith('attachment; filename="adverse-event-')
    fields = said(answer)
    assert fields["Initials"] == "A."
    assert int(fields["Age at the event"].split()[0]) >= 38
    assert (fields["Product"], fields["Lot"]) == ("Xeomin", "C1234")
    assert fields["Total dose"] == "25 U"
    assert fields["Dilution"] == "2.5 ml to 100 U"
    assert fields["As the patient told it"] == "Numbness, left cheek"
    assert fields["Strongest, from 0 to 10"] == "4"
    assert (fields["Name"], fields["Clinic"]) == ("Dr Cho", "Clinic A")


def test_the_minimum_of_a_valid_report_is_there(doctor, recorded, urgent_case):
    """ICH E2B(R3): a patient, a reporter, a suspect product and an event that can be identified."""
    data = json.loads(doctor.post(address(urgent_case), {"form": "json"}).content)

    known = {f["element"] for s in data["sections"] for f in s["fields"] if f["value"]}
    assert {"D.1", "C.2.r.1", "G.k.2.2", "E.i.1.1a"} <= known


def test_what_nobody_recorded_is_said_to_be_so_and_never_guessed(doctor, urgent_case):
    posted = [doctor.post(address(urgent_case), {"form": form}) for form in ("json", "pdf")]

    fields = said(posted[0])
    for name in ("Sex", "Weight", "Product", "Lot", "Total dose", "Life-threatening", "Outcome"):
        assert fields[name] is None
    data = json.loads(posted[0].content)
    empty = [f for s in data["sections"] for f in s["fields"] if f["value"] is None]
    assert {f["said"] for f in empty} == {"Not recorded"}
    lines = text_of(posted[1].content).split("\n")
    assert lines.count("Not recorded") == len(empty)


def test_amounts_of_two_units_are_never_added(doctor, recorded, her_toxin, urgent_case):
    InjectionSite.objects.filter(treatment=her_toxin, region="glabella").update(unit="ml")

    assert said(doctor.post(address(urgent_case), {"form": "json"}))["Total dose"] is None


def test_her_name_is_not_in_it(doctor, ana_patient, urgent_case):
    Patient.objects.filter(pk=ana_patient.pk).update(name="Ana Maria Lopez")

    for form in ("json", "pdf"):
        content = doctor.post(address(urgent_case), {"form": form}).content
        text = content.decode() if form == "json" else text_of(content)
        assert "A. L." in text and "Lopez" not in text
        # an id or a second may hold these four digits by chance, with more on either side
        assert not re.search(r"(?<![0-9a-f])1988(?![0-9a-f])", text)


def test_what_a_clinician_judged_is_kept_and_stands_in_the_next_report(doctor, urgent_case):
    body = {"serious": ["hospital"], "outcome": "recovering", "words": "Seen by a neurologist."}

    doctor.post(address(urgent_case), {"form": "json", **body})

    page = doctor.get(address(urgent_case)).content.decode()
    assert 'value="hospital" checked' in page and 'value="recovering" selected' in page
    assert "Seen by a neurologist.</textarea>" in page
    fields = said(doctor.post(address(urgent_case), {"form": "json", **body}))
    assert fields["Hospital stay, begun or made longer"] == "Yes"
    assert fields["Results in death"] == "No"
    assert fields["Outcome"] == "Recovering (2)"


def test_a_report_is_an_event_on_the_case_and_a_row_in_the_audit(
    doctor, dr_cho, urgent_case, words_of_case
):
    doctor.post(address(urgent_case), {"form": "pdf"})

    event = ReviewEvent.objects.get(action="adverse-event-report")
    assert (event.by, event.case) == (dr_cho, urgent_case)
    assert event.detail == {"form": "pdf", "serious": None, "outcome": ""}
    assert AuditEvent.objects.get(action="case.reported").detail == {"form": "pdf"}
    assert "Adverse-event report made" in words_of_case(doctor, urgent_case)


def test_a_look_at_it_makes_no_report(doctor, urgent_case):
    assert doctor.get(address(urgent_case)).status_code == 200
    assert doctor.post(address(urgent_case), {"form": "xml"}).status_code == 200

    assert not ReviewEvent.objects.filter(action="adverse-event-report").exists()


@pytest.mark.parametrize(
    "wrong", [{"serious": ["dreadful"]}, {"outcome": "9"}, {"words": "x" * 4001}]
)
def test_what_is_on_no_list_is_refused_and_her_words_stay(doctor, urgent_case, wrong):
    answer = doctor.post(address(urgent_case), {"form": "json", "words": "Kept", **wrong})

    assert answer.status_code == 400
    assert "words" in wrong or "Kept</textarea>" in answer.content.decode()
    assert not ReviewEvent.objects.filter(action="adverse-event-report").exists()


def test_markup_in_words_and_names_stays_words(doctor, ana, her_toxin, a_report, clinic_a):
    payload = '<img src="file:///etc/passwd"> {{ 7 }}'
    case = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("brow", "left", brow_droop=4)
    ).case
    clinic_a.name = payload
    clinic_a.save()

    pdf, data = (
        doctor.post(address(case), {"form": form, "words": payload}) for form in ("pdf", "json")
    )

    flat = text_of(pdf.content).replace("\n", "").replace(" ", "")
    assert flat.count(payload.replace(" ", "")) >= 2
    assert "/Subtype /Image" not in objects_of(pdf.content)
    assert said(data)["Reporter's words"] == said(data)["Clinic"] == payload
    assert data["X-Content-Type-Options"] == "nosniff"
    assert data["Content-Type"].startswith("application/json")


def test_a_sign_in_that_is_not_fresh_takes_nothing(client_of, dr_cho, urgent_case):
    client = client_of(dr_cho)

    answer = client.post(address(urgent_case), {"form": "json"})

    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/again")
    assert 'name="form"' not in client.get(address(urgent_case)).content.decode()
    assert not ReviewEvent.objects.filter(action="adverse-event-report").exists()


@pytest.mark.parametrize(
    "who, status",
    [("coordinator_a", 403), ("admin_a", 403), ("ana", 403), ("removed_doctor", 403),
     ("dr_dia", 404)],
)  # fmt: skip
def test_nobody_else_reports(request, client_of, urgent_case, who, status):
    user = request.getfixturevalue(who)
    stranger = signed_in_now(client_of(user))

    assert stranger.get(address(urgent_case)).status_code == status
    assert stranger.post(address(urgent_case), {"form": "json"}).status_code == status
    with pytest.raises(NotAllowed):
        note_report(by=user, case=urgent_case, judged=Judged(), form="json")
    assert not ReviewEvent.objects.filter(action="adverse-event-report").exists()
