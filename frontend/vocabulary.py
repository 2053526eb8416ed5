"""The protocol in force, in the reader's language, as pages name it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_lazy

from frontend import wording
from tracker.models import InjectionSite, SymptomReport, Treatment
from tracker.records import protocol as protocols
from tracker.triage.explain import Voice, looks
from tracker.triage.protocol import Code, Item, Protocol, Region

AND = gettext_lazy("and")


@dataclass(frozen=True)
class Vocabulary:
    """Labels by code; a code that this protocol does not know is shown as it stands."""

    protocol: Protocol
    language: str

    def label(self, table: str, code: str) -> str:
        item: Item | None = getattr(self.protocol, table).get(code)
        return item.label(self.language) if item else code.replace("_", " ").capitalize()

    def place(self, region: str, side: str | None) -> str:
        """ "Left cheek"; the protocol's own words where a language has them for a side."""
        item = self.protocol.regions.get(region)
        own = item.text(self.language, side) if item and side else ""
        if own:
            return own[:1].upper() + own[1:]
        label = self.label("regions", region)
        is_sided = item is not None and (item.has_side or "left" in item.map)
        return wording.place_name(label, side) if is_sided else label

    def regions(self) -> list[dict[str, Any]]:
        """What a face map needs, in the protocol's order."""
        return [
            {
                "id": region.id,
                "label": region.label(self.language),
                "area": region.area,
                "treatable": region.treatable,
                "has_side": region.has_side,
                "map": dict(region.map),
                "names": self.names(region),
            }
            for region in sorted(self.protocol.regions.values(), key=lambda each: each.order)
        ]

    def names(self, region: Region) -> dict[str, str]:
        """What each side of a region is called: left, middle, right."""
        is_sided = region.has_side or "left" in region.map
        sides = {side: self.place(region.id, side) for side in ("left", "right") if is_sided}
        label = region.label(self.language)
        return {**sides, "middle": wording.place_name(label, None, has_sides="left" in region.map)}

    def due_day(self, procedure: str, day: int) -> int:
        """The last day, up to this one, on which the protocol asks for a check-in."""
        return max(self.due_days(procedure, -1, day), default=day)

    def due_days(self, procedure: str, after: int, up_to: int) -> list[int]:
        """Days on which the protocol asks for a check-in, later than one and up to another."""
        known = self.protocol.procedures.get(procedure)
        return [each for each in known.check_in_days if after < each <= up_to] if known else []

    def daily_days(self) -> int:
        """For how many days after a treatment a check-in is asked for each day, at most."""
        days = {day for each in self.protocol.procedures.values() for day in each.check_in_days}
        return next(day for day in count(1) if day + 1 not in days)

    def aftercare(self, timer: str) -> dict[str, str]:
        """Why a timer stands, and a calm word for who broke it by accident."""
        item = self.protocol.aftercare.get(timer)
        if item is None:
            return {}
        return {
            "why": item.text(self.language, "why"),
            "slip": item.text(self.language, "slip"),
            "did": item.slip or "",
        }

    def remedy(self, remedy: str) -> dict[str, str]:
        """What a receipt leaves out: for how long, why it may help, when to stop."""
        item = self.protocol.remedies.get(remedy)
        names = ("how_long", "why", "stop_if")
        return {name: item.text(self.language, name) for name in names} if item else {}

    def evidence(self, remedy: str) -> str:
        """How sure we are: one of three, which the protocol names in English."""
        item = self.protocol.remedies.get(remedy)
        code = item.text(name="evidence") if item else ""
        return str(wording.EVIDENCE.get(code, code))

    def sources(self, remedy: str) -> list[str]:
        """ "Colours and days of a bruise (22 November 2026)": where a remedy comes from."""
        item = self.protocol.remedies.get(remedy)
        codes = item.source.split() if item else []
        return [self.source(self.protocol.sources[code]) for code in codes]

    def source(self, source: Code) -> str:
        title, day = source.label(self.language), source.details.get("date")
        return f"{title} ({wording.full_date(date.fromisoformat(day))})" if day else title

    def meanings(self, rules: Iterable[str]) -> list[str]:
        """What the signs that made these rules fire may mean; each text once, in that order."""
        known = self.protocol.meanings.values()
        found = [each for rule in rules for each in known if rule in each.rules]
        return [each.text(self.language) for each in dict.fromkeys(found)]

    def usual(self, procedure: str, day: int) -> list[str]:
        """What the protocol calls usual around this day of recovery."""
        known = self.protocol.procedures.get(procedure)
        spans = known.usual if known else ()
        return [
            known.text(self.language, span["text"])
            for span in spans
            if known and span["from"] <= day <= span["to"]
        ]

    @property
    def voice(self) -> Voice:
        return Voice(self.protocol, self.language)

    def looks(self, said: SymptomReport) -> list[str]:
        """ "10 to 20 mm across", "mostly blue to black": as far as she said."""
        return looks(self.voice, said.answers)

    def symptom_line(self, said: SymptomReport) -> str:
        """ "Bruise, left cheek: mild, 10 to 20 mm across, better." """
        name = self.symptom_name(said)
        course = str(wording.COURSES[said.course]).lower() if said.course else ""
        strength = wording.strength(said.severity).lower()
        details = [word for word in (strength, *self.looks(said), course) if word]
        return wording.sentence(f"{name}: {', '.join(details)}" if details else name)

    def symptom_name(self, said: SymptomReport) -> str:
        """ "Bruise, left cheek"; a place that goes without saying is not said."""
        name = self.label("symptoms", said.symptom)
        symptom = self.protocol.symptoms.get(said.symptom)
        own = symptom.place if symptom else None
        region = said.region or own
        if not region or (region == own and not said.side):
            return name
        place = self.place(region, said.side or None)
        return f"{name}, {place[:1].lower()}{place[1:]}"

    def danger_signs(self, procedure: str | None = None) -> list[dict[str, str]]:
        """In the protocol's order; every sign where no procedure is named."""
        signs = sorted(self.protocol.danger_signs.values(), key=lambda each: each.order)
        return [
            {"id": sign.id, "label": sign.label(self.language)}
            for sign in signs
            if procedure is None or not sign.procedures or procedure in sign.procedures
        ]

    def treated(self, treatment: Treatment) -> str:
        """ "Botulinum toxin: forehead, between the brows. 19 November." """
        places = [self.place(site.region, site.side) for site in treatment.sites.all()]
        day = wording.day_name(timezone.localdate(treatment.performed_at))
        where = get_text_list([place.lower() for place in dict.fromkeys(places)], AND)
        what = self.label("procedures", treatment.procedure)
        if not where:
            return gettext("%(what)s, %(day)s") % {"what": what, "day": day}
        return gettext("%(what)s: %(where)s, %(day)s") % {
            "what": what,
            "where": where,
            "day": day,
        }

    def card_to_show(self, treatment: Treatment) -> str:
        """What was injected, when, where, how much: for staff who do not know her."""
        product = self.label("products", treatment.product) if treatment.product else ""
        sites = ", ".join(self.site(site) for site in treatment.sites.all())
        sites = sites[:1].upper() + sites[1:]
        what = self.label("procedures", treatment.procedure)
        day = wording.date_in_full(treatment.performed_at)
        said = gettext("I had %(what)s on %(day)s.") % {"what": what.lower(), "day": day}
        return " ".join(part for part in (said, _ended(product), _ended(sites)) if part)

    def site(self, site: InjectionSite) -> str:
        """ "forehead 10 units"; "" for the amount that nobody wrote down."""
        place = self.place(site.region, site.side or None).lower()
        if site.amount is None:
            return place
        return f"{place} {site.amount.normalize():f} {site.unit}".rstrip()


def vocabulary(language: str) -> Vocabulary:
    """Raises Unavailable where no approved protocol is in force."""
    return Vocabulary(protocols.in_force(), language)


def _ended(text: str) -> str:
    return f"{text}." if text else ""
