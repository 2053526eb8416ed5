"""Each symptom at its place, over all check-ins after one treatment: began, strongest, gone."""

from dataclasses import dataclass
from datetime import datetime

from frontend.clinic import wording
from frontend.clinic.labels import sentence
from tracker.models import CheckIn, SymptomReport, Treatment
from tracker.triage.explain import Voice


@dataclass
class Reaction:
    """first: when it was first told. onset: the earliest that she gave; None: not said.

    gone: when she told that it was over, None while it is not. strongest: 0 to 10, 0 not said.
    """

    name: str
    first: datetime
    onset: datetime | None = None
    gone: datetime | None = None
    strongest: int = 0
    course: str = ""


def reactions_of(treatment: Treatment, words: Voice) -> list[Reaction]:
    """In the order in which they were first told."""
    found: dict[tuple[str, str, str], Reaction] = {}
    for check_in in sorted(treatment.check_ins.all(), key=lambda each: each.judged_at):
        for said in check_in.symptoms.all():
            place = (said.symptom, said.region, said.side)
            if place not in found:
                found[place] = Reaction(_name(said, words), check_in.judged_at)
            _add(found[place], said, check_in)
    return list(found.values())


def _add(reaction: Reaction, said: SymptomReport, check_in: CheckIn) -> None:
    reaction.strongest = max(reaction.strongest, said.severity or 0)
    onsets = [at for at in (reaction.onset, said.onset_at) if at]
    reaction.onset = min(onsets, default=None)
    reaction.gone = check_in.judged_at if said.course == "gone" else None
    reaction.course = str(wording.COURSES[said.course]) if said.course else ""


def _name(said: SymptomReport, words: Voice) -> str:
    known = words.protocol.symptoms.get(said.symptom)
    name = sentence(words.name(known)) if known else said.symptom
    return f"{name}, {words.place(said.region, said.side or None)}" if said.region else name
