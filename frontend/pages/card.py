"""P12, to carry along: her emergency card as a PDF, from Settings."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend.pages.doors import HerRequest, record_required
from frontend.pages.limits import hold
from frontend.papers.card import card_words
from frontend.papers.printed import can_print, printed, taken
from frontend.vocabulary import vocabulary
from tracker.errors import NotFound
from tracker.records import access


@require_GET
@record_required
def card(request: HerRequest) -> HttpResponse:
    """Her own, so nobody's look: what stands on it she reads on her other pages as well."""
    rows = access.own_treatments_of(request.user).select_related("patient__clinic")
    treatments = list(rows.prefetch_related("sites").order_by("-performed_at")[:12])
    if not treatments or not can_print():
        raise NotFound
    hold(request, "paper")
    words = card_words(treatments, vocabulary(request.LANGUAGE_CODE))
    pdf = printed("card", words, who=str(request.user.pk))
    return taken(pdf, f"card-{timezone.localdate().isoformat()}.pdf")
