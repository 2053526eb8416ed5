"""What the enrolment page offers, all of it from the protocol in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.accounts.wording import HISTORY_HEADINGS
from frontend.enrolment.draft import ANY_PRODUCT, CIRCUMSTANCES, Draft, amount_text
from frontend.enrolment.history import RESTS, History, rest_of
from frontend.templatetags.face import map_values
from frontend.vocabulary import Vocabulary
from tracker.records.amounts import last_amounts
from tracker.triage.protocol import Item, Procedure

STEPS = {"ml": "0.05"}  # of an amount's plus and minus (amount-steps.js); half a unit elsewhere
HALF = "0.5"
LEGENDS = {"conditions": _("Other conditions"), "medicines": _("Other medicines")}


@dataclass(frozen=True)
class Choices:
    words: Vocabulary

    def products(self, chosen: str) -> list[dict[str, Any]]:
        """By procedure; the last of each is "not known", for the product may be left out."""
        return [
            {"label": self._name(procedure), "options": self._options(procedure, chosen)}
            for procedure in in_order(self.words.protocol.procedures)
        ]

    def _options(self, procedure: Procedure, chosen: str) -> list[dict[str, Any]]:
        known = [
            {
                "value": each.id,
                "label": self._name(each),
                "unit": each.unit,
                "step": step(each.unit),
            }
            for each in in_order(self.words.protocol.products)
            if each.procedure == procedure.id
        ]
        other = gettext("%(what)s, product not known") % {"what": self._name(procedure)}
        known.append(
            {"value": ANY_PRODUCT + procedure.id, "label": other, "unit": "", "step": HALF}
        )
        return [{**each, "on": each["value"] == chosen} for each in known]

    @property
    def procedure_of(self) -> dict[str, str]:
        return {each.id: each.procedure for each in self.words.protocol.products.values()}

    def unit(self, product: str) -> str:
        known = self.words.protocol.products.get(product)
        return known.unit if known else ""

    def step(self, product: str) -> str:
        return step(self.unit(product))

    def is_sided(self, region: str) -> bool:
        known = self.words.protocol.regions.get(region)
        return known is None or known.has_side or "left" in known.map

    def not_on_the_map(self, draft: Draft) -> list[dict[str, str]]:
        """Places of a record that the map cannot tick: they stay until somebody unticks them."""
        offered = {value for region in self.words.regions() for value in map_values(region)}
        return [
            {"place": place, "name": self._place(place)}
            for place in draft.sites
            if place not in offered
        ]

    def sites(self, draft: Draft) -> list[dict[str, str]]:
        """One row a chosen place, for its amount."""
        return [
            {"place": place, "name": self._place(place), "amount": amount}
            for place, amount in draft.sites.items()
        ]

    def _place(self, place: str) -> str:
        region, _colon, side = place.partition(":")
        return self.words.place(region, side or None)

    def circumstances(self, draft: Draft, said: Mapping[str, Any]) -> dict[str, Any]:
        codes = list(self.words.protocol.circumstances)
        return self._list(CIRCUMSTANCES, codes, draft.ticked, draft.others, said)

    def rests(self, history: History, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Of each list what none of the six questions asks about."""
        protocol = self.words.protocol
        return [
            self._list(
                name,
                rest_of(name, protocol),
                history.ticked.get(name, []),
                history.others.get(name, ""),
                said,
            )
            for name in RESTS
        ]

    def _list(
        self, name: str, codes: list[str], ticked: list[str], others: str, said: Mapping[str, Any]
    ) -> dict[str, Any]:
        table = getattr(self.words.protocol, name)
        items = [each for each in in_order(table) if each.id in codes]
        return {
            "name": name,
            "legend": LEGENDS.get(name) or HISTORY_HEADINGS[name],
            "items": [
                {"code": each.id, "label": self._name(each), "on": each.id in ticked}
                for each in items
            ],
            "others": others,
            "text": said.get(name, ""),
        }

    def _name(self, item: Item) -> str:
        return item.label(self.words.language)


def step(unit: str) -> str:
    return STEPS.get(unit, HALF)


def presets(clinic: UUID) -> dict[str, dict[str, str]]:
    """Product -> region -> the amount with which a place begins: what the clinic last gave."""
    return {
        product: {region: amount_text(amount) for region, amount in places.items()}
        for product, places in last_amounts(clinic).items()
    }


def in_order(table: Mapping[str, Any]) -> list[Any]:
    return sorted(table.values(), key=lambda item: item.order)
