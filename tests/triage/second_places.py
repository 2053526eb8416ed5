"""Places for the second judge, typed again from SOURCES.md section 8b and FACT 16, not read from
the protocol: a slip in either table shows as a disagreement."""

from dataclasses import dataclass

from tracker.triage.facts import Facts, TreatmentFacts

SKIN = """
forehead: glabella brow temple scalp
glabella: forehead brow nose
brow: forehead glabella upper_eyelid temple
temple: forehead brow crows_feet
upper_eyelid: brow eye crows_feet lower_eyelid
crows_feet: temple upper_eyelid lower_eyelid under_eye eye
under_eye: lower_eyelid nose cheek crows_feet eye
lower_eyelid: under_eye eye crows_feet upper_eyelid
nose: glabella under_eye cheek nasolabial upper_lip
cheek: under_eye nose nasolabial mouth_corner jaw
nasolabial: nose cheek upper_lip mouth_corner
upper_lip: lower_lip lips mouth mouth_corner nose nasolabial
lower_lip: upper_lip lips mouth mouth_corner chin
lips: upper_lip lower_lip mouth mouth_corner
mouth: upper_lip lower_lip lips mouth_corner
mouth_corner: cheek nasolabial jaw chin
chin: lower_lip mouth_corner jaw neck_front
jaw: cheek mouth_corner chin neck_front
neck_front: jaw chin throat chest
neck_back: scalp
underarm: arm chest
"""
UPPER = "forehead glabella brow temple"
EYES = "forehead glabella brow upper_eyelid crows_feet under_eye"
SMILE = "crows_feet under_eye cheek nose nasolabial upper_lip lower_lip mouth_corner chin jaw"
LOWER_FACE = "cheek under_eye nose nasolabial upper_lip lower_lip lips mouth mouth_corner chin jaw"
SIGHT = "crows_feet under_eye lower_eyelid upper_eyelid glabella"
LIP_CONTROL = "upper_lip lower_lip lips mouth mouth_corner chin jaw"
TOXIN_REACH = {
    "eyelid_droop": EYES,
    "brow_droop": UPPER,
    "brow_asymmetry": UPPER,
    "double_vision": SIGHT,
    "blurred_vision": SIGHT,
    "eye_movement_limited": SIGHT,
    "smile_asymmetry": SMILE,
    "lip_control_difficulty": LIP_CONTROL,
    "chewing_weakness": "jaw",
    "neck_weakness": "neck_front neck_back shoulder",
    "dry_eye": "crows_feet under_eye lower_eyelid upper_eyelid",
    "cannot_close_eye": "crows_feet under_eye lower_eyelid upper_eyelid",
}
FACE_REACH = (
    ("upper_eyelid eye lower_eyelid", EYES),
    ("forehead glabella brow temple crows_feet", f"{UPPER} crows_feet"),
    (LOWER_FACE, SMILE),
)
FILLER_REACH = {
    **dict.fromkeys(("smile_asymmetry", "lip_control_difficulty"), LOWER_FACE),
    **dict.fromkeys(("brow_droop", "brow_asymmetry"), UPPER),
}
PAIRED = """brow upper_eyelid lower_eyelid eye crows_feet under_eye temple cheek nasolabial
    mouth_corner jaw shoulder arm hand leg underarm""".split()  # noqa: SIM905
FACE = """forehead temple brow glabella crows_feet upper_eyelid eye lower_eyelid under_eye nose
    cheek nasolabial upper_lip lower_lip lips mouth mouth_corner jaw chin""".split()  # noqa: SIM905
ONE = ("left", "right")
NO_SIDE = "double_vision neck_weakness"


def neighbours() -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for line in SKIN.strip().splitlines():
        region, others = line.split(":")
        for other in others.split():
            table.setdefault(region, set()).add(other)
            table.setdefault(other, set()).add(region)
    return table


TOUCHES = neighbours()


def kin(region: str) -> set[str]:
    lips = {"lips", "upper_lip", "lower_lip"}
    if region == "lips":
        return lips
    return {region, "lips"} if region in lips else {region}


def cells(treatments: list[TreatmentFacts]) -> set[tuple[str, str]]:
    return {
        (region, side)
        for each in treatments
        for site in each.sites
        for region in kin(site.region)
        for side in (("left", "right") if site.side not in ("left", "right") else (site.side,))
    }


@dataclass
class Sites:
    """The treated places of one procedure, or of all (procedure None)."""

    treatments: list[TreatmentFacts]

    @classmethod
    def of(cls, facts: Facts, procedure: str | None = None) -> "Sites":
        recent = [t for t in facts.other_treatments if t.hours_since <= 2952]
        every = [facts.treatment, *recent]
        mine = [t for t in every if procedure in (None, t.procedure)]
        return cls(sorted(mine, key=lambda each: each.hours_since))

    def near(self, region: str, side: str) -> str:
        """treated, touching or away; both sides count as the worse, the midline as the better."""
        if region == "injection_sites":
            return "treated"
        found = [self._one(region, each) for each in ((side,) if side in ONE else ONE)]
        return (max if side == "both" else min)(found, key=["treated", "touching", "away"].index)

    def _one(self, region: str, side: str) -> str:
        mine = cells(self.treatments)
        if (region, side) in mine:
            return "treated"
        across = region not in PAIRED and any(r == region for r, _ in mine)
        beside = any((other, side) in mine for other in TOUCHES.get(region, ()))
        return "touching" if across or beside else "away"

    def hours(self, region: str, side: str) -> float:
        """Since the most recent treatment of the place, else beside it, else of any."""
        for wanted in ("treated", "touching"):
            for each in self.treatments:
                if Sites([each]).near(region, side) == wanted:
                    return each.hours_since
        return self.treatments[0].hours_since

    def reaches(self, sign: str, region: str, side: str) -> bool:
        sites: set[str] = set()
        for each in self.treatments:
            table = TOXIN_REACH if each.procedure == "botulinum_toxin" else FILLER_REACH
            words = table.get(sign, "")
            if sign == "facial_weakness" and each.procedure == "botulinum_toxin":
                words = next((to for of, to in FACE_REACH if region in of.split()), "")
            sites |= {s for r, s in cells([each]) if r in words.split()}
        if sign in NO_SIDE.split() or side == "":
            return bool(sites)
        return {"left", "right"} <= sites if side == "both" else side in sites
