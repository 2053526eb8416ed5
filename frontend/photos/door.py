"""The two doors that lead to the same photo pages: the patient's own, and her clinic's."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from frontend.clinic.wording import moment as clinic_moment
from frontend.clinic.wording import photo_view
from frontend.pages.clinic_doors import Desk
from frontend.photos import wording
from frontend.photos.tiles import Tile, tile_of
from frontend.vocabulary import vocabulary
from frontend.wording import moment
from tracker.errors import NotAllowed, NotFound
from tracker.models import Photo, Treatment, User
from tracker.records import access
from tracker.records.photo_series import is_shown_to
from tracker.services.looks import chart_viewed


@dataclass(frozen=True)
class Door:
    """Who came in, and by which of the two: desk is None for the patient herself."""

    user: User
    language: str
    desk: Desk | None = None

    @property
    def is_hers(self) -> bool:
        return self.desk is None

    def url(self, page: str, pk: UUID | str) -> str:
        """page: photo-page, photo-landmarks, photo-ring, compare or bruises."""
        return reverse(page if self.is_hers else f"clinic-{page}", args=[pk])

    def photo(self, pk: UUID) -> Photo:
        """Raises NotAllowed for who may see the blurred one only, NotFound for one taken back."""
        photo: Photo = get_object_or_404(self._photos().select_related("treatment__patient"), pk=pk)
        if not access.may_see_sharp(self.user, photo):
            raise NotAllowed
        if not is_shown_to(photo, self.user):
            raise NotFound
        return photo

    def treatment(self, pk: UUID) -> Treatment:
        """A look at it by the clinic is recorded. Raises NotAllowed like `photo`."""
        mine = access.own_treatments_of if self.is_hers else access.treatments_at_work
        treatment: Treatment = get_object_or_404(mine(self.user), pk=pk)
        if not access.may_read_closely(self.user, treatment.patient):
            raise NotAllowed
        chart_viewed(by=self.user, patient=treatment.patient, part=treatment)
        return treatment

    def photos(self, treatment: Treatment) -> list[Photo]:
        """Of one treatment, oldest first."""
        rows = self._photos().filter(treatment=treatment)
        return list(
            rows.select_related("treatment", "check_in", "sent_by").order_by("taken_at", "pk")
        )

    def tile(self, photo: Photo) -> Tile:
        when = moment(photo.taken_at) if self.is_hers else clinic_moment(photo.taken_at)
        name = self.view_name(photo.view)
        return tile_of(photo, view_name=name, may_see_sharp=True, is_hers=self.is_hers, when=when)

    def view_name(self, view: str) -> str:
        if self.is_hers:
            return vocabulary(self.language).label("views", view)
        return photo_view(view)

    def show(
        self, request: HttpRequest, body: str, status: int = 200, **context: Any
    ) -> HttpResponse:
        """A page whose main part is frontend/photos/<body>.html, in the frame of this door."""
        base = "frontend/base_flow.html" if self.is_hers else "frontend/clinician/base.html"
        known = {
            "base": base,
            "body": f"frontend/photos/{body}.html",
            "page_title": wording.TITLES.get(body, ""),
            "door": self,
            "desk": self.desk,
            "is_clinic_page": not self.is_hers,
        }
        return render(request, "frontend/photos/page.html", known | context, status=status)

    def _photos(self) -> Any:
        scoped = access.own_photos_of if self.is_hers else access.photos_at_work
        return scoped(self.user)
