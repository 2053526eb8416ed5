"""GET /vocabulary/: the protocol in force, in the caller's language."""

import hashlib
from functools import lru_cache

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.renderers import JSONRenderer

from api.contract.vocabulary import VocabularyOut, vocabulary_out
from api.described import described
from api.endpoints.base import Endpoint, Request, person
from api.permissions import SignedIn
from tracker.records import protocol
from tracker.triage.protocol import Protocol


class Vocabulary(Endpoint):
    may = {"GET": SignedIn}

    @described("vocabulary", {200: VocabularyOut, 304: None})
    def get(self, request: Request) -> HttpResponseBase:
        """Every code that a check-in or an enrolment may name, with its words; ETag, 304."""
        body, etag = _written(protocol.in_force(), person(request).language)
        answer = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
        return get_conditional_response(request._request, etag=etag, response=answer) or answer


@lru_cache(maxsize=8)
def _written(in_force: Protocol, language: str) -> tuple[bytes, str]:
    body = JSONRenderer().render(vocabulary_out(in_force, language))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
