"""C1: "Messages and notes" empties: a note is marked as seen where it stands, by name."""

import re

import pytest
from django.utils import timezone

from tracker.models import Membership, NoteMark
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db
LIST = "/clinic/?view=notes"


@pytest.fixture
def note(ana, her_toxin, a_report):
    return submit_check_in(by=ana, treatment=her_toxin, report=a_report(note="It itches")).check_in


def mark(client, note, **said):
    return client.post(f"/clinic/check-ins/{note.pk}/note", said)


def test_it_is_marked_in_the_list_by_a_button_that_names_its_key(client_of, dr_cho, note, words_of):
    client = client_of(dr_cho)
    page = client.get(LIST).content.decode()
    assert re.search(r'data-key="e">Mark as seen.*?<kbd>e</kbd>', page)

    answer = mark(client, note)

    assert answer.url == f"{LIST}&marked={note.pk}"
    after = words_of(client.get(answer.url))
    assert "Ana: the note is marked as seen. Undo" in after
    assert "Every message and every note was seen" in after
    assert "It itches" not in after


def test_undo_brings_it_back(client_of, dr_cho, note, words_of):
    client = client_of(dr_cho)
    mark(client, note)

    answer = mark(client, note, do="undo")

    assert "It itches" in words_of(client.get(answer.url.partition("#")[0]))


def test_the_next_one_has_the_focus_then(client_of, dr_cho, note, ben, his_toxin, a_report):
    following = submit_check_in(by=ben, treatment=his_toxin, report=a_report(note="Mine")).check_in
    client = client_of(dr_cho)
    page = client.get(LIST).content.decode()
    assert f'name="next" value="{following.pk}"' in page

    assert mark(client, note, next=following.pk).url.endswith(f"#note-{following.pk}")
    assert mark(client, note, next="//evil.example").url == f"{LIST}&marked={note.pk}"


def test_a_coordinator_reads_it_and_marks_nothing(client_of, coordinator_a, dr_cho, note, words_of):
    client = client_of(coordinator_a)
    page = client.get(LIST)

    assert "It itches" in words_of(page)
    assert "Mark as seen" not in words_of(page)
    assert mark(client, note).status_code == 403
    client.get(f"/clinic/patients/{note.patient_id}")
    assert "It itches" in words_of(client_of(dr_cho).get(LIST))


@pytest.mark.parametrize("who", ["dr_dia", "both_clinics_doctor"])
def test_another_clinics_note_is_as_good_as_not_there(
    request, client_of, note, who, cleo, cleos_filler, a_report
):
    theirs = submit_check_in(by=cleo, treatment=cleos_filler, report=a_report(note="Hers"))
    stranger = request.getfixturevalue("dr_cho" if who == "both_clinics_doctor" else who)
    target = theirs.check_in if who == "both_clinics_doctor" else note

    assert mark(client_of(stranger), target).status_code == 404
    assert not NoteMark.objects.exclude(seen_at=None).exists()


def test_a_clinician_who_opens_the_record_has_seen_it_and_later_ones_read_who(
    client_of, dr_cho, lead_a, note, words_of
):
    record = f"/clinic/patients/{note.patient_id}"
    first = words_of(client_of(dr_cho).get(record))
    second = words_of(client_of(lead_a).get(record))

    assert "1 note that no clinician has seen Read" in first
    assert "It itches New" in first
    assert "that no clinician has seen" not in second
    assert "It itches Seen by Dr Cho, " in second


def test_a_clinician_who_opens_the_case_has_seen_its_notes(
    client_of, dr_cho, lead_a, coordinator_a, ana, her_toxin, a_report, words_of
):
    lost = {"touch_felt": False}
    report = a_report("cheek", "left", numbness=4, answers=lost, note="Since the morning")
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    client_of(coordinator_a).get(f"/clinic/cases/{case.pk}")
    assert NoteMark.objects.get().seen_by is None

    client_of(dr_cho).get(f"/clinic/cases/{case.pk}")

    assert NoteMark.objects.get().seen_by == dr_cho
    assert "Seen by Dr Cho, " in words_of(client_of(lead_a).get(f"/clinic/cases/{case.pk}"))


def test_with_names_hidden_the_mark_names_nobody(client_of, dr_cho, note, words_of):
    client = client_of(dr_cho)
    client.post("/clinic/habits", {"habit": "hides_names", "on": "yes"})

    assert "Ana" not in words_of(client.get(mark(client, note).url))


def test_who_has_left_her_clinic_is_told_no_name_by_what_she_marked(
    client_of, both_clinics_doctor, clinic_a, note, words_of
):
    marked = mark(client_of(both_clinics_doctor), note).url
    assert "Ana" in words_of(client_of(both_clinics_doctor).get(marked))

    at_a = Membership.objects.filter(user=both_clinics_doctor, clinic=clinic_a)
    at_a.update(ended_at=timezone.now())

    assert "Ana" not in words_of(client_of(both_clinics_doctor).get(marked))
