"""Each event of the story, done through the same services as on any other day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.utils import timezone

from tracker.demo.cast.asked_facts import reacted, toxin_elsewhere
from tracker.demo.cast.skin_types import SKIN_TYPES
from tracker.demo.moves import make_move
from tracker.demo.people import TIME_ZONE, address_of, phone_of
from tracker.demo.plan import Part, Track
from tracker.demo.timetable import ZONE, Event
from tracker.models import CheckIn, Clinic, Patient, Treatment, User
from tracker.services import consents, invitations
from tracker.services.check_ins import Report, ReportedSymptom, submit_check_in
from tracker.services.enrolment import (
    PatientDetails,
    SiteDetails,
    TreatmentDetails,
    enrol_patient,
    record_treatment,
)
from tracker.services.photos import Upload, take_photo

Draw = Callable[[Part, int, str], bytes]
TRIES = (0, 1, 0, 0)  # how often she let a photo go before the one she sent


@dataclass
class Actor:
    """One patient as far as the story has come."""

    part: Part
    clinic: Clinic
    staff: dict[str, User]
    draw: Draw
    performed_at: datetime
    dice: Random
    patient: Patient = field(init=False)
    user: User = field(init=False)
    treatment: Treatment = field(init=False)
    link: str = ""
    report: CheckIn | None = None
    said: dict[tuple[str, str | None, str | None], int] = field(default_factory=dict)

    def play(self, event: Event) -> None:
        acts: dict[str, Callable[[Event], None]] = {
            "enrol": self.enrol,
            "treat": self.treat,
            "accept": self.accept,
            "report": self.check_in,
            "shoot": self.shoot,
            "beat": self.beat,
        }
        acts[event.what](event)

    def any_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def enrol(self, event: Event) -> None:
        part, history = self.part, self.part.history
        details = PatientDetails(
            name=part.name,
            date_of_birth=date.fromisoformat(part.born),
            email=address_of(part.key),
            phone=phone_of(part.key),
            time_zone=TIME_ZONE,
            conditions=history.conditions,
            allergies=history.allergies,
            medicines=history.medicines,
            skin_type=SKIN_TYPES.get(part.key, ""),
            prior_reaction=reacted(part.key),
            toxin_elsewhere=toxin_elsewhere(part.key),
        )
        coordinator = next(reversed(self.staff.values()))
        self.patient, invited = enrol_patient(by=coordinator, clinic=self.clinic, details=details)
        self.link = invited.url.rpartition("/")[2]

    def treat(self, event: Event) -> None:
        session = self.part.session
        details = TreatmentDetails(
            procedure=session.procedure,
            product=session.product,
            lot=session.lot,
            lot_expires_on=self.performed_at.date() + timedelta(days=240),
            performed_at=self.performed_at,
            circumstances=session.circumstances,
            sites=tuple(SiteDetails(r, side, Decimal(much)) for r, side, much in session.sites),
        )
        doctor = self.staff["dr.cho" if "dr.cho" in self.staff else "dr.dia"]
        self.treatment = record_treatment(by=doctor, patient=self.patient, details=details)

    def accept(self, event: Event) -> None:
        invitation = invitations.invitation_for(self.link)
        if invitation is None:
            raise LookupError("the story's invitation is spent")
        invitations.confirm_birth(invitation=invitation, date_of_birth=self.patient.date_of_birth)
        self.user = invitations.accept(invitation=invitation, email=address_of(self.part.key))
        self.patient.refresh_from_db()
        self.treatment.patient = self.patient
        choices = {"care": True, "photos": self.part.photos_allowed, "reminders": True}
        for kind, given in choices.items():
            consents.decide(
                by=self.user, patient=self.patient, kind=kind, given=given, language="en"
            )

    def check_in(self, event: Event) -> None:
        part, day = self.part, event.day
        signs = part.danger.get(day, ())
        report = Report(
            client_id=self.any_id(),
            reported_at=event.at.astimezone(ZONE).replace(microsecond=0),
            symptoms=tuple(self._symptoms(day)),
            danger_signs={"asked": True, "any": bool(signs), "signs": list(signs)},
            behaviours=part.behaviours.get(day, ()),
            wants_contact=day in part.wants_contact,
            note=part.notes.get(day, ""),
        )
        done = submit_check_in(by=self.user, treatment=self.treatment, report=report)
        self.report = done.check_in

    def _symptoms(self, day: int) -> list[ReportedSymptom]:
        told = ((track, self._strength(track, day)) for track in self.part.tracks)
        return [self._symptom(track, now) for track, now in told if now is not None]

    def _strength(self, track: Track, day: int) -> int | None:
        """None before it began and once she has said that it is over."""
        known = [each for each in track.strength if each <= day]
        strength = track.strength[max(known)] if known else 0
        before = self.said.get(track.place, 0)
        return None if strength == 0 and before == 0 else strength

    def _symptom(self, track: Track, strength: int) -> ReportedSymptom:
        before = self.said.get(track.place)
        self.said[track.place] = strength
        return ReportedSymptom(
            symptom=track.symptom,
            region=track.region,
            side=track.side,
            severity=strength or None,
            onset_at=self.performed_at + timedelta(hours=track.onset),
            course=_course(before, strength),
            answers=track.answers,
        )

    def shoot(self, event: Event) -> None:
        part, report = self.part, self.report if event.day > 0 else None
        if event.day == 0:
            by = self.staff["dr.cho" if "dr.cho" in self.staff else "dr.dia"]
        else:
            by = self.user
        upload = Upload(
            client_id=self.any_id(),
            view=event.view,
            taken_at=timezone.now() - timedelta(seconds=20),
            data=self.draw(part, event.day, event.view),
            taken_again=TRIES[(event.day + len(part.key)) % len(TRIES)] if report else None,
        )
        take_photo(by=by, treatment=self.treatment, check_in=report, upload=upload)

    def beat(self, event: Event) -> None:
        beat = event.beat
        if beat is None:
            return
        if beat.do == "photo":
            self.shoot(Event(event.at, self.part, "shoot", event.day, view=beat.view))
        else:
            make_move(self, beat)


def _course(before: int | None, now: int) -> str:
    if now == 0:
        return "gone"
    if not before:
        return "new"
    return "same" if now == before else "worse" if now > before else "better"
