"""C2 on paper: what stands on it, who may take it, and that nothing written in it is ever run."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from api.contract.fields import MOST_WORDS
from tests.papers.pdf import objects_of, signed_in_now, text_of
from tracker.models import AuditEvent, InjectionSite, Patient, Treatment
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
PAYLOADS = (
    '<img src="file:///etc/passwd">',
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    '"><link rel="attachment" href="file:///etc/passwd">',
)


def paper(case, photos=""):
    return f"/clinic/cases/{case.pk}/paper{photos}"


def flat(pdf):
    """Without the ends of lines, which fall anywhere."""
    return text_of(pdf).replace("\n", "").replace(" ", "")


@pytest.fixture
def take(client_of):
    def get(user, address):
        return signed_in_now(client_of(user)).get(address)

    return get


def test_the_paper_says_who_why_what_and_when(take, dr_cho, ana, her_toxin, urgent_case):
    InjectionSite.objects.filter(treatment=her_toxin).update(amount="12.50", unit="U")
    Treatment.objects.filter(pk=her_toxin.pk).update(product="xeomin", lot="C1234")
    text = "Please call us today"
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text=text)

    answer = take(dr_cho, paper(urgent_case))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="case-')
    said = flat(answer.content)
    for words in (
        "Ana", "Urgent", urgent_case.reason, "Clinic A", "12.5 U", "C1234", "Xeomin", "Not asked",
        "Why flagged", "Numbness, left cheek", "protocol 2026-", "Case opened", "Check-ins", text,
        "Confidential: health record", "Page 1 / ",
    ):  # fmt: skip
        assert words.replace(" ", "") in said
    opened = f"{urgent_case.opened_at.astimezone(ZoneInfo('Europe/London')):%b%Y,%H:%M}"
    assert opened in said, "a moment of today names its day too"


def test_what_somebody_wrote_is_words_on_paper_and_nothing_else(
    take, dr_cho, ana, ana_patient, her_toxin, a_report
):
    payload = " ".join(PAYLOADS)
    report = a_report("brow", "left", brow_droop=4, note=payload)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    Patient.objects.filter(pk=ana_patient.pk).update(name=payload)

    pdf = take(dr_cho, paper(case)).content

    assert flat(pdf).count(payload.replace(" ", "")) >= 2
    assert "/EmbeddedFile" not in objects_of(pdf)
    assert "/Subtype /Image" not in objects_of(pdf)


@pytest.mark.parametrize("written", ["word ", "w", "字", "w\n", "w \u2028"])
def test_notes_as_long_as_they_may_be_keep_no_paper_from_being_printed(
    written, take, dr_cho, ana, her_toxin, a_report
):
    """Somebody waits for it, in an emergency room perhaps."""
    note = (written * MOST_WORDS)[:MOST_WORDS]
    for _report in range(3):
        report = a_report("brow", "left", brow_droop=4, note=note)
        case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text=note)

    answer = take(dr_cho, paper(case))

    assert answer["Content-Type"] == "application/pdf"
    assert flat(answer.content).count(written.strip()) > 3 * MOST_WORDS / len(written)


def test_the_paper_is_tagged_and_speaks_the_clinics_language(take, dr_cho, urgent_case, clinic_a):
    clinic_a.language = "es"
    clinic_a.save()

    pdf = take(dr_cho, paper(urgent_case)).content

    written = objects_of(pdf)
    assert "/Lang (es)" in written and "/Marked true" in written and "/S /TH" in written
    assert "Confidencial" in text_of(pdf)


def test_a_copy_is_written_down_before_it_leaves(take, dr_cho, ana, urgent_case):
    take(dr_cho, paper(urgent_case))

    copy = AuditEvent.objects.get(action="case.exported")
    assert (copy.actor, copy.subject_id) == (dr_cho.pk, str(urgent_case.pk))
    assert copy.detail == {"photos": 0}
    assert AuditEvent.objects.filter(action="chart.viewed", actor=dr_cho.pk).count() == 1


def test_photos_are_printed_only_where_they_were_asked_for_and_each_is_a_look(
    take, dr_cho, ana, her_toxin, urgent_case, a_jpeg
):
    taken_at = timezone.now() - timedelta(hours=3)
    upload = Upload(uuid4(), "front_rest", taken_at, a_jpeg)
    take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    without, with_them = (take(dr_cho, paper(urgent_case, ask)) for ask in ("", "?photos=1"))

    assert "/Subtype /Image" not in objects_of(without.content)
    assert objects_of(with_them.content).count("/Subtype /Image") == 1
    assert "Front, at rest" in text_of(with_them.content)
    assert AuditEvent.objects.filter(action="photo.viewed", actor=dr_cho.pk).count() == 1
    assert {e.detail["photos"] for e in AuditEvent.objects.filter(action="case.exported")} == {0, 1}


def test_a_coordinator_gets_the_paper_without_photos_only(take, coordinator_a, urgent_case):
    assert take(coordinator_a, paper(urgent_case)).status_code == 200
    assert take(coordinator_a, paper(urgent_case, "?photos=1")).status_code == 403


def test_a_sign_in_that_is_not_fresh_is_asked_for_again_and_takes_nothing(
    client_of, dr_cho, urgent_case
):
    client = client_of(dr_cho)

    answer = client.get(paper(urgent_case))

    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/again")
    assert not AuditEvent.objects.filter(action="case.exported").exists()
    page = client.get(f"/clinic/cases/{urgent_case.pk}").content.decode()
    assert "Sign in again" in page and f'href="{paper(urgent_case)}"' not in page


@pytest.mark.parametrize("who", ["dr_dia", "cleo"])
def test_another_clinics_case_is_not_there(request, take, urgent_case, who):
    stranger = request.getfixturevalue(who)
    nothing = f"/clinic/cases/{uuid4()}/paper"

    answers = [take(stranger, address).status_code for address in (paper(urgent_case), nothing)]

    assert answers[0] == answers[1] and answers[0] in (403, 404)
    assert not AuditEvent.objects.filter(action="case.exported").exists()


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor", "nobody"])
def test_who_may_not_read_the_case_gets_no_paper(request, take, urgent_case, who):
    assert take(request.getfixturevalue(who), paper(urgent_case)).status_code == 403
