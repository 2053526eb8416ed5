"""A label as a form sends it; what a label may be is the service's business."""

from rest_framework import serializers

from api.contract.moves import MoveIn


class LabelIn(MoveIn):
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]  # a field's own name
