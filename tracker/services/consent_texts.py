"""What a clinic adds to the words of a decision: each a new version, never an edit.

The product's own lines say what the product does, and stay. Who decided before keeps the version
she saw: a wider use than she agreed to needs a kind of its own (docs/adr/007, 054).
"""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, ConsentKind, ConsentText, User
from tracker.records import audit
from tracker.records.access import require_role
from tracker.records.consent_texts import newest
from tracker.services.languages import written_by
from tracker.services.members import ADMINISTRATORS

MOST_WORDS = 1000  # characters, in each language


@transaction.atomic
def publish(*, by: User, clinic: Clinic, kind: str, text: Mapping[str, str]) -> ConsentText:
    """Holds for everybody who decides from now on; empty in every language takes it back.

    Raises NotAllowed; Invalid for an unknown kind, a language that is missing, or too many words.
    One that is neither offered nor read by a patient may miss; written, it can be offered.
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    Clinic.objects.select_for_update().get(pk=clinic.pk)  # numbers follow one another
    if kind not in ConsentKind.values:
        raise Invalid({"kind": [wording.UNKNOWN_CHOICE]})
    words = {code: text.get(code, "").strip() for code, _name in settings.LANGUAGES}
    _check(words, written_by(clinic))
    before = newest(clinic.pk, kind)
    made = ConsentText.objects.create(
        clinic=clinic,
        kind=kind,
        number=before.number + 1 if before else 1,
        text=words if any(words.values()) else {},
        written_by=by,
    )
    audit.record("consent_text.published", by=by, clinic_id=clinic.pk, about=made, kind=str(kind))
    return made


def _check(words: Mapping[str, str], needed: Collection[str]) -> None:
    is_said = any(words.values())
    wrong = {
        code: [wording.WORDS_IN_EACH_LANGUAGE if not said else wording.WORDS_TOO_MANY]
        for code, said in words.items()
        if (is_said and not said and code in needed) or len(said) > MOST_WORDS
    }
    if wrong:
        raise Invalid(wrong)
