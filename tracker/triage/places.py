"""How a place lies to the treated ones: treated, touching or away (SOURCES.md section 8b)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tracker.triage.facts import Site
from tracker.triage.protocol import Protocol, Region

LEFT, RIGHT, BOTH = "left", "right", "both"
SIDES = (LEFT, RIGHT)
TREATED, TOUCHING, AWAY = range(3)
RELATIONS = {"treated": TREATED, "touching": TOUCHING, "away": AWAY}

Place = tuple[str, str]  # region, side: a midline region has both sides


def places_of(protocol: Protocol, sites: Iterable[Site]) -> frozenset[Place]:
    """Treated places: every site, the parts of a treated whole, the whole of a treated part."""
    return frozenset(
        (region, side)
        for site in sites
        for region in kin_of(protocol, site.region)
        for side in (SIDES if site.side not in SIDES else (site.side,))
    )


@lru_cache(maxsize=1024)
def kin_of(protocol: Protocol, region: str) -> frozenset[str]:
    """The region, its parts, and the whole that it is a part of, the face apart."""
    kin = parts_of(protocol, region)
    known = protocol.regions.get(region)
    whole = known.part_of if known is not None else None
    if whole is not None and protocol.regions[whole].treated_by_part:
        kin.add(whole)
    return frozenset(kin)


def parts_of(protocol: Protocol, region: str) -> set[str]:
    """The region and all its parts, theirs included."""
    inner = [each.id for each in protocol.regions.values() if each.part_of == region]
    return {region}.union(*(parts_of(protocol, each) for each in inner))


def relation_to(
    region: Region, side: str | None, places: frozenset[Place], protocol: Protocol
) -> int | None:
    """Treated, touching or away; None where an unsaid side decides it."""
    if region.always_treated:
        return TREATED
    if side in SIDES:
        return _on_side(region, side, places)
    left, right = (_on_side(region, each, places) for each in SIDES)
    if side == BOTH:
        return max(left, right)
    if region.has_side and left != right:
        return None
    return min(left, right)


def _on_side(region: Region, side: str, places: frozenset[Place]) -> int:
    if (region.id, side) in places:
        return TREATED
    if any((neighbour, side) in places for neighbour in region.touches):
        return TOUCHING
    across = RIGHT if side == LEFT else LEFT
    if not region.has_side and (region.id, across) in places:
        return TOUCHING
    return AWAY
