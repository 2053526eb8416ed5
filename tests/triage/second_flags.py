"""Rules 6 to 8: see second_judge.py."""

from collections.abc import Iterator

from tests.triage.second_judge import (
    BULBAR,
    LIMBS,
    LIPS,
    SITE_SIGNS,
    SPREAD,
    VESSEL,
    Found,
    Second,
)
from tests.triage.second_places import FACE, cells
from tests.triage.world import PROTOCOL

THINNERS = {
    "warfarin", "apixaban", "rivaroxaban", "edoxaban", "dabigatran", "heparin", "acenocoumarol",
    "phenprocoumon",
}  # fmt: skip
PLATELETS = {"clopidogrel", "ticagrelor", "aspirin_prescribed"}
SERIOUS = {
    "generalised_weakness", "limb_weakness", "facial_weakness", "vision_loss", "confusion",
    "trouble_walking", "fainting", "chest_pain", "wheeze", "lip_tongue_swelling",
    "skin_blanching", "skin_mottling",
}  # fmt: skip


def urgent(s: Second) -> Iterator[Found]:
    """Rules 6 and 7."""
    u = "urgent"
    for one in s.told:
        if one.code == "neck_weakness" and not one.is_old:
            yield Found(u, [one])
        if one.code in ("cannot_close_eye", "eye_pain", "light_sensitivity", "palpitations"):
            yield Found(u, [one])
        if one.code == "pain" and one.region == "eye":
            yield Found(u, [one])
        if one.code == "heaviness_or_tightness" and one.region == "throat":
            yield Found(u, [one])
        if one.code == "rash":
            away = s.all.near(one.region, one.side) == "away"
            yield Found(u if away else "review", [one])
        if one.code == "discharge_pus":
            yield Found(u, [one], infection=True)
    site = [o for o in s.of(*SITE_SIGNS) if s.near(o, s.all)]
    if s.has("fever") and site:
        yield Found(u, [*s.of("fever"), *site], infection=True)
    if s.has("fever") and s.has("hives", "joint_pain"):
        yield Found(u, [*s.of("fever", "hives", "joint_pain")])
    if s.has("warmth") and s.has("redness") and s.has("swelling"):
        yield Found(u, [*s.of("warmth", "redness", "swelling")], infection=True)
    late = [o for o in s.of("lump", "swelling") if s.near(o, s.all) and s.onset(o, s.all) >= 72]
    red, sore = ([o for o in s.of(c) if s.near(o, s.all)] for c in ("redness", "pain"))
    if late and red and sore:
        yield Found(u, late + red + sore, infection=True)
    if s.toxin.treatments:
        yield from toxin_urgent(s)
    if s.facts.behaviours.has("stopped_prescribed_blood_thinner"):
        yield Found(u, [])
    if s.facts.behaviours.has("used_someone_elses_eye_drops"):
        new = [o for o in s.told if o.course in ("new", "worse")]
        yield Found(u if new else "review", new)


def toxin_urgent(s: Second) -> Iterator[Found]:
    for one in s.of("swelling"):
        if one.score >= 7 and s.onset(one, s.toxin) <= 6:
            yield Found("urgent", [one])
    early = {
        c: [o for o in s.of(c) if s.hours(o, s.toxin) <= 336]
        for c in ("lump", "skin_discolouration")
    }
    if all(early.values()):
        yield Found("urgent", [o for each in early.values() for o in each], infection=True)
    strong = {
        c: [o for o in s.of(c) if o.score >= 5 and s.near(o, s.toxin) and s.onset(o, s.toxin) >= 6]
        for c in ("redness", "swelling")
    }
    if all(strong.values()):
        yield Found("urgent", [o for each in strong.values() for o in each])


