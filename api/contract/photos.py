"""A photo as it is sent, and what is said about one; its bytes have an address of their own."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from api.contract.fields import Code, Id, Moment
from api.contract.shape import Out, Shape, utc
from tracker import wording
from tracker.models import Photo

VARIANTS = ("blurred", "thumb", "display")


class PhotoIn(Shape):
    client_id = Id(help_text="made on the device: sending twice stores once")
    view = Code("views")
    taken_at = Moment()
    file = serializers.FileField(help_text="JPEG, PNG, WebP, HEIC or AVIF; at most 25 MiB")


class QualityOut(Out):
    sharp = serializers.FloatField()
    bright = serializers.FloatField()
    framed = serializers.FloatField(allow_null=True)
    advice = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True, help_text="the advice in words")


class VariantsOut(Out):
    blurred = serializers.CharField(help_text="an address under /api/v1/photos/")
    thumb = serializers.CharField()
    display = serializers.CharField()


class PhotoOut(Out):
    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    treatment = serializers.UUIDField()
    check_in = serializers.UUIDField(allow_null=True)
    view = serializers.CharField()
    taken_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    width = serializers.IntegerField(help_text="pixels of the upright original")
    height = serializers.IntegerField()
    quality = QualityOut()
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="she took it back: shown to clinicians alone, where it is kept"
    )
    erased_at = serializers.DateTimeField(allow_null=True, help_text="then its bytes went too")
    variants = VariantsOut()


def photo_out(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "client_id": photo.client_id,
        "treatment": photo.treatment_id,
        "check_in": photo.check_in_id,
        "view": photo.view,
        "taken_at": utc(photo.taken_at),
        "received_at": utc(photo.received_at),
        "width": photo.width,
        "height": photo.height,
        "quality": _quality(photo.quality),
        "withdrawn_at": utc(photo.withdrawn_at),
        "erased_at": utc(photo.erased_at),
        "variants": {
            variant: reverse("api:photo", args=[photo.pk, variant]) for variant in VARIANTS
        },
    }


def _quality(measured: dict[str, Any]) -> dict[str, Any]:
    advice = measured.get("advice")
    text = wording.PHOTO_ADVICE.get(advice) if advice else None
    return {
        "sharp": measured.get("sharp"),
        "bright": measured.get("bright"),
        "framed": measured.get("framed"),
        "advice": advice,
        "text": None if text is None else str(text),
    }
