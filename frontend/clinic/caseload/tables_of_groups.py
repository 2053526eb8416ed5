"""Fairness as tables: the same five figures by language, age and skin tone, warning at a gap."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from frontend.clinic.caseload import cells, wording
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.table import Cell, Column, Table
from tracker.figures.gap import Gap, gap_of_shares, gap_of_times
from tracker.figures.share import NOTHING, Share
from tracker.figures.spread import Spread
from tracker.records.caseload_cases import Replies, grouped
from tracker.records.caseload_groups import AGES, NOT_ASKED, SKINS

Shares = Mapping[str, Share]
NOBODY = Replies()
ORDER = (*AGES, *SKINS)
WANTED = {
    "adherence": {"due": "1"},
    "flags": {"flagged": "1"},
    "advice": {"photo": "advised"},
    "again": {"photo": "again"},
}
MEANS = {"age": wording.AGE_MEANS, "skin": wording.SKIN_MEANS}


def languages(scene: Scene) -> Table:
    return _table(scene, "languages", "language", _("Language"), language_name)


def ages(scene: Scene) -> Table:
    return _table(scene, "ages", "age", _("Age"), lambda band: str(wording.AGES[band]))


def skins(scene: Scene) -> Table:
    return _table(scene, "skins", "skin", _("Skin tone"), lambda band: str(wording.SKINS[band]))


def _table(
    scene: Scene, table: str, dimension: str, first: str, label: Callable[[str], str]
) -> Table:
    shares: dict[str, Shares] = {name: each[dimension] for name, each in scene.by_group.items()}
    times = grouped(scene.replies, lambda each: getattr(each, dimension))
    groups = sorted({*times, *(group for each in shares.values() for group in each)}, key=_order)
    return Table(
        id=table,
        title=str(wording.TITLES[table]),
        columns=_columns(first),
        rows=[
            _row(scene, label(group), {dimension: group}, _of(shares, group), times.get(group))
            for group in groups
        ],
        warnings=[*_gaps(shares, label), *_gap_of_replies(times, label)],
        notes=[str(MEANS[dimension])] if dimension in MEANS else [],
    )


def _order(group: str) -> tuple[int, str]:
    return (ORDER.index(group) if group in ORDER else len(ORDER), group)


def _of(shares: Mapping[str, Shares], group: str) -> dict[str, Share]:
    return {name: each.get(group, NOTHING) for name, each in shares.items()}


def _columns(first: str) -> list[Column]:
    found = [cells.column(first)]
    for name in WANTED:
        found += [cells.share_column(wording.MEASURES[name]), cells.percent_column()]
    answered = cells.share_column(_("Answered cases"))
    return [*found, answered, cells.length_column(wording.MEASURES["replies"])]


def _row(
    scene: Scene,
    label: str,
    group: dict[str, Any],
    shares: Mapping[str, Share],
    times: Replies | None,
) -> list[Cell]:
    found = [Cell(label)]
    for name, share in shares.items():
        url = scene.asked.url("caseload-check-ins", **group, **WANTED[name])
        found += [cells.share(share, url), cells.percent(share)]
    known = times or NOBODY
    answered = Share(known.answered.count, known.number)
    url = scene.asked.url("caseload-cases", answered="1", **group)
    return [*found, cells.share(answered, url), cells.length(known.answered.median)]


def _gaps(shares: Mapping[str, Shares], label: Callable[[str], str]) -> list[str]:
    found = []
    for name, groups in shares.items():
        gap = gap_of_shares(_compared(groups), settings.FADEWELL_FAIR_RATIO)
        if gap is not None:
            low, high = (wording.percent(groups[each].value) for each in (gap.low, gap.high))
            found.append(_words(name, gap, label, low, high))
    return found


def _gap_of_replies(times: Mapping[str, Replies], label: Callable[[str], str]) -> list[str]:
    spreads: dict[str, Spread] = {group: each.answered for group, each in times.items()}
    gap = gap_of_times(_compared(spreads), settings.FADEWELL_FAIR_RATIO)
    if gap is None:
        return []
    low, high = (wording.length(spreads[each].median) for each in (gap.low, gap.high))
    return [_words("replies", gap, label, low, high)]


def _compared(groups: Mapping[str, Any]) -> dict[str, Any]:
    """Without those who were not asked: they have every tone, so a gap to them says nothing."""
    return {name: each for name, each in groups.items() if name != NOT_ASKED}


def _words(name: str, gap: Gap, label: Callable[[str], str], low: str, high: str) -> str:
    said = {"low": label(gap.low), "high": label(gap.high), "a": low, "b": high}
    return str(wording.GAPS[name] % said)


def language_name(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name", code))