def numb(s: Second) -> Iterator[Found]:
    """Section 8b, numbness."""
    anaesthetic = any(
        t.circumstances.has("topical_anaesthetic") or t.circumstances.has("nerve_block")
        for t in s.all.treatments
    )
    for one in s.of("numbness"):
        where = s.all.near(one.region, one.side)
        hours, onset = s.hours(one, s.all), s.onset(one, s.all)
        for sites, gel in ((s.all, anaesthetic), (s.filler, True)):
            if gel and s.near(one, sites) and s.hours(one, sites) <= 24:
                fresh = one.course == "new" and s.onset(one, sites) <= 1
                if one.course in ("same", "better") or fresh:
                    yield Found("self_care", [one])
        if where == "treated" and one.answer("touch_felt", False) and hours <= 168:
            yield Found("self_care", [one])
        if one.is_old:
            continue
        later = hours > 24 or (one.course in ("new", "worse") and onset > 1)
        if where == "treated" and (hours > 168 or (later and not one.answer("touch_felt", False))):
            yield Found("review", [one])
        if where == "touching" and (later if one.score >= 4 else later and onset > 1):
            yield Found("urgent" if one.score >= 4 else "review", [one])
        if where == "touching" and onset <= 1 and hours > 24 and one.course != "better":
            yield Found("urgent", [one])
        if where == "away":
            yield Found("urgent", [one])
        if s.near(one, s.filler) and s.hours(one, s.filler) > 24:
            yield Found("urgent", [one])


def review(s: Second) -> Iterator[Found]:
    """Rule 8, bruises apart."""
    r = "review"
    for one in s.told:
        toxin = bool(s.toxin.treatments)
        if one.answer("present_before_treatment", False) and one.course == "worse":
            yield Found(r, [one])
        if one.code == "eyelid_droop" and toxin and s.explained(one, s.toxin):
            yield Found(r, [one])
        if one.code == "brow_droop" and toxin and s.explained(one, s.toxin):
            bothers = one.score >= 3 or one.course == "worse"
            yield Found(r if bothers else "self_care", [one])
        if one.code in ("smile_asymmetry", "facial_weakness") and s.explained(one, s.all):
            yield Found(r, [one])
        if (one.code == "treated_muscle_weak" and toxin and not one.is_old) and (
            s.onset(one, s.toxin) <= 20
        ):
            yield Found(r, [one])
        early = ("chewing_weakness", "lip_control_difficulty", "brow_droop")
        if (one.code in early and toxin and not one.is_old) and (
            s.explained(one, s.toxin) and s.onset(one, s.toxin) <= 20
        ):
            yield Found(r, [one])
        if one.code == "headache" and (one.score >= 7 or s.hours(one, s.all) > 72):
            yield Found(r, [one])
    yield from review_more(s)
    product = [o for o in s.of("rash", "itching") if s.near(o, s.all)]
    if product and s.facts.behaviours.codes & {"used_arnica", "used_vitamin_k"}:
        yield Found(r, product)


def review_more(s: Second) -> Iterator[Found]:
    r, toxin = "review", bool(s.toxin.treatments)
    for one in s.told:
        if one.code in ("dry_eye", "bluish_tint"):
            yield Found(r, [one])
        if one.code in ("lump", "injection_bump") and s.hours(one, s.all) >= 336:
            yield Found(r, [one], infection=True)
        if one.code == "lump" and one.course == "worse":
            yield Found(r, [one], infection=True)
        if (one.code == "lip_control_difficulty" and s.explained(one, s.all)) and (
            not any(region in LIPS for region, _ in cells(s.all.treatments))
        ):
            yield Found(r, [one])
        if one.code == "pain" and toxin and one.score >= 7:
            yield Found(r, [one])
        if one.answer("varies_through_day", False):
            yield Found(r, [one])


def bruises(s: Second) -> Iterator[Found]:
    """FACT 33, 36 and section 8b."""
    blue = list(s.of("bruise"))
    if not blue:
        return
    taken = s.facts.medicines.codes
    bleeds = s.facts.conditions.has("bleeding_disorder")
    aspirin = "aspirin_self_chosen" in taken or s.facts.behaviours.has("took_aspirin")
    two = len(taken & PLATELETS) >= 2 or (aspirin and taken & {"clopidogrel", "ticagrelor"})
    if taken & THINNERS or two or bleeds:
        yield Found("review", blue, raisable=False)
    if s.has(*VESSEL):
        yield Found("review", [*blue, *s.of(*VESSEL)])
    for one in blue:
        hours = s.hours(one, s.all)
        if hours > 24 and (one.course == "worse" or s.stronger(one)):
            yield Found("review", [one])
        if hours >= 336 and one.course != "better":
            yield Found("review", [one])
        face = one.region in FACE or one.region in ("face", "neck_front", "injection_sites")
        at_home = face or s.near(one, s.all)
        yield Found("self_care" if at_home else "review", [one])
    tense = [o for o in s.of("lump") if o.score >= 5 and s.near(o, s.all)]
    sore = [
        o
        for o in s.of("pain")
        if s.near(o, s.all) and (o.score >= 7 or (o.course == "worse" and s.hours(o, s.all) > 24))
    ]
    for more in (tense, sore):
        if more:
            yield Found("review", blue + more)


