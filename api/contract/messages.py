"""A message of the thread between a patient and her clinic."""

from typing import Any

from rest_framework import serializers

from api.contract.fields import Id, TrueOrFalse, Words
from api.contract.shape import Out, Shape, utc
from tracker.models import Message

MOST_PHOTOS = 10


class MessageIn(Shape):
    treatment = Id()
    client_id = Id()
    text = Words()
    photos = serializers.ListField(child=Id(), max_length=MOST_PHOTOS, required=False, default=list)
    worried = TrueOrFalse(required=False, default=False, help_text="true opens a case")


class SeenIn(Shape):
    treatment = Id()


class ThreadIn(Shape):
    """Which thread a list is asked for; none: every thread of mine."""

    treatment = Id(required=False, default=None)


class SenderOut(Out):
    name = serializers.CharField()
    role = serializers.CharField()


class MessageOut(Out):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    treatment = serializers.UUIDField()
    vars()["from"] = SenderOut()  # a word that Python keeps for itself
    text = serializers.CharField()
    photos = serializers.ListField(child=serializers.UUIDField())
    sent_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)


class SeenOut(Out):
    seen = serializers.IntegerField(help_text="how many messages this marked as seen")


def message_out(message: Message) -> dict[str, Any]:
    """The caller has joined the sender and prefetched the photos."""
    return {
        "id": message.pk,
        "client_id": message.client_id,
        "treatment": message.treatment_id,
        "from": {"name": message.sender.name, "role": message.sender_role},
        "text": message.text,
        "photos": [photo.pk for photo in message.photos.all()],
        "sent_at": utc(message.sent_at),
        "seen_at": utc(message.seen_at),
    }
