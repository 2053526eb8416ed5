"""The protocol's own words for codes, in the clinician's language."""

from functools import cache

from django.utils.translation import get_language

from tracker.errors import Unavailable
from tracker.models import InjectionSite, Treatment
from tracker.records import protocol
from tracker.triage.explain import Voice
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.protocol import Protocol


def voice() -> Voice:
    """Words only: where no release is in force the newest folder still names what is stored."""
    try:
        in_force = protocol.in_force()
    except Unavailable:
        in_force = _newest()
    return Voice(in_force, get_language() or "en")


@cache
def _newest() -> Protocol:
    return load_protocol(PROTOCOLS / newest_version())


def sentence(text: str) -> str:
    """With a capital letter; nothing else is touched."""
    return text[:1].upper() + text[1:]


def treatment_line(treatment: Treatment, words: Voice) -> str:
    """ "Botulinum toxin: forehead, between the brows"."""
    areas = words.join([site_name(site, words) for site in treatment.sites.all()])
    name = product_name(treatment, words)
    return f"{name}: {areas}" if areas else name


def product_name(treatment: Treatment, words: Voice) -> str:
    if treatment.product:
        return words.label(words.protocol.products, treatment.product)
    return words.label(words.protocol.procedures, treatment.procedure)


def site_name(site: InjectionSite, words: Voice) -> str:
    side = site.side if site.side in ("left", "right") else None
    return words.place(site.region, side)


def amount_of(site: InjectionSite) -> str:
    """ "12.5 U"; "" where nobody recorded it."""
    return "" if site.amount is None else f"{site.amount.normalize():f} {site.unit}".strip()
