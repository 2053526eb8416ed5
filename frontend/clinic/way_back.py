"""From a case back to the very list that it was opened from, at the next row."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from frontend.clinic.asked import Asked
from frontend.clinic.keyset import row_after
from tracker.models import ReviewCase, User

LEAVE_LIST = frozenset({"decide", "snooze"})  # what is done with goes back by itself


@dataclass(frozen=True)
class WayBack:
    """asked: that list, or None where she came from elsewhere; at_once: she stands in it."""

    asked: Asked | None
    at_once: bool

    @classmethod
    def of(cls, said: QueryDict) -> "WayBack":
        """back: the list's own query, read anew, so that it leads nowhere else."""
        back = said.get("back", "")
        asked = Asked.of(QueryDict(back).dict()) if back else None
        return cls(asked, said.get("then") == "list")

    @property
    def query(self) -> str:
        return self.asked.query() if self.asked else ""

    def leads_on(self, action: str) -> bool:
        return self.asked is not None and (self.at_once or action in LEAVE_LIST)

    def url(self, user: User, case: ReviewCase) -> str:
        """The list at the row behind this case's place, as it was before the step."""
        asked = self.asked or Asked()
        following = None
        if asked.view != "notes":
            following = row_after(asked.cases(user), asked.order, case)
        return f"{asked.url()}#case-{following.pk}" if following else asked.url()

    def case_url(self, case: ReviewCase, **more: str) -> str:
        said = QueryDict(mutable=True)
        said.update({name: value for name, value in (more | {"back": self.query}).items() if value})
        return f"{reverse('case', args=[case.pk])}?{said.urlencode()}"
