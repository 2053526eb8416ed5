"""Seeded clinics of a few dozen people, written as rows: all that the caseload has to count.

Treatments at the edge of the clinic's days, reports that came late or twice, judgements changed
afterwards, photos taken back, cases reopened, people who never joined, and a second clinic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.records.invented_cases import cases_of
from tracker.models import (
    Assessment,
    CheckIn,
    Clinic,
    InjectionSite,
    Patient,
    PatientKey,
    Photo,
    SkinType,
    Treatment,
    User,
)
from tracker.services.recovery_days import day_of_recovery

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # the clocks of London changed on 25 October
BACK = 130  # days
DAYS = {"botulinum_toxin": (0, 1, 2, 3, 5, 7, 14, 28), "dermal_filler": (0, 1, 2, 7)}
RULES = ("numb-away", "hives", "bruise", "numb")
ADVICE = (None, None, "dark", "blurred", "glare")  # the last is none of the product's
REGIONS = ("forehead", "glabella", "lips", "cheek")
HOURS = timedelta(hours=1)


@dataclass(frozen=True)
class Story:
    """dice: the one source of chance; staff: who moves cases."""

    dice: Random
    clinic: Clinic
    staff: User

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone)

    def id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)


def invent(dice: Random, clinic: Clinic, staff: User, people: int = 40) -> None:
    story = Story(dice, clinic, staff)
    for _number in range(people):
        patient = _patient(story)
        for _each in range(dice.choice((1, 1, 2))):
            treatment = _treatment(story, patient)
            _reports(story, treatment)
            cases_of(story.dice, treatment, staff)


def _patient(story: Story) -> Patient:
    dice, user = story.dice, None
    if dice.random() < 0.85:
        user = User.objects.create(email=f"{uuid4()}@example.org", password="!")
    return Patient.objects.create(
        clinic=story.clinic,
        user=user,
        name="Invented",
        date_of_birth=date(dice.randint(1935, 2004), dice.choice((1, 6, 12)), 1),
        language=dice.choice(("en", "es")),
        skin_type=dice.choice(("", "", *SkinType.values)),
        time_zone=dice.choice(("Europe/London", "Pacific/Auckland", "America/Los_Angeles")),
    )


def _treatment(story: Story, patient: Patient) -> Treatment:
    dice = story.dice
    day = NOW.astimezone(story.zone).date() - timedelta(days=dice.randrange(BACK))
    midnight = datetime.combine(day, time(), story.zone).astimezone(UTC)
    edge = dice.choice((-1, 0, 1))  # seconds from midnight, or any time of the day
    shift = timedelta(seconds=edge if dice.random() < 0.3 else dice.randrange(86400))
    made = Treatment.objects.create(
        id=story.id(),
        patient=patient,
        procedure=dice.choice((*DAYS, "unknown")),
        product=dice.choice(("", "dysport", "xeomin")),
        lot=dice.choice(("", "L1", "L2", "L3")),
        performed_at=min(midnight + shift, NOW - HOURS),
    )
    for region in dice.sample(REGIONS, dice.randint(0, 2)):
        for side in dice.choice((("both",), ("left", "right"))):
            InjectionSite.objects.create(treatment=made, region=region, side=side)
    return made


def _reports(story: Story, treatment: Treatment) -> None:
    days = DAYS.get(treatment.procedure, (0, 1))
    for day in sorted(story.dice.choices(days, k=story.dice.randint(0, 8))):
        at = treatment.performed_at + timedelta(days=day, seconds=story.dice.randrange(40000))
        if at < NOW:
            report(story, treatment, at)


def report(story: Story, treatment: Treatment, at: datetime) -> CheckIn:
    """Made at that time, received then or days later, judged once or more often."""
    dice = story.dice
    late = dice.choice((0, 0, 0, 30, 90)) * HOURS
    made = CheckIn.objects.create(
        id=story.id(),
        patient=treatment.patient,
        treatment=treatment,
        client_id=story.id(),
        reported_at=at,
        received_at=min(at + late, NOW),
        judged_at=at,
        day=day_of_recovery(treatment, at),
    )
    for number in range(1, dice.choice((1, 1, 1, 2, 3)) + 1):
        judge(dice, made, number, RULES if dice.random() < 0.5 else ())
    for _each in range(dice.choice((0, 0, 0, 1, 2))):
        _photo(story, made)
    return made


def judge(dice: Random, check_in: CheckIn, number: int, rules: Sequence[str]) -> Assessment:
    fired = sorted(dice.sample(rules, dice.randint(0, len(rules)))) if rules else []
    return Assessment.objects.create(
        check_in=check_in,
        number=number,
        created_at=min(check_in.received_at + (number - 1) * HOURS, NOW),
        urgency="urgent" if fired else "none",
        seek_emergency_care=False,
        needs_review=bool(fired) or dice.random() < 0.05,
        rules=[*fired, "calm"],
    )


def _photo(story: Story, check_in: CheckIn) -> None:
    patient, at = check_in.patient, check_in.received_at
    key = PatientKey.objects.get_or_create(patient=patient, clinic=patient.clinic)[0]
    Photo.objects.create(
        patient=patient,
        treatment=check_in.treatment,
        check_in=check_in if story.dice.random() < 0.9 else None,
        sent_by=story.staff,
        client_id=story.id(),
        view="front_rest",
        taken_at=at,
        received_at=at + story.dice.choice((0, 1, 50)) * HOURS,
        width=1,
        height=1,
        quality={"advice": story.dice.choice(ADVICE)},
        taken_again=story.dice.choice((None, 0, 0, 1, 3)),
        key=key,
        stored_name=story.id().hex,
        contents={},
        withdrawn_at=NOW if story.dice.random() < 0.2 else None,
    )
