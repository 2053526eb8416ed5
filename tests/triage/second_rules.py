"""The second judge's word: every finding, the floor, and what raises it; see second_judge.py."""

from tests.triage.second_emergencies import emergencies, eyes, filler, spread
from tests.triage.second_flags import bruises, history, numb, record, review, urgent
from tests.triage.second_judge import ORDER, Found, Second
from tests.triage.second_ordinary import ordinary, toxin_ordinary
from tracker.triage.facts import Facts


def urgency_of(facts: Facts) -> str:
    s = Second(facts)
    found = [*emergencies(s), *filler(s), *eyes(s), *spread(s), *urgent(s), *numb(s), *review(s)]
    found += [*bruises(s), *history(s), *ordinary(s), *toxin_ordinary(s)]
    found += record(s)
    covered = {one.at for each in found for one in each.by}
    if left := [one for one in s.told if one.at not in covered]:
        found.append(Found("review", left))
    return max((raised(s, each) for each in found), key=ORDER.index, default="none")


def raised(s: Second, found: Found) -> str:
    conditions = s.facts.conditions
    circumstances = {c for t in s.all.treatments for c in t.circumstances.codes}
    risk = bool(
        conditions.has("neuromuscular_disease")
        or conditions.has("respiratory_disease")
        or circumstances
        & {"unlicensed_injector", "unverified_product", "others_ill_from_same_product"}
        or (found.infection and conditions.has("immunosuppression"))
    )
    if risk and found.raisable and found.urgency in ("review", "urgent"):
        return ORDER[ORDER.index(found.urgency) + 1]
    return found.urgency
