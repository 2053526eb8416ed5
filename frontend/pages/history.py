"""Everything so far: days newest first, photos blurred until she taps one."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontend import wording
from frontend.pages.doors import HerRequest, record_required
from frontend.pages.form_fields import known_id
from frontend.pages.history_acts import clinic_acts, told_in_acts
from frontend.pages.history_chart import chart
from frontend.pages.kept import read_at
from frontend.pages.result_words import level_word
from frontend.photos.door import Door
from frontend.photos.tiles import Tile, tile_of
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.models import CheckIn, Message, Photo, Treatment
from tracker.records import queries
from tracker.records.photo_series import bruises_of
from tracker.services.consents import has_given
from tracker.services.recovery_days import day_of_recovery
from tracker.wording import NO_PHOTO

A_PAGE = 15  # check-ins


@require_GET
@record_required
def history(request: HerRequest) -> HttpResponse:
    view = request.GET.get("view", "timeline")
    view = view if view in VIEWS else "timeline"
    context: dict[str, Any] = {"tab": "history", "view": view, "read_at": read_at()}
    asked = known_id(request.GET.get("treatment", ""))
    treatment = the_treatment(request, asked)
    if treatment is not None:
        words = vocabulary(request.LANGUAGE_CODE)
        context |= VIEWS[view](request, treatment, words)
        context["asked"] = asked or ""
        context["treatments"] = treatments(request, treatment, words)
    return render(request, "frontend/patient/history.html", context)


def the_treatment(request: HerRequest, asked: UUID | None) -> Treatment | None:
    """One of hers that she chose, else her newest; raises NotFound for another's, and for one of a
    clinic to which she has not agreed yet.
    """
    if "treatment" in request.GET:
        hers = queries.own_treatments(request.user).select_related("patient__clinic")
        return get_object_or_404(hers, pk=asked)
    return queries.current_treatment(request.user)


def treatments(
    request: HerRequest, shown: Treatment, words: Vocabulary
) -> list[tuple[UUID, str, bool]]:
    """Hers, newest first, with whether it is shown; empty where there is one alone."""
    found = queries.own_treatments(request.user)
    rows = [(each.pk, words.treated(each), each.pk == shown.pk) for each in found]
    return rows if len(rows) > 1 else []


def timeline(request: HerRequest, treatment: Treatment, words: Vocabulary) -> dict[str, Any]:
    start = whole_number(request.GET.get("from", ""))
    rows = queries.check_ins_with_results(request.user, treatment)[start : start + A_PAGE + 1]
    found = list(rows)
    cases = queries.cases_about(treatment.patient_id, found[:A_PAGE])
    acts = [check_in_act(each, words, str(each.pk) in cases) for each in found[:A_PAGE]]
    acts += [] if start else of_the_clinic_and_hers(treatment, words)
    acts.sort(key=lambda act: act["at"], reverse=True)
    days = [
        {"heading": heading(treatment, list_of[0]["at"]), "acts": list_of}
        for _day, grouped in groupby(acts, key=lambda act: timezone.localdate(act["at"]))
        if (list_of := list(grouped))
    ]
    older = start + A_PAGE if len(found) > A_PAGE else ""
    return {"days": days, "older": older, "has_photos": any(act["photos"] for act in acts)}


def of_the_clinic_and_hers(treatment: Treatment, words: Vocabulary) -> list[dict[str, Any]]:
    """Messages and what the clinic did; a message that told of an act stands there once."""
    messages, steps = list(queries.thread(treatment)), queries.steps_told(treatment)
    told = told_in_acts(steps)
    written = [message_act(each, words) for each in messages if str(each.pk) not in told]
    return written + clinic_acts(steps, messages, words)


def whole_number(text: str) -> int:
    return min(int(text), 100_000) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def heading(treatment: Treatment, at: Any) -> str:
    parts = {
        "day": day_of_recovery(treatment, at),
        "date": wording.day_name(timezone.localdate(at)),
    }
    return _("Day %(day)s, %(date)s") % parts


def check_in_act(check_in: CheckIn, words: Vocabulary, has_case: bool) -> dict[str, Any]:
    level = wording.level_of(check_in.assessments.all()[0].urgency, has_case)
    lines = [words.symptom_line(said) for said in check_in.symptoms.all()]
    if check_in.danger_signs.get("any"):
        lines.insert(0, danger_line(check_in, words))
    lines = lines or [_("No symptom.")]
    photos = [photo_tile(photo, words) for photo in check_in.photos.all()]
    if check_in.no_photo_because and not photos:
        why = NO_PHOTO[check_in.no_photo_because]
        lines.append(_("No photo: %(why)s") % {"why": why})
    return {
        "at": check_in.judged_at,
        "title": _("Check-in, %(clock)s") % {"clock": wording.clock(check_in.judged_at)},
        "level": level,
        "level_word": level_word(level),
        "lines": lines,
        "note": check_in.note,
        "photos": photos,
        "url": reverse("result", args=[check_in.pk]),
        "action": _("What we told you"),
    }


def danger_line(check_in: CheckIn, words: Vocabulary) -> str:
    """Which of them, as far as she said."""
    told = [words.label("danger_signs", sign) for sign in check_in.danger_signs.get("signs", ())]
    if not told:
        return _("A danger sign, or not sure.")
    return _("Danger sign: %(signs)s.") % {"signs": "; ".join(told)}


def message_act(message: Message, words: Vocabulary) -> dict[str, Any]:
    is_mine = message.is_from_patient
    return {
        "at": message.sent_at,
        "title": _("You wrote") if is_mine else _("%(name)s wrote") % {"name": message.sender.name},
        "lines": [message.text],
        "photos": [photo_tile(photo, words) for photo in message.photos.all()],
    }


def photo_groups(request: HerRequest, treatment: Treatment, words: Vocabulary) -> dict[str, Any]:
    """By view, newest first; the views with most days can be compared."""
    door = Door(request.user, request.LANGUAGE_CODE)
    photos = sorted(door.photos(treatment), key=lambda photo: photo.taken_at, reverse=True)
    by_view: dict[str, list[Tile]] = {}
    for photo in photos:
        by_view.setdefault(photo.view, []).append(photo_tile(photo, words))
    groups = [{"label": words.label("views", v), "photos": by_view[v]} for v in sorted(by_view)]
    return {
        "treatment": treatment,
        "groups": groups,
        "can_compare": any(len(shown(each)) > 1 for each in by_view.values()),
        "has_bruises": bool(bruises_of(treatment)),
        "keeps_photos": has_given(treatment.patient, "photos"),
    }


def shown(tiles: list[Tile]) -> list[Tile]:
    return [tile for tile in tiles if tile.blurred]


def photo_tile(photo: Photo, words: Vocabulary) -> Tile:
    return tile_of(
        photo,
        view_name=words.label("views", photo.view),
        may_see_sharp=True,
        is_hers=True,
        when=wording.moment(photo.taken_at),
    )


VIEWS = {"timeline": timeline, "photos": photo_groups, "chart": chart}
