"""The photos of the day of treatment: which views are there, who took them, what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from frontend.check_in.photo_views import BASELINE, BASELINE_DAY
from frontend.clinic import wording
from frontend.clinic.photos import baseline_of, clinic_tile
from frontend.photos.tiles import Tile
from frontend.shots import Shot, shot_of
from frontend.vocabulary import Vocabulary
from tracker.models import Photo, Treatment
from tracker.services.consents import decisions
from tracker.services.recovery_days import day_of_recovery


@dataclass(frozen=True)
class View:
    """tile: its baseline, None where it is missing; shot: how it is held, with its drawing."""

    code: str
    name: str
    shot: Shot
    tile: Tile | None


def views_of_baseline(photos: Iterable[Photo], words: Vocabulary) -> list[View]:
    """All eight, in the order in which they are taken; photos: of one treatment, oldest first."""
    kept = [photo for photo in photos if photo.erased_at is None]
    return [
        _view(code, [photo for photo in kept if photo.view == code], words) for code in BASELINE
    ]


def _view(code: str, photos: Sequence[Photo], words: Vocabulary) -> View:
    photo = baseline_of(photos)
    tile = clinic_tile(photo, may_see_sharp=True) if photo else None
    return View(code, wording.photo_view(code), shot_of(code, words), tile)


def missing(views: Iterable[View]) -> list[View]:
    return [view for view in views if view.tile is None]


def next_of(views: Sequence[View], after: str) -> View | None:
    """The next missing one behind this view, round to the first; None where all are there."""
    codes = [view.code for view in views]
    here = codes.index(after) + 1
    return next(iter(missing([*views[here:], *views[: here - 1]])), None)


def standing_of_set(treatment: Treatment, views: Sequence[View], now: datetime) -> dict[str, Any]:
    """How far the set is, whether photos may be taken at all, and who asks for the rest."""
    day, open_views = day_of_recovery(treatment, now), missing(views)
    there = len(views) - len(open_views)
    said = decisions(treatment.patient).get("photos")
    return {
        "day": wording.day(day),
        "is_first_day": day == BASELINE_DAY,
        "count": ngettext(
            "%(there)d of %(all)d views is there.", "%(there)d of %(all)d views are there.", there
        )
        % {"there": there, "all": len(views)},
        "may_take": said is True,
        "no_consent": "" if said else _no_consent(treatment, said),
        "later": _later(day) if open_views else "",
    }


def _no_consent(treatment: Treatment, said: bool | None) -> str:
    """Why no photo can be taken: a no, not asked yet, or no account to be asked in."""
    if said is False:
        return gettext(
            "The patient has said no to photos. Only the patient can change that, in Settings."
        )
    if treatment.patient.user_id is None:
        return gettext(
            "The patient has not accepted the invitation yet. The app asks about photos, "
            "once the code is scanned or the link opened."
        )
    return gettext(
        "The patient has not been asked about photos yet. The app asks when it is opened."
    )


def _later(day: int) -> str:
    if day == BASELINE_DAY:
        return gettext(
            "What is missing here, today's check-in asks for at home. "
            "A day later nothing asks for it."
        )
    return gettext(
        "The day of treatment is over. A photo that is taken now shows today: it becomes the "
        "baseline only of a view that has none."
    )
