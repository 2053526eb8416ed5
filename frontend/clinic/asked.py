"""What the worklist's address asks for; what it does not know is as if it were not there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from frontend.clinic import keyset, list_wording, wording
from frontend.clinic.labels import voice
from tracker.models import ReviewCase, User
from tracker.records.case_filters import CaseFilters
from tracker.records.worklist import NEWEST_CLOSED, ORDERS, cases_in, narrowed
from tracker.services.labels import LONGEST

FLAGGED = ("emergency", "urgent", "review")
FILTERS = ("urgency", "assigned", "symptom", "region", "product", "lot", "day", "rule",
           "contact", "language", "label")  # fmt: skip
MOST_DAYS = 3650
MOST_LETTERS = {"lot": 64, "label": LONGEST}


@dataclass(frozen=True)
class Asked:
    """said: each filter that is set, by its name in the address."""

    view: str = "team"
    sort: str = "urgency"
    after: str = ""
    is_long: bool = False
    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Asked":
        view, sort = address.get("view", ""), address.get("sort", "")
        known = {name: _known(name, address.get(name, "").strip()) for name in FILTERS}
        return cls(
            view if view in wording.VIEWS else "team",
            sort if sort in list_wording.SORTS and view != "closed" else "urgency",
            address.get("after", ""),
            address.get("rows") == str(keyset.LONG_PAGE),
            {name: value for name, value in known.items() if value},
        )

    def query(self, **other: str) -> str:
        """The address's own part; a filter that is other than here, or "" to leave it out."""
        here = {"view": self.view, "sort": "" if self.sort == "urgency" else self.sort}
        here |= {"rows": str(self.size)} if self.is_long else {}
        said = here | dict(self.said) | other
        return urlencode({name: value for name, value in said.items() if value})

    def url(self, to: str = "worklist", **other: str) -> str:
        return f"{reverse(to)}?{self.query(**other)}"

    def filters(self) -> CaseFilters:
        day = self.said.get("day")
        return CaseFilters(
            day=int(day) if day else None,
            wants_contact="contact" in self.said,
            **{
                name: self.said.get(name, "")
                for name in ("symptom", "region", "product", "lot", "rule", "language", "label")
            },
        )

    def only(self, user: User) -> Q:
        """What a case has to be, in any view."""
        return narrowed(user, self.said.get("urgency"), self.said.get("assigned"), self.filters())

    @property
    def size(self) -> int:
        """How many rows stand on a page."""
        return keyset.LONG_PAGE if self.is_long else keyset.PAGE

    @property
    def order(self) -> tuple[str, ...]:
        return NEWEST_CLOSED if self.view == "closed" else ORDERS[self.sort]

    @property
    def is_in_order(self) -> bool:
        """Whether the most urgent stands first, as everybody expects."""
        return self.sort == "urgency"

    @property
    def is_watched(self) -> bool:
        """Whether what is new would stand on this page: on the first of a list of cases."""
        return self.view != "notes" and not self.after

    @property
    def is_whole(self) -> bool:
        """Whether the most urgent of all her cases stand at its top."""
        is_first = self.is_watched and self.is_in_order
        return is_first and self.view == "team" and not self.said

    def cases(self, user: User) -> QuerySet[ReviewCase]:
        return cases_in(user, view=self.view).filter(self.only(user))


def _known(name: str, value: str) -> str:
    """The value, or "" where it can be none: nothing is hidden by what nobody can mean."""
    if not value or "\0" in value:
        return ""
    if name == "day":
        is_day = value.isdecimal() and len(value) < 5 and int(value) <= MOST_DAYS
        return str(int(value)) if is_day else ""
    if name == "assigned":
        return value if value in ("me", "none") or _is_id(value) else ""
    if name in MOST_LETTERS:
        return value if len(value) <= MOST_LETTERS[name] else ""
    return value if value in _codes(name) else ""


def _codes(name: str) -> Mapping[str, object] | tuple[str, ...]:
    if name == "urgency":
        return FLAGGED
    if name == "contact":
        return ("yes",)
    if name == "language":
        return dict(settings.LANGUAGES)
    protocol = voice().protocol
    tables: dict[str, Mapping[str, object]] = {
        "symptom": protocol.symptoms,
        "region": protocol.regions,
        "product": protocol.products,
        "rule": protocol.rules,
    }
    return tables[name]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
