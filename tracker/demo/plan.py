"""What a part of the story is written in: who she is, what was done, how it goes, who acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.demo.faces import Bruise, Looks, Mark

Days = Mapping[int, int]


@dataclass(frozen=True)
class Session:
    """sites: (region, side, amount in the product's unit). hour: local, 13.5 is half past one."""

    procedure: str
    product: str
    lot: str
    sites: tuple[tuple[str, str, str], ...]
    hour: float = 11.0
    circumstances: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """One symptom at one place: strength by day, held until the next day named; 0 is gone.

    onset: hours after the treatment.
    """

    symptom: str
    strength: Days
    region: str | None = None
    side: str | None = None
    onset: float = 1.0
    answers: Mapping[str, bool | str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str | None, str | None]:
        return self.symptom, self.region, self.side


@dataclass(frozen=True)
class Beat:
    """Somebody acts after the report of a day, `wait` minutes after whatever came before.

    do: a move on the case (its name in the services), or "write" in the thread, or "photo". Staff
    act in opening hours unless `at_once`. to: a colleague's key; view and reason as API.md.
    """

    day: int
    wait: float
    who: str
    do: str
    text: str = ""
    reason: str = ""
    view: str = ""
    how: str = ""
    at_once: bool = False
    worried: bool = False


@dataclass(frozen=True)
class Skin:
    """What the drawn photos show."""

    bruises: tuple[Bruise, ...] = ()  # their `day` is added to the photo's
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)  # from that day on
    droop_left: Mapping[int, float] = field(default_factory=dict)
    swollen: float = 0.0  # lips on day 0; gone by day 5


@dataclass(frozen=True)
class History:
    """None was not asked."""

    conditions: tuple[str, ...] | None = ()
    allergies: tuple[str, ...] | None = ()
    medicines: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Part:
    """One patient. day: of her recovery today; exact: never moved off a weekend.

    shots: day -> views sent with that day's report; on the day of the treatment the clinic takes
    them. ago: minutes since today's report (absent: she has not reported today unless hour has
    passed). silent: days without a report.
    """

    key: str
    name: str
    born: str
    day: int
    session: Session
    tracks: tuple[Track, ...] = ()
    looks: Looks = Looks()
    skin: Skin = Skin()
    shots: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    beats: tuple[Beat, ...] = ()
    behaviours: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    danger: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    wants_contact: frozenset[int] = frozenset()
    history: History = History()
    hour: float = 8.5
    ago: float | None = None
    reports_today: bool = True
    silent: frozenset[int] = frozenset()
    exact: bool = False
    photos_allowed: bool = True
    accepts: bool = True

    def tells_of(self, day: int) -> bool:
        """Whether the story needs this day's report."""
        marks = (self.shots, self.danger, self.notes, self.wants_contact)
        acted = any(beat.day == day for beat in self.beats)
        begins = any(day == min(track.strength) for track in self.tracks)
        return acted or begins or any(day in mark for mark in marks)
