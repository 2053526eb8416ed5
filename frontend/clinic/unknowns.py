"""What the judge did not know: a blank is never a "no", so it is shown as a blank."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.history_questions import not_asked_names
from frontend.clinic.labels import sentence
from tracker.triage.explain import Voice

LISTS = {
    "conditions": _("Conditions: not asked"),
    "allergies": _("Allergies: not asked"),
    "medicines": _("Medicines: not asked"),
    "behaviours": _("What the patient did since the last check-in: not asked"),
}


def not_known(facts: Mapping[str, Any], voice: Voice) -> Iterable[str]:
    if not facts["danger_signs"]["asked"]:
        yield gettext("Danger signs: not asked")
    for name, words in LISTS.items():
        if not facts[name]["asked"]:
            yield str(words)
        else:
            codes = facts[name]["unknown"]
            yield from not_asked_names(name, codes, voice) if codes else ()
    for said in facts["symptoms"]:
        yield from _of_symptom(said, voice)


def _of_symptom(said: Mapping[str, Any], voice: Voice) -> Iterable[str]:
    symptom = voice.protocol.symptoms.get(said["symptom"])
    if symptom is None:
        return
    name = sentence(voice.name(symptom))
    if not said["severity"] and said["course"] != "gone":
        yield gettext("%(name)s: strength not said") % {"name": name}
    if said["onset_hours"] is None:
        yield gettext("%(name)s: when it began not said") % {"name": name}
    judged = (code for code in symptom.answers if not voice.protocol.answers[code].choices)
    for code in judged:
        question = voice.protocol.answers[code].text(voice.language, "question") or code
        answer = said["answers"].get(code)
        if answer is None:
            yield gettext("%(name)s: %(question)s Not asked") % {"name": name, "question": question}
        elif answer == "not_sure":
            yield gettext("%(name)s: %(question)s Not sure") % {"name": name, "question": question}
