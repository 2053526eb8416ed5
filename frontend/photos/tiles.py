"""One photo as a page shows it: its addresses, its words, and whether it was taken back."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from api.contract.photos import photo_out
from frontend.photos import wording
from tracker.models import Photo
from tracker.services.recovery_days import day_of_recovery


@dataclass(frozen=True)
class Tile:
    """sharp and blurred are "" for who may not see them: the page then holds no address.

    label: "Front, at rest, day 3", and in alt with what she wrote that day. caption: what stands
    under the picture; option: the day in a list; gone: why there is no picture; more: the address
    of all that can be done with it; badge: what it is among its view's photos; beside: the address
    where it lies beside the one with the badge.
    """

    id: str
    view: str
    day: str
    label: str
    alt: str
    caption: str
    option: str
    blurred: str
    sharp: str
    width: int
    height: int
    gone: str = ""
    withdrawn: bool = False
    more: str = ""
    badge: str = ""
    beside: str = ""
    beside_words: str = ""


def tile_of(photo: Photo, *, view_name: str, may_see_sharp: bool, is_hers: bool, when: str) -> Tile:
    """A kept photo that was taken back is a picture for clinicians alone."""
    day = wording.day(day_of_recovery(photo.treatment, photo.taken_at))
    label = f"{view_name}, {day}"
    is_picture = photo.withdrawn_at is None or (
        photo.erased_at is None and may_see_sharp and not is_hers
    )
    variants = photo_out(photo)["variants"]
    page = "photo-page" if is_hers else "clinic-photo-page"
    return Tile(
        id=str(photo.pk),
        view=photo.view,
        day=day,
        label=label,
        alt=label + _note(photo),
        caption=_caption(photo, day, when, is_hers=is_hers),
        option=_joined(day, when),
        blurred=variants["blurred"] if is_picture else "",
        sharp=variants["display"] if is_picture and may_see_sharp else "",
        width=photo.width,
        height=photo.height,
        gone="" if is_picture else _gone(photo, is_hers),
        withdrawn=photo.withdrawn_at is not None,
        more=reverse(page, args=[photo.pk]) if is_picture and may_see_sharp else "",
    )


def _note(photo: Photo) -> str:
    """What she wrote in that day's check-in belongs to the picture for who cannot see it."""
    note = photo.check_in.note.strip() if photo.check_in else ""
    return f". {note}" if note else ""


def _caption(photo: Photo, day: str, when: str, *, is_hers: bool) -> str:
    said = _joined(day, when, wording.quality(photo.quality.get("advice")))
    if not is_by_clinic(photo):
        return said
    by = wording.TAKEN_BY_CLINIC if is_hers else wording.taken_by(photo.sent_by.name)
    return f"{said} · {by}"


def is_by_clinic(photo: Photo) -> bool:
    """Taken in the room, on the clinic's own device."""
    return photo.sent_by_id != photo.patient.user_id


def _joined(day: str, *more: str) -> str:
    return " · ".join((day[:1].upper() + day[1:], *more))


def _gone(photo: Photo, is_hers: bool) -> str:
    if is_hers and photo.erased_at is None:
        return gettext("Taken back by you. Your clinic keeps it in its record.")
    if is_hers:
        return gettext("Taken back by you, and erased.")
    if photo.erased_at is None:
        return gettext("Withdrawn by the patient. Clinicians can still see it.")
    return gettext("Withdrawn by the patient, and erased.")
