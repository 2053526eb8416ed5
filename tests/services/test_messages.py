"""What patient and clinic write to each other."""

from uuid import uuid4

import pytest

from tracker.errors import Invalid, NotAllowed, OtherBody
from tracker.models import Membership, Message, Notification, ReviewCase
from tracker.services import reviews
from tracker.services.messages import mark_read, mark_seen, send_message


def test_a_message_sent_twice_is_stored_once(ana, her_toxin):
    said = {"by": ana, "treatment": her_toxin, "client_id": uuid4(), "text": "Is this usual?"}

    first, is_new = send_message(**said)
    second, is_new_again = send_message(**said)

    assert (first, is_new, is_new_again) == (second, True, False)
    assert Message.objects.count() == 1


def test_other_words_under_the_same_id_are_refused(ana, her_toxin):
    said = {"by": ana, "treatment": her_toxin, "client_id": uuid4()}
    send_message(**said, text="one")

    with pytest.raises(OtherBody):
        send_message(**said, text="two")

    assert Message.objects.get().text == "one"


def test_still_worried_opens_a_case_raised_by_the_patient(ana, her_toxin):
    send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Hm", worried=True)

    case = ReviewCase.objects.get()
    assert (case.urgency, case.raised_by) == ("review", "patient")


@pytest.mark.parametrize("who", ["ben", "dr_cho", "nobody"])
def test_only_she_has_read_what_her_clinic_wrote(who, request, ana, dr_cho, her_toxin):
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Rest today")

    with pytest.raises(NotAllowed):
        mark_read(by=request.getfixturevalue(who), patient=her_toxin.patient)

    assert Message.objects.get().seen_at is None
    assert mark_read(by=ana, patient=her_toxin.patient) == 1


def test_a_plain_message_opens_none(ana, her_toxin):
    send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Thank you")

    assert not ReviewCase.objects.exists()


def test_her_word_brings_a_waiting_case_back(urgent_case, ana, her_toxin, dr_cho):
    from_clinic = reviews.message(by=dr_cho, case=urgent_case, version=1, text="Better?")
    ReviewCase.objects.update(status="waiting_patient")

    send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="No")

    case = ReviewCase.objects.get()
    assert (case.status, case.has_news) == ("open", True)
    assert case.version == from_clinic.version + 1


def test_the_clinics_word_writes_her_a_notice_that_says_nothing(ana, her_toxin, dr_cho):
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Numb cheek: come in")

    notice = Notification.objects.get()
    assert (notice.address, notice.kind, notice.detail) == (ana.email, "new_message", {})


@pytest.mark.parametrize("who", ["ben", "dr_dia", "removed_doctor", "admin_a", "nobody"])
def test_nobody_else_writes_in_her_thread(who, her_toxin, request):
    with pytest.raises(NotAllowed):
        send_message(
            by=request.getfixturevalue(who), treatment=her_toxin, client_id=uuid4(), text="Hi"
        )

    assert not Message.objects.exists()


def test_who_works_at_two_clinics_writes_in_her_role_of_this_one(
    both_clinics_doctor, lead_a, clinic_b, her_toxin, cleos_filler
):
    Membership.objects.filter(user=both_clinics_doctor, clinic=clinic_b).update(role="coordinator")

    for treatment in (her_toxin, cleos_filler):
        send_message(by=both_clinics_doctor, treatment=treatment, client_id=uuid4(), text="Hi")

    roles = dict(Message.objects.values_list("treatment", "sender_role"))
    assert roles == {her_toxin.pk: "dermatologist", cleos_filler.pk: "coordinator"}


def test_a_photo_of_nobody_knows_whom_is_refused(ana, her_toxin):
    with pytest.raises(Invalid):
        send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Look", photos=[uuid4()])


def test_seen_is_said_only_by_the_other_side(ana, her_toxin, dr_cho, dr_dia):
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Hello")

    assert mark_seen(by=dr_cho, treatment=her_toxin) == 0
    with pytest.raises(NotAllowed):
        mark_seen(by=dr_dia, treatment=her_toxin)
    assert mark_seen(by=ana, treatment=her_toxin) == 1
    assert Message.objects.get().seen_by == ana
