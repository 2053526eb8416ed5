"""What one page of the check-in asks: plain data that the template draws."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from frontend import wording
from tracker.wording import NO_PHOTO


@dataclass(frozen=True)
class BesideCoin:
    """A round spot drawn right of a coin, in half millimetres: whole numbers in every language."""

    coin_mm: int
    across_mm: int
    most_mm: int  # the widest of the choices: all are drawn at one scale

    @property
    def coin_rim(self) -> int:
        return self.coin_mm - 5

    @property
    def spot_at(self) -> int:
        return 2 * self.coin_mm + 4 + self.across_mm

    @property
    def width(self) -> int:
        return 2 * self.coin_mm + 4 + 2 * self.most_mm

    @property
    def height(self) -> int:
        return 2 * self.most_mm


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    hint: str = ""
    beside_coin: BesideCoin | None = None


@dataclass(frozen=True)
class Ask:
    """One question. type: where, choice, onset or text; missing: the error where it must be
    answered and is not ("" where it may be left out)."""

    type: str
    name: str
    question: str
    missing: str = ""
    choices: tuple[Choice, ...] = ()
    many: bool = False
    given: tuple[str, ...] = ()
    day: str = ""
    error: str = ""
    hint: str = ""

    @property
    def field(self) -> str:
        """The id that a link to this question leads to."""
        return self.name.replace(".", "-")

    @property
    def day_name(self) -> str:
        return f"{self.name}.day"

    @property
    def is_short(self) -> bool:
        """Few words side by side, else one below the other."""
        is_bare = all(not each.hint and len(each.label) < 14 for each in self.choices)
        return is_bare and self.type != "onset"


@dataclass(frozen=True)
class Tick:
    """A line of the symptom list and the questions behind it."""

    id: str
    label: str
    title: str
    order: int
    hint: str = ""
    asks: tuple[Ask, ...] = ()
    is_chosen: bool = False
    is_asked: bool = False  # its questions stand in this document


@dataclass(frozen=True)
class Carried:
    """A symptom of the last check-in: gone, better, same or worse."""

    name: str
    label: str
    was: str
    courses: tuple[Choice, ...]
    strength: Ask
    looks: tuple[Ask, ...] = ()  # how it looks now, where it is worse; may be left out
    given: str = ""
    ask: str = ""
    error: str = ""
    side: str = ""

    @property
    def field(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Behaviour:
    """Something she took or did; `asks` are follow-ups that are further behaviours."""

    value: str
    label: str
    is_chosen: bool = False
    note: str = ""
    asks: tuple["Behaviour", ...] = ()


@dataclass(frozen=True)
class Group:
    field: str
    label: str
    choices: tuple[Behaviour, ...]


@dataclass(frozen=True)
class Form:
    """The whole check-in as one document."""

    signs: list[dict[str, str]]
    carried: tuple[Carried, ...]
    ticks: tuple[Tick, ...]
    behaviours: tuple[Group, ...]
    regions: list[dict[str, object]]
    first_day: str
    last_day: str
    carried_from: str = ""
    danger: str = ""
    chosen_signs: tuple[str, ...] = ()
    wants_contact: bool = False
    note: str = ""
    no_photo_because: str = ""
    no_photo: tuple[Choice, ...] = ()
    errors: tuple[dict[str, str], ...] = field(default=())
    told: tuple[str, ...] = ()  # behaviours that are ticked from the start
    is_whole: bool = False  # all of it, for a browser without script; else up to the symptoms
    is_unsent: bool = False  # it could not be stored now, and comes back with its answers
    asks_more: tuple[Tick, ...] = ()  # ticked, and their questions shown for the first time

    @property
    def has_side(self) -> bool:
        """A symptom of the last check-in sits on one side."""
        return any(row.side in ("left", "right") for row in self.carried)

    @property
    def danger_error(self) -> str:
        return error_at("danger", self.errors)

    @property
    def ticks_error(self) -> str:
        return error_at("tick", self.errors)


def error_at(place: str, errors: Iterable[dict[str, str]]) -> str:
    return next((error["text"] for error in errors if error["field"] == place), "")


def strengths() -> tuple[Choice, ...]:
    return tuple(
        Choice(str(value), str(word), str(hint)) for value, word, hint in wording.STRENGTHS
    )


def onsets() -> tuple[Choice, ...]:
    return tuple(Choice(value, str(word)) for value, word in wording.ONSETS)


def answers() -> tuple[Choice, ...]:
    return tuple(Choice(value, str(word)) for value, word in wording.ANSWERS)


def reasons_for_no_photo() -> tuple[Choice, ...]:
    """The last takes a choice back: a radio button cannot be unchosen."""
    said = [Choice(code, str(words)) for code, words in NO_PHOTO.items()]
    return (*said, Choice("", str(wording.RATHER_NOT_SAY)))
