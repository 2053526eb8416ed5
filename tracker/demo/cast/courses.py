"""What was injected, and the courses that usually follow."""

from tracker.demo.plan import Session, Track

REST, UP, LEFT, RIGHT = "front_rest", "front_brows_up", "left_45", "right_45"
FEELS = {"touch_felt": False, "movement_normal": True}
BOTOX, DYSPORT, FILLER = "botox_cosmetic", "dysport", "hyaluronic_acid"


def toxin(
    *sites: tuple[str, str, str], product: str = BOTOX, lot: str = "C7702", hour: float = 11
) -> Session:
    return Session("botulinum_toxin", product, lot, sites, hour)


def filler(*sites: tuple[str, str, str], lot: str = "HA2291", hour: float = 14) -> Session:
    return Session("dermal_filler", FILLER, lot, sites, hour, ("topical_anaesthetic",))


FOREHEAD = toxin(("forehead", "", "10"), ("glabella", "", "20"), hour=10.5)
FROWN = toxin(("glabella", "", "50"), product=DYSPORT, lot="D5518", hour=15.5)
EYES = toxin(("crows_feet", "both", "24"), ("glabella", "", "16"), hour=12)
JAW = toxin(("jaw", "both", "50"), lot="C7715", hour=9.5)
LIP_FLIP = toxin(("upper_lip", "", "4"), lot="C7715", hour=16)
NECK = toxin(("neck_front", "both", "40"), product="xeomin", lot="X3340", hour=13)
CHEEKS = filler(("cheek", "both", "1.6"), hour=14.5)
LIPS = filler(("lips", "", "0.8"), lot="HA2304", hour=12.5)
FOLDS = filler(("nasolabial", "both", "1.2"), hour=10)
TEARS = filler(("under_eye", "both", "0.6"), lot="HA2304", hour=15)


def bruise(region: str, side: str | None, most: int = 4, lasts: int = 11) -> Track:
    """Worst at once, then a little less every few days."""
    steps = {0: most, 3: max(most - 1, 1), 5: max(most - 2, 1), 8: 1}
    strength = {day: much for day, much in steps.items() if day < lasts}
    return Track("bruise", {**strength, lasts: 0}, region, side, 0.5)


def tender(region: str, side: str | None = None, most: int = 3) -> Track:
    return Track("pain", {0: most, 1: max(most - 1, 1), 2: 1, 3: 0}, region, side, 2.0)


def swollen(region: str, side: str | None = None, most: int = 4) -> Track:
    return Track("swelling", {0: most, 2: max(most - 2, 1), 3: 0}, region, side, 1.0)


def tight(region: str, most: int = 3) -> Track:
    return Track("heaviness_or_tightness", {2: most, 4: max(most - 1, 1), 6: 0}, region, None, 40)


def headache(most: int = 4) -> Track:
    return Track("headache", {0: most, 1: max(most - 2, 1), 2: 0}, None, None, 4)


def bumps(region: str) -> Track:
    return Track("injection_bump", {0: 2, 1: 0}, region, None, 0.2)


def weak(region: str, most: int = 3) -> Track:
    return Track("treated_muscle_weak", {4: most, 9: max(most - 1, 1)}, region, None, 70)
