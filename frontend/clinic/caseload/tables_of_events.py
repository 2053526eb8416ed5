"""Adverse events and flags as tables: by type, product, area, lot and rule."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.clinic.caseload import cells, wording
from frontend.clinic.caseload.drawing import bar_of, widest
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.table import Cell, Table
from tracker.figures.share import FEWEST, Share

Wanted = dict[str, object]
Shares = Mapping[Any, Share]


def kinds(scene: Scene) -> Table:
    def label(kind: str) -> str:
        return scene.rule(kind) if kind else str(wording.NO_RULE)

    found = scene.adverse.by_kind()
    return _adverse(scene, "kinds", _("Type"), found, label, lambda kind: {"kind": kind or "none"})


def products(scene: Scene) -> Table:
    def label(key: tuple[str, str]) -> str:
        procedure, product = key
        known = scene.voice.protocol
        name = scene.voice.label(known.procedures, procedure)
        product_name = scene.voice.label(known.products, product)
        return product_name if product else _("%(name)s, product not named") % {"name": name}

    def wanted(key: tuple[str, str]) -> Wanted:
        return {"procedure": key[0], "product": key[1] or "none"}

    return _adverse(scene, "products", _("Product"), scene.adverse.products, label, wanted)


def areas(scene: Scene) -> Table:
    def label(region: str) -> str:
        return scene.voice.label(scene.voice.protocol.regions, region)

    found = scene.adverse.regions
    return _adverse(
        scene,
        "areas",
        _("Area"),
        found,
        label,
        lambda region: {"area": region},
        [_("A treatment of several areas counts in each of them.")] if found else [],
    )


def lots(scene: Scene) -> Table:
    """Lots of fewer than FEWEST treatments are counted in one line: a clinic has hundreds."""
    every = scene.adverse.lots
    shown = {lot: share for lot, share in every.items() if share.of >= FEWEST}
    left = len(every) - len(shown)
    note = ngettext(
        "%(n)s lot with fewer than 5 treatments is not shown.",
        "%(n)s lots with fewer than 5 treatments are not shown.",
        left,
    )
    notes = [note % {"n": wording.number(left)}] if left else []
    return _adverse(scene, "lots", _("Lot"), shown, str, lambda lot: {"lot": lot}, notes)


def _adverse(
    scene: Scene,
    table: str,
    first: str,
    shares: Shares,
    label: Callable[[Any], str],
    wanted: Callable[[Any], Wanted],
    notes: Sequence[str] = (),
) -> Table:
    """The rate that is highest comes first, what is hidden last; equal ones in a fixed order."""

    def order(each: tuple[Any, Share]) -> tuple[bool, float, str]:
        return each[1].is_small, -each[1].value, str(each[0])

    ordered = sorted(shares.items(), key=order)
    most = widest(list(shares.values()))
    rows = [_row(scene, label(key), share, most, wanted(key)) for key, share in ordered]
    return Table(
        id=table,
        title=str(wording.TITLES[table]),
        columns=[
            cells.column(first),
            cells.share_column(_("Treatments with an event")),
            cells.rate_column(_("Per 100")),
        ],
        rows=rows,
        notes=notes,
        empty=_("No adverse event in these days.") if scene.adverse.total.of else "",
    )


def _row(scene: Scene, label: str, share: Share, most: float, wanted: Wanted) -> list[Cell]:
    url = scene.asked.url("caseload-treatments", event="1", **wanted)
    whole = {name: each for name, each in wanted.items() if name != "kind"}
    return [
        Cell(label, bar=bar_of(share, most)),
        cells.small_share(share, url, scene.asked.url("caseload-treatments", **whole)),
        cells.small_rate(share),
    ]


def rules(scene: Scene) -> Table:
    found, every = scene.check_ins.by_rule(scene.flags), scene.check_ins.number
    ordered = sorted(found.items(), key=lambda each: (-each[1].of, each[0]))
    return Table(
        id="rules",
        title=str(wording.TITLES["rules"]),
        columns=[
            cells.column(_("Rule")),
            cells.share_column(_("Flagged check-ins")),
            cells.column(_("Flags per 100"), _("Flags per 100")),
            cells.share_column(_("Led to action")),
            cells.rate_column(_("Action per 100 flags")),
        ],
        rows=[_rule_row(scene, rule, acted, every) for rule, acted in ordered],
        notes=[str(wording.ACTED_ON), str(wording.INTERVAL_MEANS)] if found else [],
        empty=_("No check-in was flagged.") if every else "",
    )


def _rule_row(scene: Scene, rule: str, acted: Share, every: int) -> list[Cell]:
    fired = Share(acted.of, every)
    flagged = scene.asked.url("caseload-check-ins", flagged="1", rule=rule)
    led = scene.asked.url("caseload-check-ins", flagged="1", rule=rule, acted="1")
    known = scene.may_read_rules and rule in scene.voice.protocol.rules
    return [
        Cell(scene.rule(rule), reverse("protocol-rule", args=[rule]) if known else ""),
        cells.share(fired, flagged),
        Cell(wording.tenths(100 * fired.value), values=(round(100 * fired.value, 2),)),
        cells.share(acted, led),
        cells.rate(acted),
    ]
