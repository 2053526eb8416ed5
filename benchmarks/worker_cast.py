"""A clinic in which every job of the worker has something to do at NOON, in one data folder."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import time_machine
from django.db import connection

from benchmarks import stage
from benchmarks import worker_leftovers as leftovers
from tracker.models import (
    Absence,
    Clinic,
    Consent,
    HeldMessage,
    Membership,
    NoteMark,
    Notification,
    Patient,
    PhotoRequest,
    ReviewCase,
    Role,
    Treatment,
    User,
)
from tracker.services import opinions, reviews
from tracker.services.case_opening import Finding, raise_case
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.messages import send_message

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)  # a Wednesday
LONG_AGO = timedelta(days=70)  # of a treatment that nothing is promised for any more
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ago(span: timedelta) -> time_machine.travel:
    return time_machine.travel(NOON - span, tick=False)


def build() -> None:
    """Raises nothing of its own; the folder is whole, and no connection open, when it returns."""
    with ago(LONG_AGO + DAY):
        cast = Cast(stage.build())
    for scene in SCENES:
        scene(cast)
    Notification.objects.filter(state="pending").update(state="sent", sent_at=NOON - HOUR)
    failed(cast)
    leftovers.mail(NOON)
    leftovers.over(NOON)
    connection.close()


class Cast:
    """Two who decide, one of them away from an hour ago, and a lead."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.patients = clinic, 0
        self.away, self.there, self.lead = (
            self.member("away", Role.DERMATOLOGIST),
            self.member("there", Role.DERMATOLOGIST),
            self.member("lead", Role.CLINICAL_LEAD),
        )

    def member(self, name: str, role: str) -> User:
        user = User.objects.create_user(f"{name}@benchmark.example", name=name.title())
        Membership.objects.create(user=user, clinic=self.clinic, role=role)
        return user

    def treated(self, span: timedelta = LONG_AGO) -> Treatment:
        """A new patient, so long before NOON."""
        self.patients += 1
        name = f"patient{self.patients:02}"
        user = User.objects.create_user(f"{name}@benchmark.example", name=name.title())
        patient = Patient.objects.create(
            clinic=self.clinic,
            user=user,
            name=user.name,
            date_of_birth=date(1988, 5, 14),
            time_zone="UTC",
        )
        for kind in ("care", "photos"):
            Consent.objects.create(patient=patient, kind=kind, given=True, text_version="1")
        return Treatment.objects.create(
            patient=patient,
            procedure="botulinum_toxin",
            performed_at=NOON - span,
            circumstances=[],
        )

    def case(self, urgency: str, raised: timedelta) -> ReviewCase:
        with ago(raised):
            return raise_case(self.treated(), Finding(urgency, "It looks odd", "colleague"))

    def calm(self, since: timedelta = 25 * HOUR) -> ReviewCase:
        """A review that a colleague has seen, a working day and an hour ago."""
        case = self.case("review", since + HOUR)
        with ago(since):
            return reviews.acknowledge(by=self.there, case=case, version=1)


def unseen(cast: Cast) -> None:
    cast.case("urgent", 70 * HOUR / 60)  # half-way
    cast.case("urgent", 3 * HOUR)
    cast.case("emergency", HOUR / 3)
    cast.case("review", 5 * DAY)


def put_aside(cast: Cast) -> None:
    for minutes in (1, 2):
        case = cast.case("review", 2 * HOUR)
        with ago(2 * HOUR):
            until = NOON - timedelta(minutes=minutes)
            reviews.snooze(by=cast.there, case=case, version=1, until=until, reason="Later")


def asked(cast: Cast) -> None:
    for until in (HOUR, -HOUR / 6):  # half-way, and over
        case = cast.calm()
        with ago(2 * HOUR):
            reviews.request_photo(
                by=cast.there,
                case=case,
                version=2,
                view="front_rest",
                wanted_by=NOON + until,
            )
    assert PhotoRequest.objects.count() == 2


