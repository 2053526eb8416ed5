"""A condition written out again, for traces and for the page that shows a rule."""

from __future__ import annotations

from typing import Any

from tracker.triage.conditions import All, AnyOf, Condition, Count, Hours, Not, Reported, Treated
from tracker.triage.promised import MissedCheckIns
from tracker.triage.recorded import Came, DangerSign, Listed, PhotoFinding, Product


def describe_condition(part: Condition) -> dict[str, Any]:
    """JSON-able, in the grammar's own words."""
    if isinstance(part, All | AnyOf | Count):
        return _joined(part)
    if isinstance(part, Not):
        return {"not": describe_condition(part.part)}
    if isinstance(part, Reported):
        return dict(part.said)
    if isinstance(part, Hours):
        ends = {"hours_at_least": part.at_least, "hours_at_most": part.at_most}
        return {key: value for key, value in ends.items() if abs(value) != float("inf")}
    return _plain(part)


def _joined(part: All | AnyOf | Count) -> dict[str, Any]:
    parts = [describe_condition(each) for each in part.parts]
    if isinstance(part, Count):
        return {"count": parts, "at_least": part.at_least}
    return {"all" if isinstance(part, All) else "any": parts}


def _plain(part: Condition) -> dict[str, Any]:
    if isinstance(part, Listed):
        return {part.kind: list(part.codes), "at_least": part.at_least}
    if isinstance(part, Treated):
        return {"treated": sorted(part.regions)}
    if isinstance(part, Product):
        return {"product": sorted(part.codes)}
    if isinstance(part, PhotoFinding):
        return {"photo": sorted(part.codes)}
    if isinstance(part, MissedCheckIns):
        return {"missed_check_ins_at_least": part.at_least, "after": sorted(part.after)}
    if isinstance(part, DangerSign):
        return {"danger_sign": sorted(part.codes) if part.codes else True}
    if isinstance(part, Came):
        return {"came_to": sorted(part.urgencies | part.fired | part.offered)}
    return {"uncovered": True}
