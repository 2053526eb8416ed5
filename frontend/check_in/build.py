"""The check-in's document from the protocol, her last report and what was already given."""

from django.http import QueryDict
from django.utils import timezone

from frontend.check_in import behaviours, carried, ticks
from frontend.check_in.asks import Form, reasons_for_no_photo
from frontend.vocabulary import Vocabulary
from tracker.models import Treatment
from tracker.records.access import Person


def rest_of(words: Vocabulary) -> dict[str, object]:
    """What follows the symptoms, nothing given: the same for everybody."""
    return {
        "behaviours": behaviours.groups(words, QueryDict()),
        "no_photo": reasons_for_no_photo(),
    }


def form_of(
    user: Person,
    treatment: Treatment,
    words: Vocabulary,
    post: QueryDict,
    errors: dict[str, str] | None = None,
) -> Form:
    """Nothing is chosen that she did not choose; post: what she gave so far."""
    before, found = carried.shown_before(user, treatment, post), errors or {}
    return Form(
        signs=words.danger_signs(treatment.procedure),
        carried=carried.rows(carried.going_on(before), words, post, found),
        carried_from=str(before.pk) if before else "",
        ticks=ticks.lines(treatment, words, post, found),
        told=tuple(post.getlist("behaviour")),
        is_whole="client_id" in post,
        behaviours=behaviours.groups(words, post),
        regions=words.regions(),
        first_day=timezone.localdate(treatment.performed_at).isoformat(),
        last_day=timezone.localdate().isoformat(),
        danger=post.get("danger", ""),
        chosen_signs=tuple(post.getlist("sign")),
        wants_contact=post.get("wants_contact") == "yes",
        note=post.get("note", ""),
        no_photo_because=post.get("no_photo_because", ""),
        no_photo=reasons_for_no_photo(),
    )
