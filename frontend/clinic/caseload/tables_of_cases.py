"""Cases as tables: how soon they were seen and answered, which are open, false alarms."""

from datetime import timedelta

from django.utils.translation import gettext as _

from frontend.clinic import wording as clinic_wording
from frontend.clinic.caseload import cells, wording
from frontend.clinic.caseload.drawing import Post, bar, columns
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.table import Cell, Column, Table
from tracker.figures.share import Share
from tracker.figures.spread import Spread
from tracker.records.caseload_cases import Replies, closed_in, false_alarms, grouped, open_by_age

LEVELS = ("emergency", "urgent", "review")
HOURS = range(24)


def replies(scene: Scene) -> Table:
    found = grouped(scene.replies, lambda each: each.level)
    known = [(level, found[level]) for level in LEVELS if level in found]
    rows = [_level_row(scene, level, each) for level, each in known]
    if len(known) > 1:
        rows.append(_level_row(scene, "", scene.every_reply))
    return Table(
        id="replies",
        title=str(wording.TITLES["replies"]),
        columns=_columns(_("Level"), is_full=True),
        rows=rows,
        notes=[str(wording.TIMES_MEAN), str(wording.LATE_MEANS)],
    )


def hours(scene: Scene) -> Table:
    found = grouped(scene.replies, lambda each: each.hour)
    medians = {hour: found[hour].viewed.median for hour in HOURS if hour in found}
    most = max((each for each in medians.values() if each), default=timedelta())
    posts = [_hour_post(hour, medians.get(hour), most) for hour in HOURS]
    return Table(
        id="hours",
        title=str(wording.TITLES["hours"]),
        columns=_columns(_("Opened from"), is_full=False),
        rows=[_hour_row(scene, hour, found[hour]) for hour in HOURS if hour in found],
        notes=[_("The drawing shows the median time to first view.")] if most else [],
        drawing=columns(posts, 1.0, wording.length(most)) if most else None,
        is_folded=True,
    )


def _columns(first: str, *, is_full: bool) -> list[Column]:
    found = [cells.column(first), cells.column(_("Cases"))]
    for seen in (_("Seen"), _("Answered")):
        found.append(cells.share_column(seen))
        what = {"seen": seen.lower()}
        found.append(cells.length_column(_("Median until %(seen)s") % what))
        found.append(cells.length_column(_("90th centile until %(seen)s") % what))
    return found + [cells.share_column(_("Over time"))] if is_full else found


def _level_row(scene: Scene, level: str, each: Replies) -> list[Cell]:
    late = scene.asked.url("caseload-cases", level=level, late="1")
    label = clinic_wording.LEVELS[level] if level else _("All")
    return [Cell(str(label)), *_times(scene, each, level=level), cells.share(each.late, late)]


def _hour_row(scene: Scene, hour: int, each: Replies) -> list[Cell]:
    return [Cell(wording.hour(hour)), *_times(scene, each, hour=hour)]


def _times(scene: Scene, each: Replies, **wanted: object) -> list[Cell]:
    found = [cells.count(each.number, scene.asked.url("caseload-cases", **wanted))]
    for name, spread in (("viewed", each.viewed), ("answered", each.answered)):
        url = scene.asked.url("caseload-cases", **wanted, **{name: "1"})
        found += _spread(spread, each.number, url)
    return found


def _spread(spread: Spread, number: int, url: str) -> list[Cell]:
    lengths = [cells.length(each) for each in (spread.median, spread.ninetieth)]
    return [cells.share(Share(spread.count, number), url), *lengths]


def _hour_post(hour: int, median: timedelta | None, most: timedelta) -> Post:
    value = median / most if median and most else 0.0
    return Post(f"{hour}", value, f"{wording.hour(hour)}: {wording.length(median)}")


def open_cases(scene: Scene) -> Table:
    found = open_by_age(scene.period, scene.now)
    most = max(found.values())
    return Table(
        id="open",
        title=str(wording.TITLES["open"]),
        columns=[cells.column(_("Opened")), cells.column(_("Cases"))],
        rows=[
            [
                Cell(str(wording.OPEN_AGES[band]), bar=bar(number, most)),
                cells.count(number, scene.asked.url("caseload-cases", open=band)),
            ]
            for band, number in found.items()
        ]
        if most
        else [],
        notes=[_("Every case that is open now, whenever it was opened.")],
        empty=_("No case is open."),
    )


def alarms(scene: Scene) -> Table:
    found, closed = false_alarms(scene.period), closed_in(scene.period).count()
    most = max(found.values(), default=0)
    return Table(
        id="alarms",
        title=str(wording.TITLES["alarms"]),
        columns=[
            cells.column(_("What was wrong")),
            cells.share_column(_("Closed cases")),
            cells.percent_column(),
        ],
        rows=[
            [
                Cell(str(wording.ALARMS.get(why, why)), bar=bar(number, most)),
                cells.share(
                    Share(number, closed), scene.asked.url("caseload-cases", alarm=why or "none")
                ),
                cells.percent(Share(number, closed)),
            ]
            for why, number in sorted(found.items(), key=lambda each: -each[1])
        ],
        empty=_("No case was closed as a false alarm.") if closed else "",
    )