def unread(cast: Cast) -> None:
    for _ in range(2):
        case = cast.calm()
        with ago(25 * HOUR):
            reviews.message(by=cast.there, case=case, version=2, text="How is it now?")
    with ago(25 * HOUR):  # and one that no case holds
        said = {"client_id": uuid4(), "text": "How is it?"}
        send_message(by=cast.there, treatment=cast.treated(), **said)


def unopened(cast: Cast) -> None:
    """Her own words, which nobody at the clinic has opened: without a case, and on a calm one."""
    for treatment in (cast.treated(), cast.calm().treatment):
        her = treatment.patient.user
        assert her is not None
        with ago(24.5 * HOUR):
            send_message(by=her, treatment=treatment, client_id=uuid4(), text="It is back")


def away(cast: Cast) -> None:
    """Hers: a case that she saw, one put aside, an escalation and a second opinion asked of her."""
    for _ in range(2):
        case = cast.calm()
        with ago(3 * HOUR):
            reviews.assign(by=cast.there, case=case, version=2, to=cast.away)
    aside = cast.case("review", 3 * HOUR)
    with ago(3 * HOUR):
        reviews.claim(by=cast.away, case=aside, version=1)
        until = NOON + HOUR
        reviews.snooze(by=cast.away, case=aside, version=2, until=until, reason="Later")
        up, asks = cast.calm(), cast.calm()
        reviews.escalate(
            by=cast.there, case=up, version=2, to=cast.away, reason="Look", wanted_by=NOON + HOUR
        )
        opinions.ask_opinion(
            by=cast.lead, case=asks, version=2, to=cast.away, question="?", wanted_by=NOON + HOUR
        )
    with ago(HOUR):
        Absence.objects.create(
            clinic=cast.clinic,
            user=cast.away,
            starts_at=NOON - HOUR,
            ends_at=NOON + DAY,
            stand_in=cast.there,
        )


def silent(cast: Cast) -> None:
    for days in (3, 4):
        cast.treated(days * DAY)


def reminded(cast: Cast) -> None:
    for _ in range(2):
        patient = cast.treated(25 * HOUR).patient
        patient.reminder_at = NOON.time()
        patient.save()
        Consent.objects.create(patient=patient, kind="reminders", given=True, text_version="1")


def old(cast: Cast) -> None:
    """Beyond what the law asks the clinic to keep."""
    for _ in range(2):
        treatment = cast.treated(9 * 365 * DAY)
        with ago(9 * 365 * DAY):
            case = raise_case(treatment, Finding("review", "Long ago", "colleague"))
            reviews.decide(by=cast.there, case=case, version=1, reason="treated")


def held(cast: Cast) -> None:
    """Messages to several: two leave; one's case was closed meanwhile, another's grew urgent."""
    cases = [cast.calm(HOUR) for _ in range(4)]  # or each calls, before its message has left
    for case in cases:
        HeldMessage.objects.create(
            case=case, by=cast.there, text="Please call us.", run=uuid4(), leaves_at=NOON - HOUR / 6
        )
    with ago(HOUR / 12):
        reviews.decide(by=cast.there, case=cases[2], version=2, reason="treated")
        raise_case(cases[3].treatment, Finding("urgent", "Worse", "colleague"))


def noted(cast: Cast) -> None:
    """Notes that code of before stored without a mark, and some unseen for a working day."""
    _write_notes(cast, HOUR)
    NoteMark.objects.all().delete()
    _write_notes(cast, 30 * HOUR)


def _write_notes(cast: Cast, before: timedelta) -> None:
    for _ in range(2):
        treatment = cast.treated(before + DAY)
        her = treatment.patient.user
        assert her is not None
        report = Report(client_id=uuid4(), reported_at=NOON - before, note="All is well")
        with ago(before):
            submit_check_in(by=her, treatment=treatment, report=report)


SCENES = (unseen, put_aside, asked, unread, unopened, away, silent, reminded, old, held, noted)


def failed(cast: Cast) -> None:
    """A notice of a message that did not reach her."""
    for _ in range(2):
        case = cast.calm()
        with ago(HOUR):
            sent, _is_new = send_message(
                by=cast.there, treatment=case.treatment, client_id=uuid4(), text="Hello"
            )
    Notification.objects.filter(kind="new_message", state="pending").update(state="failed")
