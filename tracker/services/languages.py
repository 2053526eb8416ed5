"""The languages that patients are spoken to in: pages, the protocol's words, mail and reminders.

A clinic offers some of those that are installed (docs/adr/089). Who reads one that is taken off
the list keeps it, and what her clinic writes is still asked for in it.
"""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, Patient, User
from tracker.records import audit
from tracker.records.access import require_role
from tracker.records.consent_texts import newest_of
from tracker.services.members import ADMINISTRATORS

Names = dict[str, str]  # code -> its name in its own words
FALLBACK = "en"  # read wherever another language has no words yet


def offered_by(clinic: Clinic) -> Names:
    """What its patients may choose from; all that are installed where the clinic chose none."""
    chosen = clinic.languages
    return _installed(None if chosen is None else {*chosen, *kept_by(clinic)})


def kept_by(clinic: Clinic) -> set[str]:
    """Always offered: colleagues write in the one, and the other stands in where words miss."""
    return {clinic.language, FALLBACK}


def readers_of(clinic: Clinic) -> dict[str, int]:
    """Installed language -> how many of its patients read it."""
    hers = Patient.objects.filter(clinic=clinic)
    return {code: hers.filter(language=code).count() for code in _installed()}


def written_by(clinic: Clinic) -> Names:
    """What the clinic's own words have to exist in: those that it offers or a patient reads."""
    offered, hers = offered_by(clinic), Patient.objects.filter(clinic=clinic)
    others = {code for code in _installed() if code not in offered}
    read = {code for code in others if hers.filter(language=code).exists()}
    return _installed({*offered, *read})


@transaction.atomic
def offer_languages(*, by: User, clinic: Clinic, codes: Collection[str]) -> None:
    """From now on these, beside those that are kept. Raises NotAllowed; Invalid by code.

    One that the words a clinic added to a consent are not written in yet is refused: a patient
    would agree to what she cannot read.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    held = Clinic.objects.select_for_update().get(pk=clinic.pk)
    if unknown := set(codes) - _installed().keys():
        raise Invalid({code: [wording.UNKNOWN_LANGUAGE] for code in sorted(unknown)})
    wanted, before = _installed({*codes, *kept_by(held)}), offered_by(held)
    texts = [each.text for each in newest_of(held.pk) if each.text]
    missing = [c for c in wanted if c not in before and any(not text.get(c) for text in texts)]
    if missing:
        raise Invalid({code: [wording.CONSENT_WORDS_FIRST] for code in missing})
    held.languages = list(wanted)
    held.save(update_fields=["languages"])
    audit.record("clinic.changed", by=by, clinic_id=held.pk, about=held, part="languages")


@transaction.atomic
def choose_language(*, by: User, patients: Collection[Patient], language: str) -> None:
    """Hers from now on; what was judged before keeps its words.

    Both rows say it: the person's for pages, the patient's for what leaves while nobody is signed
    in, at each of her clinics that may have it. The caller has scoped `patients` to `by`. Raises
    Invalid for one that none of them offers and she does not read.
    """
    theirs = [each for each in patients if language in choices_of([each])]
    if not theirs:
        raise Invalid({"language": [wording.UNKNOWN_LANGUAGE]})
    by.language = language
    by.save(update_fields=["language"])
    for patient in theirs:
        patient.language = language
        patient.save(update_fields=["language"])
        audit.record("language.chosen", by=by, clinic_id=patient.clinic_id, about=patient)


def choices_of(patients: Iterable[Patient]) -> Names:
    """What her clinics offer, and the one that she reads."""
    return _installed(
        {code for each in patients for code in (*offered_by(each.clinic), each.language)}
    )


def _installed(only: Collection[str] | None = None) -> Names:
    """In the order of the settings."""
    every = dict(settings.LANGUAGES)
    return every if only is None else {c: name for c, name in every.items() if c in only}
