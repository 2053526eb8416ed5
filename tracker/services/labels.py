"""A clinic's own short words on its cases, put on and taken off (docs/adr/063)."""

from tracker import wording
from tracker.errors import Invalid
from tracker.models import CaseLabel, ReviewCase, User
from tracker.records.case_labels import key_of, spelled_at
from tracker.services.moving import moving

LONGEST, MOST = 40, 10  # letters of a label, labels of a case


def add_label(*, by: User, case: ReviewCase, version: int, label: str) -> ReviewCase:
    """Put a word on a case, as the clinic spells it already; it is no look, and changes no clock.

    Raises Invalid for no word or too long a one, for one that is there, and beyond MOST.
    """
    name = _as_label(label)
    with moving("label", by=by, case=case, version=version) as step:
        held = step.case
        name = spelled_at(held.clinic_id, name)
        if held.labels.filter(key=key_of(name)).exists():
            raise Invalid({"label": [wording.LABEL_THERE]})
        if held.labels.count() >= MOST:
            raise Invalid({"label": [wording.LABELS_FULL]})
        _put_on(held, name, by)
        step.detail["label"] = name
    return step.case


def remove_label(*, by: User, case: ReviewCase, version: int, label: str) -> ReviewCase:
    """Raises Invalid where it is not on the case."""
    with moving("unlabel", by=by, case=case, version=version) as step:
        worn = step.case.labels.filter(key=key_of(label)).first()
        if worn is None:
            raise Invalid({"label": [wording.LABEL_GONE]})
        worn.delete()
        step.detail["label"] = worn.name
    return step.case


def put_back(case: ReviewCase, action: str, name: str, by: User) -> None:
    """As it was before that step; inside the transaction that takes it back."""
    if action == "label":
        case.labels.filter(key=key_of(name)).delete()
    else:
        _put_on(case, name, by)


def _put_on(case: ReviewCase, name: str, by: User) -> None:
    CaseLabel.objects.create(case=case, name=name, key=key_of(name), added_by=by)


def _as_label(text: str) -> str:
    """One line of plain words: no signs that turn the writing round, no line breaks."""
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise Invalid({"label": [wording.LABEL_WORDS]})
    return name
