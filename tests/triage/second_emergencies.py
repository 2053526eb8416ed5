"""Rules 1 to 5: see second_judge.py."""

from collections.abc import Iterator

from tests.triage.second_judge import (
    BULBAR,
    COLOUR,
    LIMBS,
    LIPS,
    NEAR_EYE,
    SIGHT,
    SITE_SIGNS,
    SPREAD,
    VESSEL,
    Found,
    Second,
)
from tests.triage.second_places import FACE, Sites, cells

PASSING = {"fainting", "wheeze", "lip_tongue_swelling"}
ALONE = {"wheeze", "lip_tongue_swelling", "fainting", "chest_pain", "vision_loss"}
STRONG = {"generalised_weakness", "limb_weakness", "confusion", "trouble_walking"}
WEAK_SIDE = (
    "smile_asymmetry", "facial_weakness", "lip_control_difficulty", "eyelid_droop", "brow_droop",
    "cannot_close_eye", "limb_weakness",
)  # fmt: skip


def emergencies(s: Second) -> Iterator[Found]:
    """Rules 1, 2 and 6."""
    e = "emergency"
    signs = s.facts.danger_signs
    if signs.any or signs.signs or s.facts.behaviours.has("acetaminophen_over_max"):
        yield Found(e, [])
    for one in s.told:
        if one.code in BULBAR | ALONE:
            yield Found(e, [one])
        if one.code in STRONG and not one.is_old:
            yield Found(e, [one])
    if s.has("hives"):
        more = [*s.of("dizziness", "hoarse_voice", "palpitations", *BULBAR, "nausea")]
        more += [o for o in s.of("swelling") if s.at(o, LIPS | {"throat"}, s.all)]
        more += [o for o in s.gone if o.code in BULBAR | PASSING]
        yield Found(e if more else "urgent", [*s.of("hives"), *more])
    yield from half_face(s)
    yield from single_signs(s)


def single_signs(s: Second) -> Iterator[Found]:
    e = "emergency"
    for one in s.told:
        ago = s.now - one.onset
        if one.code == "swelling" and one.region == "throat":
            yield Found(e, [one])
        tight = one.code in ("pain", "heaviness_or_tightness") and one.region == "chest"
        if tight and s.all.near("chest", one.side) != "treated":
            yield Found(e, [one])
        if one.code == "headache" and one.score >= 8 and ago <= 6:
            yield Found(e, [one])
        lips = one.code == "swelling" and (s.at(one, LIPS, s.all) or one.region == "face")
        if lips and one.score >= 7 and ago <= 6:
            yield Found(e, [one])
        if (one.code in ("facial_weakness", "smile_asymmetry") and not one.is_old) and (
            one.side != "both" and not s.explained(one, s.all)
        ):
            yield Found(e, [one])
        alone = one.side in ("left", "right") and not s.explained(one, s.all)
        if one.code == "lip_control_difficulty" and alone:
            yield Found(e, [one])
        if one.code == "brow_droop" and not one.is_old and alone:
            beside = (
                "smile_asymmetry",
                "lip_control_difficulty",
                "eyelid_droop",
                "cannot_close_eye",
            )
            more = [o for o in s.of(*beside) if not o.is_old]
            yield Found(e if more else "urgent", [one, *more])
        if one.code == "numbness" and one.region in LIMBS and one.side != "both" and not one.is_old:
            sudden = ago <= 6 or (one.course in ("new", "worse") and ago <= 24)
            near = s.all.near(one.region, one.side)
            if sudden and (near == "away" or (near == "touching" and s.onset(one, s.all) > 1)):
                yield Found(e, [one])


def half_face(s: Second) -> Iterator[Found]:
    for numb in s.of("numbness"):
        if numb.region != "face" or numb.is_old:
            continue
        other = [*s.of("slurred_speech", "confusion", "trouble_walking", "dizziness")]
        other += [o for o in s.of("headache") if o.score >= 7]
        for one in s.of(*WEAK_SIDE):
            if numb.side == one.side or "both" in (numb.side, one.side):
                other.append(one)
        if other:
            yield Found("emergency", [numb, *other])


def filler(s: Second) -> Iterator[Found]:
    """Rule 3 and its settled readings."""
    if not s.filler.treatments:
        return
    e, f = "emergency", s.filler
    sore_or_colour = s.has("pain", *COLOUR)
    for one in s.told:
        hours, onset = s.hours(one, f), s.onset(one, f)
        if one.code in ("blurred_vision", "double_vision", "eye_movement_limited", *VESSEL):
            yield Found(e, [one])
        if one.code == "facial_weakness" and not one.is_old and not s.explained(one, f):
            yield Found(e, [one])
        hurts = one.code == "pain" and one.region == "eye"
        if (one.code in ("eyelid_droop", "eye_pain") or hurts) and onset <= 24:
            yield Found(e, [one])
        if one.code == "skin_discolouration":
            grows = one.course == "worse" or s.has("warmth")
            late = Found("urgent" if grows else "review", [one, *s.of("warmth")], infection=grows)
            yield Found(e, [one]) if hours <= 336 else late
    yield from filler_pain_and_skin(s, sore_or_colour)


