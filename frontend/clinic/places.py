"""The treatment map under the reported regions, and the same as a list with words of distance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from frontend.clinic import wording
from frontend.clinic.labels import amount_of, sentence
from frontend.templatetags.face import spots
from tracker.models import CheckIn, InjectionSite, SymptomReport
from tracker.triage.explain import Voice, looks
from tracker.triage.facts import Site
from tracker.triage.places import RELATIONS, places_of, relation_to
from tracker.triage.protocol import Region

SIDES = ("left", "right")
RELATION_NAMES = {number: name for name, number in RELATIONS.items()}


@dataclass
class Place:
    """One region on one side: what was injected, what was reported."""

    name: str
    amounts: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    distance: str = ""
    is_treated: bool = False
    worst: int = 0  # of what is reported there, 1 to 10
    strength: str = ""
    units: str = ""  # as short as the drawing has room for; "" where one amount does not say it


@dataclass(frozen=True)
class Spot:
    """A place as drawn: grid classes, short name, and both layers."""

    at: str
    short_name: str
    place: Place


@dataclass(frozen=True)
class TreatmentMap:
    spots: tuple[Spot, ...]
    places: tuple[Place, ...]


def treatment_map(
    sites: Iterable[InjectionSite], check_in: CheckIn | None, voice: Voice
) -> TreatmentMap:
    """Anatomical sides only; the clinician's orientation is the drawing's business."""
    regions = voice.protocol.regions
    found: dict[str, Place] = {}
    treated = list(sites)
    for site in treated:
        values = _values(regions.get(site.region), site.region, site.side)
        for value in values:
            place = found.setdefault(value, Place(_name(value, voice)))
            place.is_treated = True
            place.amounts += _amount(site, is_shared=len(values) > 1)
            place.units = _units(place.amounts, site, is_shared=len(values) > 1)
    injected = [Site(site.region, site.side or None) for site in treated]
    for report in _reported(check_in):
        _add_report(found, report, injected, voice)
    spots = [spot for region in regions.values() for spot in _spots(region, found)]
    places = sorted(found.values(), key=lambda place: not place.reports)
    return TreatmentMap(tuple(spots), tuple(places))


def _amount(site: InjectionSite, is_shared: bool) -> list[str]:
    """One amount for both sides is said to be one: never read it as so much on each."""
    if site.amount is None:
        return []
    amount = amount_of(site)
    return [gettext("%(amount)s for both sides") % {"amount": amount} if is_shared else amount]


def _units(amounts: list[str], site: InjectionSite, is_shared: bool) -> str:
    """Of several needles in one place only the list says each; a shared amount says so."""
    if len(amounts) != 1:
        return ""
    return gettext("both: %(amount)s") % {"amount": amount_of(site)} if is_shared else amounts[0]


def _reported(check_in: CheckIn | None) -> list[SymptomReport]:
    said = check_in.symptoms.all() if check_in else []
    return [report for report in said if report.course != "gone"]


def _add_report(
    found: dict[str, Place], report: SymptomReport, injected: list[Site], voice: Voice
) -> None:
    known = voice.protocol.symptoms.get(report.symptom)
    code = report.region or (known.place if known else None) or ""
    region = voice.protocol.regions.get(code)
    for value in _values(region, code, report.side):
        place = found.setdefault(value, Place(_name(value, voice)))
        strength = wording.strength(report.severity)
        if not place.strength or (report.severity or 0) > place.worst:
            place.worst, place.strength = report.severity or 0, strength
        said = (_symptom(report, voice), strength, *looks(voice, report.answers))
        place.reports.append(", ".join(said))
        place.distance = distance(region, report.side, injected, voice)


def distance(region: Region | None, side: str, injected: list[Site], voice: Voice) -> str:
    """ "next to treated area", by the protocol's own neighbourhood."""
    if region is None or not injected:
        return ""
    treated = places_of(voice.protocol, injected)
    relation = relation_to(region, side or None, treated, voice.protocol)
    name = None if relation is None else RELATION_NAMES[relation]
    return str(wording.DISTANCES[name])


def _symptom(report: SymptomReport, voice: Voice) -> str:
    known = voice.protocol.symptoms.get(report.symptom)
    return sentence(voice.name(known)) if known else report.symptom


def _values(region: Region | None, code: str, side: str) -> list[str]:
    """The places of the drawing that a region and a side mean; midline regions have one."""
    if region is None or not region.map:
        return [f"{code}:{side}" if side in SIDES else code]
    shape: Mapping[str, object] = region.map
    if side in shape:
        return [f"{code}:{side}"]
    middle = [code] if "middle" in shape else []
    both = [f"{code}:{each}" for each in SIDES if each in shape]
    return middle if middle and not side else [*both, *middle]


def _name(value: str, voice: Voice) -> str:
    code, _colon, side = value.partition(":")
    if not code:
        return gettext("Place not said")
    return sentence(voice.place(code, side or None))


def _spots(region: Region, found: Mapping[str, Place]) -> Iterable[Spot]:
    if not region.map:
        return
    shape = {"id": region.id, "label": region.label(), "map": region.map, "names": {}}
    for spot in spots(shape, True, set()):
        if spot.value in found:
            yield Spot(spot.at, spot.short_name, found[spot.value])
