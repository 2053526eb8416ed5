"""A treatment as it is recorded, and as it is answered."""

from typing import Any

from rest_framework import serializers

from api.contract.fields import Code, Id, Moment, OneOf, codes
from api.contract.shape import Out, Shape, amount, utc
from tracker.models import InjectionSite, Side, Treatment

MOST_SITES = 60
PROVENANCE = ("protocol", "clinic")


class SiteIn(Shape):
    region = Code("regions")
    side = OneOf(Side.values, required=False, allow_null=True, default=None)
    amount = serializers.DecimalField(
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
        default=None,
        help_text='in the product\'s own unit, as text: "12.5"; of both sides: of the two together',
    )
    unit = serializers.CharField(
        max_length=16, required=False, allow_null=True, allow_blank=True, default=None
    )


class TreatmentIn(Shape):
    patient = Id()
    procedure = Code("procedures")
    product = Code("products", required=False, allow_null=True, default=None)
    lot = serializers.CharField(
        max_length=64, required=False, allow_null=True, allow_blank=True, default=None
    )
    lot_expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    performed_at = Moment()
    circumstances = codes("circumstances", required=False, allow_null=True, default=None)
    sites = serializers.ListField(
        child=SiteIn(), allow_empty=False, min_length=1, max_length=MOST_SITES
    )


class SiteOut(Out):
    region = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.values, allow_null=True)
    amount = serializers.CharField(allow_null=True, help_text="of both sides: of the two together")
    unit = serializers.CharField(allow_null=True)


class TimerOut(Out):
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    ends_at = serializers.DateTimeField()
    source = serializers.ChoiceField(choices=PROVENANCE)  # type: ignore[assignment]


class TreatmentOut(Out):
    id = serializers.UUIDField()
    patient = serializers.UUIDField()
    procedure = serializers.CharField()
    product = serializers.CharField(allow_null=True)
    lot = serializers.CharField(allow_null=True)
    lot_expires_on = serializers.DateField(allow_null=True)
    performed_at = serializers.DateTimeField()
    circumstances = serializers.ListField(child=serializers.CharField(), allow_null=True)
    sites = SiteOut(many=True)
    day = serializers.IntegerField(help_text="days since the treatment in her time zone")
    timers = TimerOut(many=True)


def treatment_out(treatment: Treatment, *, day: int, timers: list[Any]) -> dict[str, Any]:
    """The caller has prefetched the sites."""
    expires = treatment.lot_expires_on
    return {
        "id": treatment.pk,
        "patient": treatment.patient_id,
        "procedure": treatment.procedure,
        "product": treatment.product or None,
        "lot": treatment.lot or None,
        "lot_expires_on": None if expires is None else expires.isoformat(),
        "performed_at": utc(treatment.performed_at),
        "circumstances": treatment.circumstances,
        "sites": [_site(site) for site in treatment.sites.all()],
        "day": day,
        "timers": [_timer(timer) for timer in timers],
    }


def _site(site: InjectionSite) -> dict[str, Any]:
    return {
        "region": site.region,
        "side": site.side or None,
        "amount": amount(site.amount),
        "unit": site.unit or None,
    }


def _timer(timer: Any) -> dict[str, Any]:
    return {
        "id": timer.id,
        "label": timer.label,
        "ends_at": utc(timer.ends_at),
        "source": timer.source,
    }
