"""A protocol as the judge sees it: frozen, read once from its folder (load.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

URGENCIES = ("none", "self_care", "review", "urgent", "emergency")
RANK: Mapping[str, int] = MappingProxyType({name: at for at, name in enumerate(URGENCIES)})
ENGLISH = "en"
ASK = "ask"  # a missing fact is asked for, and raises nothing
NOT_SURE = "not_sure"
Texts = Mapping[str, Mapping[str, str]]  # language -> name of the text -> the text

T = TypeVar("T", bound="Item")
Table = Mapping[str, T]


class ProtocolError(Exception):
    """A protocol folder that must not be used; the message names the file and what is wrong."""


def highest(urgencies: list[str]) -> str:
    """The highest of some urgencies; none where there are none."""
    return max(urgencies, key=RANK.__getitem__, default="none")


def is_flag(urgency: str) -> bool:
    """A finding of review or more is a flag."""
    return RANK[urgency] >= RANK["review"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Item:
    """One thing of the protocol: its code, its source and its texts by language."""

    id: str
    source: str = ""
    order: int = 500
    texts: Texts = field(default_factory=dict)

    def label(self, language: str = ENGLISH) -> str:
        return self.text(language, "label")

    def text(self, language: str = ENGLISH, name: str = "text") -> str:
        """The named text, in English where the language lacks it, "" where there is none."""
        words = self.texts.get(language, {}).get(name)
        return words if words is not None else self.texts.get(ENGLISH, {}).get(name, "")


@dataclass(frozen=True, eq=False, kw_only=True)
class Asked(Item):
    """A question about her or her symptom that takes true, false or "not sure"."""

    def readings(self) -> tuple[bool | str, ...]:
        """Every answer but "not sure"."""
        return (True, False)

    def takes(self, value: object) -> bool:
        """Whether it can be answered so: 1 is not True."""
        return type(value) in (bool, str) and value in (NOT_SURE, *self.readings())


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer(Asked):
    """A question behind a symptom; if_not_asked is how the bare word is read (CASES.md).

    One with choices asks how it looks, is shown, and is judged by no rule (docs/adr/077); where a
    choice says how far across it is, it is drawn beside a coin of coin_mm.
    """

    if_not_asked: bool = False
    choices: tuple[Mapping[str, Any], ...] = ()
    coin_mm: int = 0

    def readings(self) -> tuple[bool | str, ...]:
        return tuple(str(each["id"]) for each in self.choices) or (True, False)

    def told(self, language: str, value: bool | str) -> str:
        """An answer inside a sentence: "touch not felt", "10 to 20 mm across"."""
        name = value if isinstance(value, str) else ("yes" if value else "no")
        return self.text(language, name)


@dataclass(frozen=True, eq=False, kw_only=True)
class Symptom(Item):
    group: str
    has_side: bool = True
    place: str | None = None  # where it always is: not asked
    answers: tuple[str, ...] = ()
    reads_as: Mapping[str, Any] = field(default_factory=dict)
    expected: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Region(Item):
    part_of: str | None = None
    touches: tuple[str, ...] = ()
    has_side: bool = False  # one on each side of the body
    area: str = "face"
    weakness: str = ""  # what the patient's "weak" is called here
    always_treated: bool = False
    treated_by_part: bool = True
    search: tuple[str, ...] = ()
    map: Mapping[str, Any] = field(default_factory=dict)
    treatable: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Product(Item):
    procedure: str
    unit: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Reach:
    """Signs that local diffusion explains, at these places, after these sites (FACT 16)."""

    symptoms: frozenset[str]
    regions: frozenset[str]  # empty: wherever it is felt
    sites: frozenset[str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Procedure(Item):
    reaches: tuple[Reach, ...] = ()
    weakens: bool = False  # weakness inside a treated region is what it is for
    usual: tuple[Mapping[str, Any], ...] = ()
    check_in_days: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule(Item):
    procedures: tuple[str, ...] = ()  # empty: every procedure
    when: Any = None
    urgency: str = "none"
    if_unknown: str = ""  # the urgency where only a missing fact keeps it from firing; "": ask
    advice: tuple[str, ...] = ()
    withhold_remedies: bool = False
    waiting_is_fine: bool = False  # `wait` beside a flag
    once: bool = False  # once a treatment
    raisable: bool = True
    explains_guess: bool = False  # a weakness only guessed from "not sure" is this, not more
    tags: frozenset[str] = frozenset()
    situations: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Raise(Item):
    """A risk that lifts flagged findings by one tier, once (SOURCES.md section 8)."""

    when: Any
    tag: str | None = None  # only rules that carry it


@dataclass(frozen=True, eq=False, kw_only=True)
class Contraindication:
    """Codes of one list that forbid a remedy; the text key names the reason shown."""

    kind: str  # conditions, allergies, medicines, behaviours; "" for the question alone
    codes: frozenset[str]
    because: str
    question: str
    ask_first: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Remedy(Item):
    offered: bool = True
    when: Any = None
    not_where: tuple[Mapping[str, Any], ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Advice(Item):
    when: Any = None
    urgencies: frozenset[str] = frozenset()  # with neither: only where a rule or remedy brings it
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Aftercare(Item):
    """A timer: hours from the injection, and the slip that breaks it."""

    hours: float
    procedures: tuple[str, ...] = ()
    slip: str | None = None
    advice: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Code(Item):
    """A plain word of the vocabulary: a condition, allergy, medicine, behaviour, view, ..."""

    group: str = ""
    procedures: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Question(Asked):
    """What is asked before a remedy is shown; it settles these codes of one list."""

    settles: str = ""  # conditions, allergies, medicines; "" for a fact of its own
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, kw_only=True)
class Meaning(Item):
    """What signs that made one of these rules fire may mean: never a diagnosis (UX.md P12)."""

    rules: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Protocol:
    version: str
    digest: str
    languages: tuple[str, ...]
    symptoms: Table[Symptom]
    regions: Table[Region]
    procedures: Table[Procedure]
    products: Table[Product]
    rules: Table[Rule]
    raises: Table[Raise]
    remedies: Table[Remedy]
    advice: Table[Advice]
    aftercare: Table[Aftercare]
    behaviours: Table[Code]
    conditions: Table[Code]
    allergies: Table[Code]
    medicines: Table[Code]
    circumstances: Table[Code]
    danger_signs: Table[Code]
    views: Table[Code]
    questions: Table[Question]
    courses: Table[Code]
    strengths: Table[Code]
    answers: Table[Answer]
    ticks: Table[Code]
    photo_findings: Table[Code]
    meanings: Table[Meaning]
    sources: Table[Code]
    sets: Mapping[str, frozenset[str]]
    words: Item
    settings: Mapping[str, Any] = field(default_factory=dict)
