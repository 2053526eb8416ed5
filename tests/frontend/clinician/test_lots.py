"""One lot: who had it, what she heard, one message to all, a list for the lead."""

import csv
import io
from uuid import uuid4

import pytest

from tests.cast import person, record_of, treat
from tracker.errors import NotAllowed
from tracker.models import AuditEvent, Membership, Message, Patient, Role, Treatment
from tracker.records.lots import treatments_with_lot
from tracker.records.system_state import exports
from tracker.services.recalls import write_to_lot

pytestmark = pytest.mark.django_db
LOT, PAGE = "C1234", "/clinic/lots?lot=c1234"
SEND = "/clinic/lots/message"


@pytest.fixture
def recalled(ana_patient, ben_patient, cleo_patient, clinic_a):
    """Ana, Ben and one who has not joined at clinic A, and Cleo at clinic B had the lot."""
    dora = record_of(person("dora"), clinic_a, phone="+44 20 7946 0303")
    Patient.objects.filter(pk=dora.pk).update(user=None, name="=cmd|' /C calc'!A0")
    for patient in (ana_patient, ben_patient, cleo_patient, dora):
        treat(patient, "botulinum_toxin", ["forehead"], hours_ago=72)
    other = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=900)
    Treatment.objects.exclude(pk=other.pk).update(lot=LOT)
    return [ana_patient, ben_patient, dora]


def body(**more):
    return {"lot": LOT, "text": "Please send us a photo.", "run": str(uuid4()), **more}


def test_everybody_of_the_clinic_who_had_it_and_nobody_else(
    client_of, dr_cho, dr_dia, recalled, words_of
):
    page = words_of(client_of(dr_cho).get(PAGE))

    assert "3 patients had it." in page
    assert "Ana" in page and "Ben" in page
    assert "Cleo" not in page
    assert "Has not joined: phone" in page


def test_the_words_are_seen_before_they_are_sent_and_sent_once(
    client_of, dr_cho, recalled, words_of
):
    client, said = client_of(dr_cho), body()

    preview = words_of(client.post(SEND, said))
    assert "To 2 patients" in preview
    assert not Message.objects.exists()
    for _ in range(2):
        answer = client.post(SEND, {**said, "step": "send"})

    assert "Written to 2 patients. 1 has not joined: phone." in words_of(
        client.get(answer["Location"])
    )
    assert {each.treatment.patient.name for each in Message.objects.all()} == {"Ana", "Ben"}
    assert Message.objects.count() == 2
    assert AuditEvent.objects.filter(action="lot.told").first().detail == {"told": 2}
    assert "not read" in words_of(client.get(PAGE))


def test_changing_the_words_keeps_them(client_of, dr_cho, recalled):
    page = client_of(dr_cho).post(SEND, body(step="edit")).content.decode()

    assert "Please send us a photo.</textarea>" in page
    assert not Message.objects.exists()


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"lot": "unheard of"}, {"text": "x" * 2001}])
def test_no_words_or_nobody_is_told_and_nothing_is_sent(client_of, dr_cho, recalled, wrong):
    answer = client_of(dr_cho).post(SEND, body(step="send", **wrong))

    assert answer.status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["coordinator_a", "admin_a", "ana", "removed_doctor", "nobody"])
def test_nobody_else_writes_to_them(request, client_of, recalled, who):
    stranger = request.getfixturevalue(who)

    assert client_of(stranger).post(SEND, body(step="send")).status_code == 403
    with pytest.raises(NotAllowed):
        write_to_lot(by=stranger, lot=LOT, text="Please send us a photo.", run=uuid4())
    assert not Message.objects.exists()


def test_who_decides_here_and_is_coordinator_there_writes_to_patients_of_here(
    client_of, dr_cho, clinic_b, recalled
):
    Membership.objects.create(user=dr_cho, clinic=clinic_b, role=Role.COORDINATOR)

    client_of(dr_cho).post(SEND, body(step="send"))

    assert {each.treatment.patient.name for each in Message.objects.all()} == {"Ana", "Ben"}


def test_a_clinician_elsewhere_reaches_her_own_patients_only(client_of, dr_dia, recalled):
    client_of(dr_dia).post(SEND, body(step="send"))

    assert [each.treatment.patient.name for each in Message.objects.all()] == ["Cleo"]


def test_the_lead_takes_a_list_that_runs_nothing_and_that_is_written_down(
    client_of, fresh_client_of, lead_a, dr_cho, clinic_a, clinic_b, recalled
):
    answer = fresh_client_of(lead_a).get(PAGE.replace("lots?", "lots/list?"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Name", "'=cmd|' /C calc'!A0", "Ana", "Ben"]
    assert rows[1][2] == "'+44 20 7946 0303"
    assert AuditEvent.objects.get(action="list.exported").detail == {"rows": 3}
    assert [each.rows for each in exports(clinic_a.pk)] == [3]
    assert exports(clinic_b.pk) == []
    assert client_of(dr_cho).get(PAGE.replace("lots?", "lots/list?")).status_code == 403


def test_to_lead_one_clinic_takes_no_list_of_the_other(fresh_client_of, lead_a, clinic_b, recalled):
    Membership.objects.create(user=lead_a, clinic=clinic_b, role=Role.COORDINATOR)

    answer = fresh_client_of(lead_a).get(PAGE.replace("lots?", "lots/list?"))

    assert "Ana" in answer.content.decode()
    assert "Cleo" not in answer.content.decode()


@pytest.mark.parametrize("blank", ["", "?kind=csv", "?lot=&kind=xlsx", "?lot=%20%20", "?lot=%00"])
def test_without_a_lot_there_is_no_list_of_all_whose_lot_is_not_known(
    fresh_client_of, lead_a, recalled, blank
):
    Treatment.objects.update(lot="")

    answer = fresh_client_of(lead_a).get(f"/clinic/lots/list{blank}")

    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(action="list.exported").exists()


def test_a_blank_lot_was_had_by_nobody(lead_a, recalled):
    Treatment.objects.update(lot="")

    assert [list(treatments_with_lot(lead_a, blank)) for blank in ("", "  ")] == [[], []]


def test_the_lead_is_asked_to_sign_in_again_before_she_takes_the_list(
    client_of, fresh_client_of, lead_a, dr_cho, recalled, words_of
):
    asks = "A copy leaves this record, so sign in again first."

    assert asks in words_of(client_of(lead_a).get(PAGE))
    assert asks not in words_of(fresh_client_of(lead_a).get(PAGE))
    assert asks not in words_of(client_of(dr_cho).get(PAGE))
