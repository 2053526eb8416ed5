"""Which results were shown to the patient, and which one she has still to be told of."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from tracker.models import Assessment, AuditEvent, CheckIn, ReviewCase

OPENED = "result.opened"


def opened(assessments: Iterable[Assessment]) -> set[UUID]:
    """Those whose page she has opened."""
    ids = {str(each.pk): each.pk for each in assessments}
    rows = AuditEvent.objects.filter(subject="assessment", subject_id__in=ids, action=OPENED)
    return {ids[each] for each in rows.values_list("subject_id", flat=True)}


def result_to_open(newest_first: list[CheckIn], cases: Mapping[str, ReviewCase]) -> CheckIn | None:
    """The most urgent of these whose result she has not opened; of those as urgent, the newest.

    Nothing for one where a result as urgent was opened, of the same or of a later check-in, nor
    once its case is closed; an older one without a case is no news beside a newer one.
    """
    seen = opened(every for each in newest_first for every in each.assessments.all())
    most_opened, found = -1, None
    for check_in in newest_first:
        assessments, case = check_in.assessments.all(), cases.get(str(check_in.pk))
        ranks = [each.rank for each in assessments if each.pk in seen]
        most_opened = max([most_opened, *ranks])
        rank = assessments[0].rank
        is_news = case.is_open if case else check_in == newest_first[0]
        if is_news and rank > most_opened and (found is None or rank > found[0]):
            found = rank, check_in
    return found[1] if found else None
