"""Rule 9 and the ordinary ones of section 8b: see second_judge.py."""

from collections.abc import Iterator

from tests.triage.second_judge import (
    COLOUR,
    LIPS,
    NEAR_EYE,
    Found,
    Second,
)
from tests.triage.second_places import cells


def ordinary(s: Second) -> Iterator[Found]:
    """Rule 9 and the ordinary ones of section 8b, for every procedure and for filler."""
    c = "self_care"
    for one in s.told:
        hours = s.hours(one, s.all)
        if one.code == "headache" and one.score <= 6 and hours <= 72:
            yield Found(c, [one])
        if (one.code in ("heaviness_or_tightness", "tingling") and hours <= 168) and (
            s.all.near(one.region, one.side) == "treated"
        ):
            yield Found(c, [one])
        if one.code in ("fatigue", "flu_like") and hours <= 168:
            yield Found(c, [one])
        if one.code == "nausea" and one.score <= 3 and hours <= 72:
            yield Found(c, [one])
        if one.code == "bleeding" and one.score <= 6 and hours <= 6:
            yield Found(c, [one])
        if one.code == "skin_sore" and one.score <= 2 and not s.has("pain", *COLOUR):
            yield Found(c, [one])
        if not s.near(one, s.filler):
            continue
        hours, calm = s.hours(one, s.filler), one.course != "worse"
        if one.region in ("eye", "throat"):
            pass  # no needle went there: what is felt there is never soreness of the site
        elif one.code in ("pain", "redness", "swelling") and (
            one.score <= 6 and hours <= 168 and calm
        ):
            yield Found(c, [one])
        if one.code in ("itching", "injection_bump") and (hours <= 24 or (hours <= 72 and calm)):
            yield Found(c, [one])
        if (one.code == "swelling" and s.only_at(one, LIPS, s.filler)) and (
            hours <= 48 or (hours <= 72 and calm)
        ):
            yield Found(c, [one])
        if (one.code == "lump" and one.score <= 3 and hours < 335.995 and calm) and (
            not any(o.score >= 4 and s.near(o, s.filler) for o in s.of("pain"))
        ):
            yield Found(c, [one])


def toxin_ordinary(s: Second) -> Iterator[Found]:
    if not s.toxin.treatments:
        return
    c, treated = "self_care", {region for region, _ in cells(s.toxin.treatments)}
    for one in s.told:
        hours, calm, near = s.hours(one, s.toxin), one.course != "worse", s.near(one, s.toxin)
        at_site = near and one.region not in ("eye", "throat")
        if (one.code in ("redness", "injection_bump", "itching", "pain") and at_site) and (
            hours <= 24 or (hours <= 72 and calm)
        ):
            yield Found(c, [one])
        if one.code == "swelling" and near and one.score <= 4 and hours <= 72 and calm:
            yield Found(c, [one])
        if (one.code == "swelling" and s.only_at(one, NEAR_EYE, s.toxin) and one.score <= 3) and (
            hours <= 120 and calm and treated & {"crows_feet", "under_eye"}
        ):
            yield Found(c, [one])
        if one.code == "lump" and near and one.score <= 3 and hours <= 72 and calm:
            yield Found(c, [one])
        if one.code == "treated_muscle_weak":
            is_a_word = one.said.symptom in ("numbness", "heaviness_or_tightness", "tingling")
            yield Found(c, [] if is_a_word else [one])  # touch lost is more than a muscle at rest
        if one.code == "chewing_weakness" and s.explained(one, s.toxin):
            yield Found(c, [one])
        if (one.code == "lip_control_difficulty" and s.explained(one, s.toxin)) and (
            treated & LIPS
        ):
            yield Found(c, [one])
        uneven = one.code == "brow_asymmetry" and s.explained(one, s.toxin)
        if (uneven or one.code == "no_effect") and hours <= 336:
            yield Found("none", [one])
        if one.code == "movement_returning" and hours >= 1344:
            yield Found("none", [one])
