"""The whole story, told once into an empty database: all of it or nothing."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import F

from tracker.demo.cast import CAST
from tracker.demo.clock import at
from tracker.demo.people import PRACTICES, address_of, open_practice
from tracker.demo.plan import Part
from tracker.demo.stage import Actor, Draw
from tracker.demo.studio import studio
from tracker.demo.timetable import ZONE, Event, events, off_the_weekend
from tracker.models import Clinic, Notification, NotificationState, User
from tracker.services import releases

SEED = 1912
BEFORE = timedelta(days=45)  # the clinics open so long before today


@dataclass(frozen=True)
class House:
    clinic: Clinic
    staff: dict[str, User]


def dice_of(what: str) -> Random:
    """Chance with a fixed seed: the same story every time."""
    return Random(f"{SEED} {what}")  # noqa: S311


def is_told() -> bool:
    return User.objects.filter(email=address_of("ana")).exists()


def holds_somebody_else() -> bool:
    """A database with a clinic that is not the story's is never touched."""
    return Clinic.objects.exists() and not is_told()


def tell(now: datetime, cast: dict[str, tuple[Part, ...]] = CAST) -> int:
    """Play every event up to `now`, in order; returns how many. One transaction."""
    with transaction.atomic():
        opening = now - BEFORE
        with at(opening):
            approve_protocol()
            houses = {key: House(*open_practice(PRACTICES[key])) for key in cast}
        timetable = _timetable(houses, cast, now)
        shots = [(e.part, e.day, e.view) for e in timetable if e.view]
        with studio(shots) as draw:
            _play(timetable, houses, cast, draw)
        _mail_is_old_news()
    return len(timetable)


def approve_protocol() -> None:
    """Two invented people answer for the newest published version; any other stays a draft."""
    published = tomllib.loads((settings.FADEWELL_PROTOCOLS / "published.lock").read_text())
    releases.release(
        version=max(published),
        author="Dr. Lea Ahlberg (demo)",
        approver="Dr. Piet van Loon (demo)",
    )


def _timetable(
    houses: dict[str, House], cast: dict[str, tuple[Part, ...]], now: datetime
) -> list[Event]:
    today = now.astimezone(ZONE).date()
    happens = [
        event
        for key, parts in cast.items()
        for part in parts
        for event in events(
            off_the_weekend(part, today), houses[key].clinic, now, dice_of(part.key)
        )
    ]
    return sorted(happens, key=lambda event: event.at)


def _play(
    timetable: Sequence[Event],
    houses: dict[str, House],
    cast: dict[str, tuple[Part, ...]],
    draw: Draw,
) -> None:
    at_home = {part.key: houses[key] for key, parts in cast.items() for part in parts}
    treated = {e.part.key: e.at for e in timetable if e.what == "enrol"}
    actors: dict[str, Actor] = {}
    for event in timetable:
        key = event.part.key
        if key not in actors:
            house = at_home[key]
            performed = treated[key] + timedelta(minutes=25)
            actors[key] = Actor(
                event.part, house.clinic, house.staff, draw, performed, dice_of(f"{key} ids")
            )
        with at(event.at):
            actors[key].play(event)


def _mail_is_old_news() -> None:
    """The story's mail left in its own time: none of it arrives today, no link stays at rest."""
    waiting = Notification.objects.filter(state=NotificationState.PENDING)
    waiting.update(state=NotificationState.SENT, sent_at=F("due_at"), detail={})
