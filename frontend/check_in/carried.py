"""Symptoms of the last check-in: shown again with what was told, asked only how they go on.

Source: UX.md P9 ("earlier facts are carried forward and shown, not asked again").
"""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend import wording
from frontend.check_in.asks import Ask, Carried, Choice, strengths
from frontend.check_in.ticks import choices_of
from frontend.vocabulary import Vocabulary
from frontend.wording import Words
from tracker.models import CheckIn, SymptomReport, Treatment
from tracker.records import queries
from tracker.records.access import Person
from tracker.services.recovery_days import day_of_recovery
from tracker.triage.form import look_asks

LOOK_BACK = 20  # reports among which the one that the form was made from is found
COURSES = ("gone", "better", "same", "worse")
COURSE = gettext_lazy("%(symptom)s: choose Gone, Better, Same or Worse.")
STRENGTH = gettext_lazy("%(symptom)s: choose how strong it is.")


def shown_before(user: Person, treatment: Treatment, post: QueryDict) -> CheckIn | None:
    """The report that the form was made from: posted again, the form means the same one.

    A bare alarm (a danger sign and nothing else) does not end what was told before it.
    """
    earlier = queries.check_ins_with_results(user, treatment)
    if "client_id" in post:
        known = [each for each in earlier[:LOOK_BACK] if str(each.pk) == post.get("carried_from")]
        return known[0] if known else None
    told = (each for each in earlier[:LOOK_BACK] if each.symptoms.all() or not is_alarm(each))
    return next(told, None)


def is_alarm(check_in: CheckIn) -> bool:
    return bool(check_in.danger_signs.get("any"))


def going_on(check_in: CheckIn | None) -> list[SymptomReport]:
    """One of each kind at each place, the strongest: told twice, it is still asked once."""
    if check_in is None:
        return []
    found: dict[str, SymptomReport] = {}
    for said in check_in.symptoms.all():
        name = name_of(said)
        is_stronger = name not in found or (said.severity or 0) > (found[name].severity or 0)
        if said.course != "gone" and is_stronger:
            found[name] = said
    return list(found.values())


def name_of(said: SymptomReport) -> str:
    return ".".join(["carried", said.symptom, said.region or "-", said.side or "-"])


def rows(
    reports: list[SymptomReport], words: Vocabulary, post: QueryDict, errors: dict[str, str]
) -> tuple[Carried, ...]:
    return tuple(row(said, words, post, errors) for said in reports)


def row(said: SymptomReport, words: Vocabulary, post: QueryDict, errors: dict[str, str]) -> Carried:
    name = name_of(said)
    strength = f"{name}.strength"
    return Carried(
        name=name,
        label=words.symptom_name(said),
        was=was(said, words),
        courses=tuple(Choice(code, str(wording.COURSES[code])) for code in COURSES),
        strength=Ask(
            "choice",
            strength,
            _("How strong is it now?"),
            missing(STRENGTH, words.symptom_name(said)),
            strengths(),
            given=(post.get(strength, ""),),
            error=errors.get(strength.replace(".", "-"), ""),
        ),
        looks=tuple(looks_of(said.symptom, name, words, post)),
        given=post.get(name, ""),
        ask=missing(COURSE, words.symptom_name(said)),
        error=errors.get(name.replace(".", "-"), ""),
        side=said.side,
    )


def looks_of(symptom: str, row: str, words: Vocabulary, post: QueryDict) -> Iterator[Ask]:
    """Asked where it is worse, beside its strength (UX.md P9), and never a must."""
    for ask in look_asks(words.voice, symptom):
        name = f"{row}.{ask['id']}"
        given = (post.get(name, ""),)
        choices = choices_of(ask)
        yield Ask("choice", name, ask["question"], "", choices, given=given, hint=ask["hint"])


def every_look(words: Vocabulary) -> dict[str, tuple[Ask, ...]]:
    """Symptom -> what is asked of how it looks, nothing given: the same for everybody."""
    symptoms = words.protocol.symptoms
    asked = {each: tuple(looks_of(each, each, words, QueryDict())) for each in symptoms}
    return {symptom: asks for symptom, asks in asked.items() if asks}


def was(said: SymptomReport, words: Vocabulary) -> str:
    """What she told of it, and since which day of recovery it is there where she said so."""
    strength = wording.strength(said.severity).lower()
    details = ", ".join(each for each in (strength, *words.looks(said)) if each)
    told = _("It was: %(strength)s") % {"strength": details} if details else ""
    told = told or _("Told before")
    if said.onset_at is None:
        return told
    day = day_of_recovery(said.check_in.treatment, said.onset_at)
    return _("%(told)s, since day %(day)s") % {"told": told, "day": day}


def missing(text: Words, symptom: str) -> str:
    return str(text % {"symptom": symptom})


def entries(
    reports: list[SymptomReport], post: QueryDict, words: Vocabulary
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """What goes into the check-in, and field -> error for what was not answered."""
    told, errors = [], {}
    for said in reports:
        name = name_of(said)
        course, strength = post.get(name, ""), post.get(f"{name}.strength", "")
        if course not in COURSES:
            errors[name.replace(".", "-")] = missing(COURSE, words.symptom_name(said))
        elif course == "worse" and strength not in {choice.value for choice in strengths()}:
            field = f"{name}.strength".replace(".", "-")
            errors[field] = missing(STRENGTH, words.symptom_name(said))
        else:
            told.append(entry(said, course, strength, answers_of(said, course, post, words)))
    return told, errors


def answers_of(
    said: SymptomReport, course: str, post: QueryDict, words: Vocabulary
) -> dict[str, Any]:
    """Worse: only how it looks now, as far as she said. Same: what was told holds. Better or gone:
    all but its looks, as a bruise that fades is smaller and of another colour."""
    asks = {ask["id"]: ask for ask in look_asks(words.voice, said.symptom)}
    if course != "worse":
        changed = asks.keys() if course != "same" else ()
        return {code: value for code, value in said.answers.items() if code not in changed}
    given = {code: post.get(f"{name_of(said)}.{code}", "") for code in asks}
    offered = {code: {each["id"] for each in ask["choices"]} for code, ask in asks.items()}
    return {code: value for code, value in given.items() if value in offered[code]}


def entry(
    said: SymptomReport, course: str, strength: str, answers: dict[str, Any]
) -> dict[str, Any]:
    """Better and same: at most as strong as before. Worse: as she says now."""
    severities = {"gone": None, "worse": int(strength or 0) or None}
    return {
        "symptom": said.symptom,
        "region": said.region or None,
        "side": said.side or None,
        "severity": severities.get(course, said.severity),
        "onset_at": said.onset_at.isoformat() if said.onset_at else None,
        "course": course,
        "answers": answers,
    }
