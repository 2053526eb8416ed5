"""Check-ins as tables: by day of recovery, photos, who has not been heard of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.clinic import wording as clinic_wording
from frontend.clinic.caseload import cells, wording
from frontend.clinic.caseload.drawing import Post, columns
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.table import Cell, Table
from frontend.clinic.labels import treatment_line
from tracker.figures.share import Share
from tracker.records.caseload_check_ins import PHOTOS
from tracker.records.caseload_missed import Missed

LIST = "caseload-check-ins"
ANY, ADVISED, COUNTED, AGAIN = ({"photo": each} for each in PHOTOS)


def adherence(scene: Scene) -> Table:
    days = scene.adherence.by_day()
    posts = [
        Post(str(day), share.value, f"{clinic_wording.day(day)}: {wording.of(share)}")
        for day, share in days.items()
    ]
    return Table(
        id="adherence",
        title=str(wording.TITLES["adherence"]),
        columns=[
            cells.column(_("Day"), _("Day")),
            cells.share_column(_("Came")),
            cells.column(_("Missed")),
            cells.percent_column(),
        ],
        rows=[_day_row(scene, day, share) for day, share in days.items()],
        notes=[str(wording.ADHERENCE_MEANS)],
        drawing=columns(posts, 1.0, wording.percent(1)),
        is_folded=True,
    )


def _day_row(scene: Scene, day: int, share: Share) -> list[Cell]:
    came, gone = (scene.asked.url("caseload-treatments", day=day, came=how) for how in ("1", "0"))
    return [
        Cell(clinic_wording.day(day), values=(day,)),
        cells.share(share, came),
        cells.count(share.of - share.part, gone),
        cells.percent(share),
    ]


def photos(scene: Scene) -> Table:
    """Each with its interval; where too few are in it the link opens all it is a part of."""
    found = scene.check_ins
    rows = [
        (_("Check-ins with a photo"), found.photos, ANY, {}),
        (_("Of these, with advice on a photo"), found.advice, ADVISED, ANY),
        (_("Of those counted, with a photo taken again"), found.taken_twice, AGAIN, COUNTED),
    ]
    return Table(
        id="photos",
        title=str(wording.TITLES["photos"]),
        columns=[
            cells.column(_("What")),
            cells.share_column(_("Check-ins")),
            cells.rate_column(_("Share in percent")),
        ],
        rows=[
            [
                Cell(label),
                cells.small_share(share, *(scene.asked.url(LIST, **each) for each in lists)),
                cells.small_rate(share),
            ]
            for label, share, *lists in rows
            if share.of
        ],
        notes=[str(each) for each in (wording.TAKEN_AGAIN_MEANS, wording.PHOTOS_ARE_FEW)],
    )


def missed(scene: Scene) -> Table:
    return Table(
        id="missed",
        title=str(wording.TITLES["missed"]),
        columns=[
            cells.column(_("Patient")),
            cells.column(_("Treatment")),
            cells.column(_("Days missed")),
            cells.column(_("Last check-in")),
            cells.column(_("Case")),
        ],
        rows=[_missed_row(scene, each) for each in scene.missed],
        notes=[str(wording.MISSED_MEANS)],
        empty=_("Nobody missed two days in a row."),
        of_patients=True,
    )


def _missed_row(scene: Scene, each: Missed) -> list[Cell]:
    patient, last = each.treatment.patient, clinic_wording.moment(each.last_at, scene.now)
    return [
        Cell(scene.shown(patient.name), reverse("clinic-patient", args=[patient.pk])),
        Cell(treatment_line(each.treatment, scene.voice)),
        Cell(", ".join(str(day) for day in each.days)),
        Cell(last or _("Never")),
        Cell(_("Open") if each.case_is_open else "–"),
    ]