def filler_pain_and_skin(s: Second, sore_or_colour: bool) -> Iterator[Found]:
    e, f = "emergency", s.filler
    for one in s.told:
        hours, onset = s.hours(one, f), s.onset(one, f)
        if one.code == "pain" and one.score >= 7 and s.near(one, f):
            if one.course in ("new", "worse") and onset <= 24:
                yield Found(e, [one])
            yield Found("urgent", [one])
        if one.code == "pain" and one.course == "worse" and hours <= 48 and s.near(one, f):
            yield Found("review", [one])
        everywhere = one.code == "pain" and one.region == "face" and one.score >= 7
        if everywhere and one.course in ("new", "worse") and onset <= 24 and on_the_face(f):
            yield Found(e, [one])
        if one.code == "blister_or_pustule" and onset <= 168 and s.has("pain", "redness", *COLOUR):
            yield Found(e, [one, *s.of("pain", "redness", *COLOUR)])
        if one.code == "skin_sore":
            red = [o for o in s.of("redness") if o.score >= 4]
            if one.score >= 3 or sore_or_colour or red:
                yield Found(e, [one, *s.of("pain", *COLOUR), *red])
            if one.score <= 2 and s.has("redness"):
                yield Found("review", [one, *s.of("redness")])
        if one.code == "bluish_tint" and hours <= 336:
            hurts = [o for o in s.of("pain") if o.score >= 4 and s.near(o, f)]
            if hurts:
                yield Found("urgent", [one, *hurts])
        if one.code == "swelling" and hours > 168:
            yield Found("review", [one])


def on_the_face(sites: Sites) -> bool:
    return any(region in FACE for region, _ in cells(sites.treatments))


def eyes(s: Second) -> Iterator[Found]:
    """Rule 4."""
    grows = [
        o
        for o in s.told
        if s.at(o, NEAR_EYE, s.all)
        and (
            (o.code == "bruise" and o.course in ("new", "worse", "same"))
            or (o.code == "swelling" and o.course == "worse")
            or (o.code == "swelling" and o.course == "new" and o.score >= 5)
        )
    ]
    worse = [*s.of(*SIGHT), *(o for o in s.of("eye_pain") if o.score >= 7)]
    worse += [o for o in s.of("pain") if s.at(o, NEAR_EYE, s.all) and o.score >= 7]
    if grows and worse:
        yield Found("emergency", [*grows, *worse])
    near = {code: [o for o in s.of(code) if s.at(o, NEAR_EYE, s.all)] for code in SITE_SIGNS}
    hot = near["redness"] + near["swelling"] + near["warmth"]
    infected = near["discharge_pus"] or (s.has("fever") and hot)
    infected = infected or (near["redness"] and near["swelling"] and near["warmth"])
    later = {c: [o for o in near[c] if s.onset(o, s.all) >= 24] for c in ("redness", "swelling")}
    infected = infected or (later["redness"] and later["swelling"])
    moving = list(s.of("eye_movement_limited", *SIGHT))
    if infected and moving:
        by = near["discharge_pus"] + moving
        by += [*s.of("fever"), *hot] if s.has("fever") and hot else []
        by += hot if near["redness"] and near["swelling"] and near["warmth"] else []
        by += later["redness"] + later["swelling"] if all(later.values()) else []
        yield Found("emergency", by)


def spread(s: Second) -> Iterator[Found]:
    """Rule 5."""
    if not s.toxin.treatments:
        return
    signs = [o for o in s.of(*SPREAD) if not o.is_old]
    away = [o for o in signs if not s.explained(o, s.toxin)]
    dry = [o for o in s.of("dry_mouth", "constipation") if not o.is_old]
    if len({o.code for o in signs}) >= 3:
        yield Found("emergency", signs)
    if len({o.code for o in away}) >= 2:
        yield Found("emergency", away)
    if signs and dry:
        yield Found("emergency", signs + dry)
    if away:
        yield Found("urgent", away)
    for one in s.of("lip_control_difficulty"):
        if not s.explained(one, s.toxin):
            yield Found("urgent", [one])
    for one in s.of("blurred_vision", "double_vision", "eye_movement_limited"):
        if not one.is_old:
            yield Found("urgent", [one])
    if dry:
        yield Found("review", dry)
