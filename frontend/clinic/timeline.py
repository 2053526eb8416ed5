"""Everything that happened to a case, newest first: who, when, what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext

from frontend.clinic import move_wording, wording
from frontend.clinic.corrections import corrected_words
from frontend.clinic.event_words import text_of
from frontend.clinic.forms import Draft
from frontend.clinic.labels import sentence
from frontend.clinic.note_marks import note_seen_words
from frontend.clinic.photos import clinic_tile
from frontend.clinic.threads import seen_words
from frontend.photos.tiles import Tile, is_by_clinic
from tracker.models import (
    AftercareSlip,
    Assessment,
    CheckIn,
    Message,
    Photo,
    RemedyFeedback,
    ReviewCase,
    ReviewEvent,
)
from tracker.records.queries import names_in
from tracker.triage.explain import Voice, looks

CORRECTED, NOTHING = "treatment_corrected", MappingProxyType[str, str]({})
SHOWN_ELSEWHERE = {"message", "patient_wrote"}  # the message itself stands in the timeline


@dataclass(frozen=True)
class Entry:
    at: datetime
    when: str
    icon: str
    title: str
    text: str = ""
    who: str = ""
    level: str = ""
    level_word: str = ""
    photos: tuple[Tile, ...] = ()


def timeline(case: ReviewCase, voice: Voice, *, may_see_sharp: bool) -> list[Entry]:
    """may_see_sharp: of photos in messages; a coordinator gets the blurred ones."""
    treatment = case.treatment
    entries = [
        *(_check_in(each, voice) for each in treatment.check_ins.all()),
        *(_message(each, may_see_sharp) for each in treatment.messages.all()),
        *(_outcome(each, voice) for each in treatment.remedy_feedback.all()),
        *(_slip(each, voice) for each in treatment.slips.all()),
        *_moves(case, voice),
        *(_photo(each) for each in treatment.photos.all() if each.check_in_id is None),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def changes_since(case: ReviewCase, draft: Draft) -> list[ReviewEvent]:
    """What happened after her page was made, oldest first."""
    return [each for each in case.events.all() if not draft.saw(each)]


def what_was_first(events: Iterable[ReviewEvent]) -> str:
    """The last of a colleague's steps as a sentence; "" where nobody's step was first."""
    by_people = [each for each in events if each.by and each.action in move_wording.DID]
    if not by_people:
        return ""
    last = by_people[-1]
    said = {"who": last.by.name if last.by else "", "when": wording.moment(last.at)}
    return str(move_wording.DID[last.action] % said)


def entries(
    events: Iterable[ReviewEvent], case: ReviewCase, voice: Voice, *, may_see_sharp: bool
) -> list[Entry]:
    """Where the patient wrote, her words themselves: they may change what is about to be done."""
    said = {str(m.pk): _message(m, may_see_sharp) for m in case.treatment.messages.all()}
    said |= {str(each.pk): _check_in(each, voice) for each in case.treatment.check_ins.all()}
    names = names_in(case)
    return [said.get(_words_in(each)) or _event(each, names) for each in events]


def _words_in(event: ReviewEvent) -> str:
    """The message, or the check-in with its note, that the event is about; "" for another event."""
    if event.action != "patient_wrote":
        return ""
    return str(event.detail.get("message") or event.detail.get("check_in", ""))


def check_in_summary(check_in: CheckIn, voice: Voice) -> str:
    """ "Bruise, left cheek, moderate, 10 to 20 mm across, new"."""
    lines = []
    for said in check_in.symptoms.all():
        known = voice.protocol.symptoms.get(said.symptom)
        parts = [sentence(voice.name(known)) if known else said.symptom]
        if said.region:
            parts.append(voice.place(said.region, said.side or None))
        if said.course != "gone":
            parts += [wording.strength(said.severity), *looks(voice, said.answers)]
        if said.course:
            parts.append(str(wording.COURSES[said.course]))
        lines.append(", ".join(parts))
    return ". ".join([*(lines or [gettext("No symptoms")]), *_done(check_in, voice)])


def _done(check_in: CheckIn, voice: Voice) -> Iterable[str]:
    """ "Ibuprofen taken, place rubbed": since the check-in before."""
    done = set(check_in.behaviours or ())
    names = [voice.name(each) for each in voice.protocol.behaviours.values() if each.id in done]
    return [sentence(", ".join(names))] if names else []


def _check_in(check_in: CheckIn, voice: Voice) -> Entry:
    newest = next(iter(check_in.assessments.all()), None)
    text = check_in_summary(check_in, voice)
    if check_in.note:
        text = gettext("%(text)s. Note: %(note)s") % {"text": text, "note": check_in.note}
    title = gettext("Check-in, day %(day)d") % {"day": check_in.day}
    return Entry(
        at=check_in.received_at,
        when=wording.moment(check_in.received_at),
        icon="today",
        title=title,
        text=text,
        who=" · ".join(_evidence_of(check_in, newest)),
        level=newest.urgency if newest else "",
        level_word=str(wording.LEVELS[newest.urgency]) if newest else "",
    )


def _evidence_of(check_in: CheckIn, newest: Assessment | None) -> list[str]:
    """How many photos came with it, who has seen its note, which protocol judged it last."""
    count = len(check_in.photos.all())
    said = [wording.photos(count)] if count else []
    said += filter(None, [note_seen_words(check_in)])
    if newest is not None:
        said.append(gettext("protocol %(version)s") % {"version": newest.protocol_version})
    return said


def _message(message: Message, may_see_sharp: bool) -> Entry:
    from_patient = message.is_from_patient
    title = gettext("Patient wrote") if from_patient else gettext("Message to the patient")
    seen = seen_words(message)
    role = wording.ROLES.get(message.sender_role, message.sender_role)
    who = seen if from_patient else f"{message.sender.name}, {role}. {seen}"
    return Entry(
        at=message.sent_at,
        when=wording.moment(message.sent_at),
        icon="message",
        title=title,
        text=message.text,
        who=who,
        photos=tuple(
            clinic_tile(each, may_see_sharp=may_see_sharp) for each in message.photos.all()
        ),
    )


def _photo(photo: Photo) -> Entry:
    view = {"view": wording.photo_view(photo.view)}
    in_the_room = is_by_clinic(photo)
    taken, received = (
        gettext("Photo taken at the clinic: %(view)s"),
        gettext("Photo received: %(view)s"),
    )
    return Entry(
        at=photo.received_at,
        when=wording.moment(photo.received_at),
        icon="camera",
        title=(taken if in_the_room else received) % view,
        who=photo.sent_by.name if in_the_room else "",
    )


def _outcome(told: RemedyFeedback, voice: Voice) -> Entry:
    remedy = voice.label(voice.protocol.remedies, told.remedy)
    said = {"remedy": remedy, "outcome": wording.OUTCOMES[told.outcome]}
    return Entry(
        at=told.told_at,
        when=wording.moment(told.told_at),
        icon="pill",
        title=gettext("Patient on a remedy"),
        text=gettext("%(remedy)s: %(outcome)s") % said,
    )


def _slip(slip: AftercareSlip, voice: Voice) -> Entry:
    return Entry(
        at=slip.told_at,
        when=wording.moment(slip.told_at),
        icon="info",
        title=gettext("Aftercare slip, told by the patient"),
        text=voice.label(voice.protocol.behaviours, slip.behaviour),
    )


def _moves(case: ReviewCase, voice: Voice) -> list[Entry]:
    events = [each for each in case.events.all() if each.action not in SHOWN_ELSEWHERE]
    is_corrected = any(each.action == CORRECTED for each in events)
    words = corrected_words(case.treatment, voice) if is_corrected else {}
    names = names_in(case)
    return [_event(each, names, words) for each in events]


def _event(
    event: ReviewEvent, names: Mapping[str, str], corrected: Mapping[str, str] = NOTHING
) -> Entry:
    """names: of colleagues, by id; corrected: what a correction changed, by its id."""
    return Entry(
        at=event.at,
        when=wording.moment(event.at),
        icon="clock" if event.action == "snooze" else "done" if event.by else "info",
        title=str(wording.EVENTS.get(event.action, event.action)),
        text=corrected.get(event.detail.get("correction", "")) or text_of(event, names),
        who=event.by.name if event.by else "",
    )
