"""A second opinion: SOURCES.md sections 8 and 8b in plain loops, for fully known facts.

It shares nothing with the judge but the facts. What the sections leave open is settled here in the
same words as in the protocol, marked "settled".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.triage.second_places import FACE, Sites, cells
from tracker.triage.facts import Facts, SymptomFacts

ORDER = ["none", "self_care", "review", "urgent", "emergency"]
BULBAR = {"difficulty_swallowing", "difficulty_breathing", "slurred_speech"}
SPREAD = BULBAR | {
    "generalised_weakness", "limb_weakness", "double_vision", "blurred_vision", "eyelid_droop",
    "hoarse_voice", "loss_of_bladder_control", "chewing_weakness", "neck_weakness",
    "facial_weakness",
}  # fmt: skip
VESSEL = {"skin_blanching", "skin_mottling", "slow_capillary_refill", "skin_cool"}
COLOUR = {"skin_blanching", "skin_mottling", "skin_discolouration", "bluish_tint"}
SITE_SIGNS = {
    "redness", "warmth", "pain", "swelling", "lump", "discharge_pus", "blister_or_pustule",
    "skin_sore", "rash", "skin_discolouration", "injection_bump",
}  # fmt: skip
NEAR_EYE = {"eye", "upper_eyelid", "lower_eyelid", "under_eye"}
LIPS = {"upper_lip", "lower_lip", "lips", "mouth"}
LIMBS = {"arm", "hand", "leg"}
SIGHT = {"vision_loss", "blurred_vision", "double_vision"}
HOME = {
    "eyelid_droop": "upper_eyelid", "brow_droop": "brow", "smile_asymmetry": "mouth",
    "brow_asymmetry": "brow", "chewing_weakness": "jaw", "lip_control_difficulty": "lips",
    "injection_bump": "injection_sites", "bleeding": "injection_sites",
    "fatigue": "whole_body", "flu_like": "whole_body",
}  # fmt: skip


@dataclass
class Found:
    """A finding: its urgency, what it stands on, whether a risk raises it."""

    urgency: str
    by: "list[Told]"
    raisable: bool = True
    infection: bool = False


@dataclass
class Told:
    """A symptom with its readings; `at` numbers what she told."""

    code: str
    region: str
    side: str
    score: int
    onset: float
    course: str
    at: int
    said: SymptomFacts

    def answer(self, name: str, otherwise: bool) -> bool:
        return bool(self.said.answers.get(name, otherwise))

    @property
    def is_old(self) -> bool:
        return self.answer("present_before_treatment", False) and self.course in ("same", "better")


class Second:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.now = facts.hours_since_treatment
        self.all = Sites.of(facts)
        self.toxin = Sites.of(facts, "botulinum_toxin")
        self.filler = Sites.of(facts, "dermal_filler")
        self.told: list[Told] = []
        self.gone: list[Told] = []
        for at, said in enumerate(facts.symptoms):
            self.read(at, said)

    def read(self, at: int, said: SymptomFacts) -> None:
        region = said.region or HOME.get(said.symptom, "other")
        one = Told(
            said.symptom, region, said.side or "", said.severity or 0, said.onset_hours or 0.0,
            said.course or "new", at, said,
        )  # fmt: skip
        if one.code in ("facial_weakness", "treated_muscle_weak"):
            one.code = self.weakness(one)
        (self.gone if one.course == "gone" else self.told).append(one)
        feels_wrong = one.code in (
            "numbness", "heaviness_or_tightness", "tingling", "fatigue", "flu_like"
        )  # fmt: skip
        if feels_wrong and not one.answer("movement_normal", True):
            weak = replace(one, code=self.weakness(one))
            (self.gone if one.course == "gone" else self.told).append(weak)

    def weakness(self, one: Told) -> str:
        near = bool(self.toxin.treatments) and self.toxin.near(one.region, one.side) == "treated"
        on_face = one.region in FACE or one.region in ("face", "injection_sites")
        if one.code in ("fatigue", "flu_like") and (near or on_face):
            return "generalised_weakness"
        if self.toxin.treatments and self.toxin.near(one.region, one.side) == "treated":
            return "treated_muscle_weak"
        if one.region in FACE or one.region == "face":
            return "facial_weakness"
        return {
            "arm": "limb_weakness", "hand": "limb_weakness", "leg": "limb_weakness",
            "shoulder": "limb_weakness", "underarm": "limb_weakness", "joints": "limb_weakness",
            "other": "limb_weakness", "neck_front": "neck_weakness", "neck_back": "neck_weakness",
            "throat": "difficulty_swallowing", "chest": "generalised_weakness",
            "abdomen": "generalised_weakness", "whole_body": "generalised_weakness",
            "bladder": "loss_of_bladder_control", "scalp": "other",
            "injection_sites": "facial_weakness",
        }[one.region]  # fmt: skip

    def of(self, *codes: str) -> Iterator[Told]:
        return (each for each in self.told if each.code in codes)

    def has(self, *codes: str) -> bool:
        return any(self.of(*codes))

    def near(self, one: Told, sites: Sites) -> bool:
        return bool(sites.treatments) and sites.near(one.region, one.side) != "away"

    def hours(self, one: Told, sites: Sites) -> float:
        return sites.hours(one.region, one.side)

    def onset(self, one: Told, sites: Sites) -> float:
        return one.onset + self.hours(one, sites) - self.now

    def at(self, one: Told, regions: set[str], sites: Sites) -> bool:
        """There, or where the needles went in and one of the treated places lies there."""
        treated = {region for region, _ in cells(sites.treatments)}
        return one.region in regions or (
            one.region == "injection_sites" and bool(treated & regions)
        )

    def only_at(self, one: Told, regions: set[str], sites: Sites) -> bool:
        treated = {region for region, _ in cells(sites.treatments)}
        return one.region in regions or (one.region == "injection_sites" and treated <= regions)

    def explained(self, one: Told, sites: Sites) -> bool:
        return sites.reaches(one.code, one.region, one.side)

    def came_back(self, one: Told) -> bool:
        return one.answer("cleared_and_returned", False) or any(
            then.course == "gone" for then in self.earlier_here(one)[:1]
        )

    def earlier(self, one: Told) -> list[SymptomFacts]:
        every = [
            s
            for then in self.facts.earlier
            if then.hours_since_treatment >= 0
            for s in then.symptoms
        ]
        return [each for each in every if each.symptom == one.said.symptom]

    def earlier_here(self, one: Told) -> list[SymptomFacts]:
        region = one.said.region if one.said.region else one.region
        return [
            each
            for each in self.earlier(one)
            if (each.region or HOME.get(each.symptom, "other")) == region
            and (
                each.side == one.side
                or "both" in (each.side, one.side)
                or not (each.side and one.side)
            )
        ]

    def once(self, rule: str) -> str:
        """Looked at once a treatment (section 8b): review, unless an earlier check-in led to it."""
        since = [e for e in self.facts.earlier if e.hours_since_treatment >= 0]
        return "none" if any(rule in each.rules for each in since) else "review"

    def stronger(self, one: Told) -> bool:
        scores = [each.severity for each in self.earlier_here(one) if each.severity]
        return bool(scores) and one.score >= (scores[0] or 0) + 3
