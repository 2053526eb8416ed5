"""The check-in's document from the protocol, her last report and what was already given."""

from django.http import QueryDict
from django.utils import timezone

from frontend.check_in import behaviours, carried, ticks
from frontend.check_in.asks import Form
from frontend.vocabulary import Vocabulary
from tracker.models import Treatment
from tracker.records import queries


def form_of(
    treatment: Treatment,
    words: Vocabulary,
    post: QueryDict,
    errors: dict[str, str] | None = None,
) -> Form:
    """Nothing is chosen that she did not choose; post: what she gave so far."""
    reports, found = queries.carried_over(treatment), errors or {}
    return Form(
        signs=words.danger_signs(treatment.procedure),
        carried=carried.rows(reports, words, post, found),
        ticks=ticks.lines(treatment, words, post, found),
        behaviours=behaviours.groups(words, post),
        regions=words.regions(),
        first_day=timezone.localdate(treatment.performed_at).isoformat(),
        last_day=timezone.localdate().isoformat(),
        danger=post.get("danger", ""),
        chosen_signs=tuple(post.getlist("sign")),
        wants_contact=post.get("wants_contact") == "yes",
        note=post.get("note", ""),
    )
