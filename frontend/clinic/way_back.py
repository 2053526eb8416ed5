"""From a case back to the very list that it was opened from, at the next row."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from frontend.clinic.asked import Asked
from frontend.clinic.chosen import id_or_none
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

    @property
    def list_url(self) -> str:
        return (self.asked or Asked()).url()

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


def back_to(request: HttpRequest) -> HttpResponse:
    """To the clinic's page or the case that she stands in, or to the list; never elsewhere."""
    page = request.POST.get("page", "")
    if _is_clinics(page):
        return redirect(page)
    way, case = WayBack.of(request.POST), id_or_none(request.POST.get("in", ""))
    if case is not None:
        return redirect(way.case_url(ReviewCase(pk=case)))
    return redirect(way.asked.url() if way.asked else "worklist")


def _is_clinics(page: str) -> bool:
    """Whether this is the address of one of the clinic's pages, here."""
    try:
        found = resolve(page.partition("?")[0])
    except Resolver404:
        return False
    return found.route.startswith("clinic/") and url_has_allowed_host_and_scheme(page, None)