def history(s: Second) -> Iterator[Found]:
    """Came back, there before, spread to a new place, much stronger (settled: 48 h, 3 points)."""
    for one in [*s.told]:
        if s.came_back(one):
            hot = list(s.of("warmth"))
            yield Found("urgent" if hot else "review", [one, *hot], infection=bool(hot))
        if one.is_old:
            yield Found(s.once("there-before"), [one], raisable=False)
        if s.hours(one, s.all) < 48:
            continue
        skin = ("redness", "warmth", "swelling", "rash", "lump", "tingling")
        if one.code in skin and s.earlier(one) and not s.earlier_here(one):
            yield Found("review", [one], infection=True)
        grows = ("redness", "swelling", "pain", "numbness", "tingling", "itching")
        if one.code in grows and s.stronger(one):
            yield Found("review", [one])


def record(s: Second) -> list[Found]:
    """Pregnancy; a product made with milk; and (settled) a danger sign that has gone: today."""
    found = []
    if s.facts.conditions.has("pregnancy"):
        found.append(Found(s.once("pregnancy"), [], raisable=False))
    if (s.facts.allergies.has("cow_milk_protein")) and (
        any(t.product == "dysport" for t in s.toxin.treatments)
    ):
        found.append(Found(s.once("milk-allergy-and-dysport"), [], raisable=False))
    if any(one.code in BULBAR | SERIOUS for one in s.gone):
        found.append(Found("urgent", []))
    return [*found, *passed(s), *passed_after_filler(s), *silence(s)]


def silence(s: Second) -> Iterator[Found]:
    """Settled: a promised day passed without a word after an urgent report; once a treatment."""
    before = [each for each in s.facts.earlier if each.hours_since_treatment >= 0]
    if not before or any("silence-after-alarm" in each.rules for each in before):
        return
    came_to = {PROTOCOL.rules[code].urgency for code in before[0].rules}
    after, until = before[0].hours_since_treatment + 12, s.now - 24
    promised = [24 * day for day in (*range(15), 21, 28, 60, 90)]
    if came_to & {"urgent", "emergency"} and any(after < each <= until for each in promised):
        yield Found("review", [], raisable=False)


def passed(s: Second) -> Iterator[Found]:
    """Settled: a stroke sign, or several signs of spread, that have gone are looked at."""
    for one in s.gone:
        ago = s.now - one.onset
        if one.code == "smile_asymmetry" and one.side != "both" and not s.explained(one, s.all):
            yield Found("urgent", [])
        if one.code == "headache" and one.score >= 8 and ago <= 24:
            yield Found("urgent", [])
        if one.code != "numbness":
            continue
        if one.region == "face" and one.side in ("left", "right"):
            yield Found("urgent", [])
        if (one.region in LIMBS and one.side != "both" and ago <= 24) and (
            s.all.near(one.region, one.side) == "away"
        ):
            yield Found("urgent", [])
    if s.toxin.treatments and len({one.code for one in s.gone if one.code in SPREAD}) >= 2:
        yield Found("review", [])


def passed_after_filler(s: Second) -> Iterator[Found]:
    """Settled: a blocked vessel fluctuates; gone is not over."""
    if not s.filler.treatments:
        return
    for one in s.gone:
        sight = one.code in ("blurred_vision", "double_vision", "eye_movement_limited")
        skin = one.code in VESSEL
        dusky = one.code == "skin_discolouration" and s.hours(one, s.filler) <= 336
        first_day = one.code in ("eyelid_droop", "eye_pain") and s.onset(one, s.filler) <= 24
        hurt = one.code == "pain" and one.score >= 7 and s.near(one, s.filler)
        if sight or skin or dusky or first_day or (hurt and s.onset(one, s.filler) <= 24):
            yield Found("urgent", [])
