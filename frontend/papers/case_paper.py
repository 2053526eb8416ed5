"""What the paper of a case says: the case page without its forms, and with days that stay true."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from frontend.clinic import wording
from frontend.clinic.case_facts import facts_of
from frontend.clinic.case_findings import findings_of
from frontend.clinic.labels import treatment_line
from frontend.clinic.standing import standing_of
from frontend.clinic.timeline import check_in_summary, timeline
from frontend.photos.tiles import tile_of
from tracker.models import CheckIn, Message, Photo, ReviewCase, User
from tracker.triage.explain import Voice

SAID_ELSEWHERE = {"today", "message"}  # check-ins and messages have a part of their own


def case_words(case: ReviewCase, words: Voice, by: User) -> dict[str, Any]:
    """Within on_paper, in the language and by the clock of the clinic."""
    treatment, findings = case.treatment, findings_of(case, words)
    return {
        "clinic": case.clinic,
        "name": case.patient.name,
        "printed": wording.moment(timezone.now()),
        "printed_by": by.name,
        "level": case.urgency,
        "level_word": wording.LEVELS[case.urgency],
        "status": wording.STATUSES[case.status],
        "raised_by": wording.RAISED_BY[case.raised_by],
        "standing": standing(case),
        "reason": case.reason,
        "treatment_line": treatment_line(treatment, words),
        "facts": facts_of(case, words),
        **findings,
        "judged_by": sorted({(why.version, why.digest) for why in findings["reasons"]}),
        "check_ins": [check_in_row(each, words) for each in treatment.check_ins.all()],
        "history": [
            each
            for each in timeline(case, words, may_see_sharp=False)
            if each.icon not in SAID_ELSEWHERE
        ],
        "messages": [message_row(each) for each in treatment.messages.all()],
        **standing_of(case),
    }


def standing(case: ReviewCase) -> dict[str, str]:
    """Who has it, and the moments that counted."""
    return {
        "opened": wording.moment(case.opened_at),
        "due": wording.moment(case.due_at),
        "seen": wording.moment(case.acknowledged_at),
        "seen_by": case.acknowledged_by.name if case.acknowledged_by else "",
        "closed": wording.moment(case.closed_at),
        "assignee": case.assigned_to.name if case.assigned_to else "",
    }


def check_in_row(check_in: CheckIn, words: Voice) -> dict[str, Any]:
    newest = next(iter(check_in.assessments.all()), None)
    return {
        "day": wording.day(check_in.day),
        "at": wording.moment(check_in.received_at),
        "summary": check_in_summary(check_in, words),
        "note": check_in.note,
        "level_word": wording.LEVELS[newest.urgency] if newest else "",
        "protocol": newest.protocol_version if newest else "",
    }


def message_row(message: Message) -> dict[str, Any]:
    role = wording.ROLES.get(message.sender_role, message.sender_role)
    return {
        "at": wording.moment(message.sent_at),
        "who": message.sender.name,
        "role": role,
        "text": message.text,
        "seen": wording.moment(message.seen_at),
        "photos": [_tile(photo).label for photo in message.photos.all()],
    }


def photo_rows(photos: Iterable[Photo]) -> list[dict[str, str]]:
    """address: of the picture as it is handed to the press."""
    return [
        {
            "address": f"picture:{photo.pk}",
            "alt": photo_tile.alt,
            "view": wording.photo_view(photo.view),
            "day": photo_tile.day,
            "at": wording.moment(photo.taken_at),
        }
        for photo in photos
        for photo_tile in [_tile(photo)]
    ]


def _tile(photo: Photo) -> Any:
    name, when = wording.photo_view(photo.view), wording.moment(photo.taken_at)
    return tile_of(photo, view_name=name, may_see_sharp=True, is_hers=False, when=when)
