"""Response clocks and reminders, two years in ten time zones with every change of clocks.

    python -m benchmarks.two_years [--reports 20000] [--step 15]

Clocks: reports at random minutes, beside benchmarks/clocks_by_hand.py: when an emergency, an urgent
and a review case is due, and from which minute an urgent one is half-way. Reminders: a patient a
zone, treated anew every third week, sends a check-in on most days; the sweep runs every `step`
minutes for two years, and each reminder is held against her own calendar. Bar: none early, late,
doubled or missing. A step of more than 30 minutes can pass over the last half hour in which a
reminder may still be written.
"""

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from benchmarks import stage
from benchmarks.clocks_by_hand import after_open, first_that, working_day_later
from tracker.models import CheckIn, Clinic, Consent, Notification, Patient, Treatment
from tracker.services.reminders import queue_reminders
from tracker.services.response_times import due_at, is_half_way
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version

ZONES = (
    "Europe/London",
    "Europe/Madrid",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
START, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
HOURS = (
    {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    {day: [["07:30", "12:00"], ["13:15", "18:45"]] for day in ("mon", "wed", "fri", "sat")},
    {"tue": [["10:00", "10:45"]], "sun": [["08:00", "20:00"]]},
)
AT_MOST = 10  # faults printed
MINUTE = timedelta(minutes=1)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, default=20_000)
    asked.add_argument("--step", type=int, default=15)
    told = asked.parse_args()
    changes = sum(clock_changes(ZoneInfo(zone)) for zone in ZONES)
    print(f"{len(ZONES)} time zones, {START:%Y-%m-%d} to {END:%Y-%m-%d}, {changes} clock changes")
    faults = clocks(told.reports)
    stage.build()
    faults += reminders(timedelta(minutes=told.step))
    return 1 if faults else 0


def clock_changes(zone: ZoneInfo) -> int:
    days = [START + timedelta(days=n) for n in range((END - START).days)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    return sum(a != b for a, b in zip(offsets, offsets[1:], strict=False))


def clocks(reports: int) -> int:
    """Faults among `reports` moments, each judged as an emergency, an urgent and a review case."""
    chance, found = random.Random(20270101), Counter[str]()
    for number in range(reports):
        clinic = a_clinic(chance, ZONES[number % len(ZONES)])
        since = START + MINUTE * chance.randrange((END - START) // MINUTE)
        for name, ours, by_hand in both(clinic, since):
            found[f"{name}: {verdict(ours, by_hand)}"] += 1
    for name, count in sorted(found.items()):
        print(f"  {name:<28}{count:>8}")
    return sum(count for name, count in found.items() if not name.endswith("on time"))


def a_clinic(chance: random.Random, zone: str) -> Clinic:
    holidays = [f"{START + timedelta(days=chance.randrange(731)):%Y-%m-%d}" for _ in range(30)]
    return Clinic(time_zone=zone, hours=chance.choice(HOURS), holidays=holidays)


def both(clinic: Clinic, since: datetime) -> list[tuple[str, datetime, datetime]]:
    """Each clock as the product tells it and as the wall calendar does."""
    urgent = due_at("urgent", clinic, since)
    half = first_that(lambda at: is_half_way("urgent", clinic, urgent, at), since, urgent)
    return [
        ("emergency due", due_at("emergency", clinic, since), since + timedelta(minutes=15)),
        ("urgent due", urgent, after_open(clinic, since, timedelta(hours=2))),
        ("urgent half-way", half, after_open(clinic, since, timedelta(hours=1))),
        ("review due", due_at("review", clinic, since), working_day_later(clinic, since)),
    ]


def verdict(ours: datetime, by_hand: datetime) -> str:
    return "on time" if ours == by_hand else "early" if ours < by_hand else "late"


def reminders(step: timedelta) -> int:
    """Faults of the reminders that the sweep wrote, called every `step`."""
    chance = random.Random(20270102)
    people = [a_story(chance, zone) for zone in ZONES]
    wanted = {key: at for person in people for key, at in her_calendar(person).items()}
    wrote, doubled = written(people, step)
    found = {
        "early": sum(at < wanted[key] for key, at in wrote.items() if key in wanted),
        "late": sum(at >= wanted[key] + step for key, at in wrote.items() if key in wanted),
        "doubled": doubled,
        "missing": len(wanted.keys() - wrote.keys()),
        "not hers to get": len(wrote.keys() - wanted.keys()),
    }
    print(f"  reminders wanted {len(wanted)}, written {len(wrote)}")
    for name, count in found.items():
        print(f"  {name:<28}{count:>8}")
    apart = [*sorted(wrote.keys() - wanted.keys()), *sorted(wanted.keys() - wrote.keys())]
    for key in apart[:AT_MOST]:
        print(f"    {key} wanted {wanted.get(key)} written {wrote.get(key)}")
    return sum(found.values())


def written(people: "list[Story]", step: timedelta) -> tuple[dict[str, datetime], int]:
    """The key of each reminder and when it was written, and how many were once more."""
    coming = sorted((row for person in people for row in person.rows()), key=moment_of)[::-1]
    wrote: dict[str, datetime] = {}
    doubled, now = 0, START
    while now < END:
        while coming and moment_of(coming[-1]) <= now:
            coming.pop().save()  # not before: what is still to come is in no database
        if queue_reminders(now):
            fresh = Notification.objects.filter(state="pending")
            for key in fresh.values_list("dedupe_key", flat=True):
                doubled += key in wrote
                wrote[key] = now
            fresh.update(state="sent", sent_at=now)
        now += step
    return wrote, doubled


@dataclass
class Story:
    """Two years of one patient: treated every third week, a check-in on two days of three."""

    patient: Patient
    treatments: list[Treatment]
    check_ins: list[CheckIn]

    def rows(self) -> list[Treatment | CheckIn]:
        return [*self.treatments, *self.check_ins]


def moment_of(row: Treatment | CheckIn) -> datetime:
    return row.performed_at if isinstance(row, Treatment) else row.received_at


def a_story(chance: random.Random, zone: str) -> Story:
    user = stage.User.objects.create_user(f"{zone.replace('/', '.')}@benchmark.example")
    patient = Patient.objects.create(
        clinic=Clinic.objects.get(),
        user=user,
        name=zone,
        date_of_birth=date(1988, 5, 14),
        time_zone=zone,
        reminder_at=chance.choice([None, time(7), time(8), time(12, 30), time(17, 15), time(20)]),
    )
    for kind in ("care", "reminders"):
        Consent.objects.create(patient=patient, kind=kind, given=True, text_version="1")
    treatments = [
        a_treatment(patient, START + timedelta(days=day, hours=chance.uniform(6, 18)))
        for day in range(0, (END - START).days, 21)
    ]
    told = [START + timedelta(days=day, hours=chance.uniform(0, 24)) for day in range(1, 731)]
    check_ins = [a_check_in(treatments[0], at) for at in told if chance.random() < 2 / 3]
    return Story(patient, treatments, check_ins)


def a_treatment(patient: Patient, at: datetime) -> Treatment:
    return Treatment(
        patient=patient, procedure="botulinum_toxin", performed_at=at, circumstances=[]
    )


def a_check_in(treatment: Treatment, at: datetime) -> CheckIn:
    return CheckIn(
        patient=treatment.patient,
        treatment=treatment,
        client_id=uuid4(),
        reported_at=at,
        received_at=at,
        judged_at=at,
        day=0,
    )


def her_calendar(story: Story) -> dict[str, datetime]:
    """By the key of each reminder of two years that is hers to get: its moment."""
    patient = story.patient
    zone = ZoneInfo(patient.time_zone)
    protocol = load_protocol(PROTOCOLS / newest_version())
    days = protocol.procedures["botulinum_toxin"].check_in_days
    starts = [t.performed_at.astimezone(zone) for t in story.treatments]
    due = {(start.date() + timedelta(days=day), start) for start in starts for day in days}
    told = sorted(each.received_at.astimezone(zone) for each in story.check_ins)
    wanted = {}
    for day, start in due:
        first_told = min((at for at in told if at.date() == day), default=None)
        for number, clock in enumerate(hours_of(patient)):
            at = datetime.combine(day, clock, zone).astimezone(UTC)
            is_told = first_told is not None and first_told.astimezone(UTC) <= at
            if START <= at < END and start <= at and not is_told:
                wanted[f"reminder:{patient.pk}:{day}:{number}"] = at
    return wanted


def hours_of(patient: Patient) -> list[time]:
    """Hers, or seven in the evening; three hours later too, if a mail can leave before nine."""
    first = patient.reminder_at or time(19)
    later = (datetime.combine(date.min, first) + timedelta(hours=3)).time()
    return [first, later] if first < later < time(20, 30) else [first]


if __name__ == "__main__":
    sys.exit(main())
