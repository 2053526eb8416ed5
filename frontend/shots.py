"""One photo to be taken, as the capture component draws it: the guide, the field, the outline."""

from dataclasses import dataclass, replace

from django.urls import reverse

from frontend import wording_photos
from frontend.check_in.photo_views import DAILY, is_for_a_side, views_of
from frontend.vocabulary import Vocabulary
from tracker.models import Treatment
from tracker.records import queries
from tracker.records.access import Person

DRAWN = frozenset(wording_photos.HOW)
TURNED = {"45": "half", "90": "side"}


@dataclass(frozen=True)
class Shot:
    """earlier: address of her last photo of this view, "" where there is none yet."""

    view: str
    label: str
    how: str
    earlier: str = ""
    is_first: bool = True
    is_for_later: bool = False  # shown by the script once a symptom sits on one side

    @property
    def name(self) -> str:
        return "photo" if self.is_first else f"photo.{self.view}"

    @property
    def field(self) -> str:
        return self.name.replace(".", "-")

    @property
    def drawing(self) -> str:
        """half and side are drawn for the left cheek; the right one is their mirror image."""
        if self.view not in DRAWN:
            return "front_rest"
        return TURNED.get(self.view.rpartition("_")[2], self.view)

    @property
    def outline(self) -> str:
        """front, half or side; "" for a view of no known place."""
        if self.view not in DRAWN:
            return ""
        return self.drawing if self.drawing in TURNED.values() else "front"

    @property
    def is_flipped(self) -> bool:
        return self.view.startswith("right_")


def shot_of(view: str, words: Vocabulary, earlier: str = "") -> Shot:
    how = wording_photos.HOW.get(view, wording_photos.HOW_OTHER)
    return Shot(view, words.label("views", view), str(how), earlier)


def requested_shot(user: Person, treatment: Treatment, view: str, words: Vocabulary) -> Shot:
    """The one view that a clinician asked for."""
    return shot_of(view, words, last_of_each_view(user, treatment).get(view, ""))


def shots_of_day(
    user: Person, treatment: Treatment, day: int, words: Vocabulary, *, has_side: bool
) -> list[Shot]:
    """has_side: a symptom on one side goes on; the script shows side views for a new one too."""
    earlier = last_of_each_view(user, treatment)
    treated = [site.region for site in treatment.sites.all()]
    return [
        replace(
            shot_of(view, words, earlier.get(view, "")),
            is_first=view == DAILY,
            is_for_later=is_for_a_side(view, day) and not has_side,
        )
        for view in views_of(day, treated, earlier)
    ]


def shots_of_every_view(words: Vocabulary) -> list[Shot]:
    """The guide of each view, nobody's: the script keeps those of her day."""
    views = words.protocol.views
    return [replace(shot_of(view, words), is_first=view == DAILY) for view in views]


def last_of_each_view(user: Person, treatment: Treatment) -> dict[str, str]:
    """View -> address of the newest photo of it that she may see sharp."""
    return {
        view: reverse("api:photo", args=[photo, "display"])
        for view, photo in queries.last_photo_of_each_view(user, treatment).items()
    }
