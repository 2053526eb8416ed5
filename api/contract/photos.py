"""A photo as it is sent, and what is said about one; its bytes have an address of their own."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from api.contract.fields import Code, Id, Moment, WholeNumber
from api.contract.shape import Out, Shape, utc
from tracker import wording
from tracker.models import Photo
from tracker.services.part_uploads import Progress

VARIANTS = ("blurred", "thumb", "display")


class PhotoIn(Shape):
    client_id = Id(help_text="made on the device: sending twice stores once")
    view = Code("views")
    taken_at = Moment()
    file = serializers.FileField(help_text="JPEG, PNG, WebP, HEIC or AVIF; at most 25 MiB")


class CheckInPhotoIn(PhotoIn):
    """With its file; or, where that came in parts before, with what they have to come to."""

    file = serializers.FileField(required=False, help_text="as for a treatment, or sent in parts")
    taken_again = WholeNumber(
        min_value=0,
        max_value=99,
        required=False,
        help_text="photos of this view that were let go before this one; absent: not counted",
    )
    length = WholeNumber(min_value=1, required=False, help_text="bytes of a file sent in parts")
    sha256 = serializers.RegexField(
        r"^[0-9a-f]{64}\Z", required=False, help_text="of that file, in hex"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Without a file both are needed: bytes that are missing are no damaged picture."""
        if "file" not in attrs and not {"length", "sha256"} <= attrs.keys():
            missing = self.fields["file"].error_messages["required"]
            raise serializers.ValidationError({"file": [missing]})
        return attrs


class PartIn(Shape):
    """offset: the byte of the file that this part begins at."""

    offset = WholeNumber(min_value=0)


class PartsOut(Out):
    """How a photo that comes in parts stands."""

    offset = serializers.IntegerField(help_text="bytes that are here: the next part begins there")
    stored = serializers.BooleanField(help_text="it is whole and taken: send no more parts")


def parts_out(progress: Progress) -> dict[str, Any]:
    return {"offset": progress.offset, "stored": progress.is_stored}


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
