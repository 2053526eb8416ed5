"""On which phones a person wants notifications: asked for there, and over with that session."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotFound
from tracker.models import PushSubscription, User
from tracker.records import audit, push_key, push_services

MOST = 10  # one person's phones: the oldest makes room
LONGEST, LONGEST_KEY = 1000, 88  # characters
SECRET_BYTES = 16  # RFC 8291, section 3.2


@dataclass(frozen=True)
class Device:
    """What a browser tells of its subscription; both keys are base64url."""

    endpoint: str
    p256dh: str
    auth: str


@transaction.atomic
def subscribe(*, by: User, session_key: str, device: Device) -> PushSubscription:
    """Notifications to this browser until its session ends; telling it again changes nothing.

    A session has one subscription, and a browser's address belongs to whoever told it last.
    Raises NotFound where no key is there to sign with, Invalid for an address that is no known
    push service's or keys that are none.
    """
    if not push_key.public_key():
        raise NotFound
    _check(device)
    User.objects.select_for_update().get(pk=by.pk)  # two tabs at once tell one after the other
    known = by.push_subscriptions.filter(endpoint=device.endpoint, session_id=session_key).first()
    if known is not None and (known.p256dh, known.auth) == (device.p256dh, device.auth):
        return known
    PushSubscription.objects.filter(endpoint=device.endpoint).delete()
    PushSubscription.objects.filter(session_id=session_key).delete()
    _make_room(by)
    audit.record("push.on", by=by, clinic_id=None, about=by)
    return PushSubscription.objects.create(
        user=by,
        session_id=session_key,
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
    )


@transaction.atomic
def unsubscribe(*, by: User, session_key: str) -> None:
    """This browser's own; other phones of hers keep theirs."""
    count, _kinds = by.push_subscriptions.filter(session_id=session_key).delete()
    if count:
        audit.record("push.off", by=by, clinic_id=None, about=by)


def is_subscribed(user: User, session_key: str | None) -> bool:
    return user.push_subscriptions.filter(session_id=session_key or "").exists()


def phones_of(user: User, now: datetime | None = None) -> QuerySet[PushSubscription]:
    """Those that are still signed in, newest first."""
    alive = user.push_subscriptions.filter(session__expire_date__gt=now or timezone.now())
    return alive.order_by("-created_at", "pk")


def _make_room(user: User) -> None:
    kept = user.push_subscriptions.order_by("-created_at", "pk").values_list("pk", flat=True)
    user.push_subscriptions.exclude(pk__in=list(kept[: MOST - 1])).delete()


def _check(device: Device) -> None:
    if len(device.endpoint) > LONGEST or not push_services.is_known(device.endpoint):
        raise Invalid({"endpoint": [wording.NO_KNOWN_PUSH_SERVICE]})
    if not (_is_point(device.p256dh) and len(_bytes_of(device.auth)) == SECRET_BYTES):
        raise Invalid({"keys": [wording.NO_KNOWN_PUSH_SERVICE]})


def _is_point(text: str) -> bool:
    """Whether it is a point of P-256, uncompressed: only to such a one can anything be sealed."""
    point = _bytes_of(text)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return point[0] == 4


def _bytes_of(text: str) -> bytes:
    """Empty where it is no base64url of a key."""
    if len(text) > LONGEST_KEY:
        return b""
    try:
        return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
