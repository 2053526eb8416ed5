"""Which phones may ask for notifications, where to, how many, and what ends it."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.push_service import PhoneKeys
from tracker.errors import Invalid, NotFound
from tracker.models import AuditEvent, Membership, PushSubscription, Role
from tracker.records import push_services
from tracker.services.erased_rows import delete_rows
from tracker.services.push_subscriptions import (
    MOST,
    Device,
    is_subscribed,
    phones_of,
    subscribe,
    unsubscribe,
)
from tracker.services.sessions import end_other_sessions

pytestmark = pytest.mark.django_db
CHROME = "https://fcm.googleapis.com/fcm/send/abc"
KNOWN = [
    CHROME,
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://wns2-db5p.notify.windows.com/w/?token=abc",
]
INNER = [  # our own machine and its neighbours, as they may be spelt
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104
    "0",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "127.0.0.1.",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "localhost.",
    "LOCALHOST",
    "localhost.localdomain",
    "ip6-localhost",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "192.168.0.1",
    "192.168.1.1:443",
    "100.64.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "169.254.43518",
    "metadata.google.internal",
    "metadata",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fd00:ec2::254]",
    "[fc00::1]",
    "224.0.0.1",
    "255.255.255.255",
    "127.0.0.1.nip.io",
    "fcm.googleapis.com.127.0.0.1.nip.io",
    "127.0.0.1#.fcm.googleapis.com",
    "127.0.0.1?.fcm.googleapis.com",
    "127.0.0.1%2f.fcm.googleapis.com",
    "fcm.googleapis.com%00.evil.example",
    "fcm.googleapis.com:443@127.0.0.1",
    "fcm\u3002googleapis\u3002com",
    "ｆｃｍ.googleapis.com",
]
FOREIGN = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm/send/abc",
    "https://fcm.googleapis.com.evil.example/abc",
    "https://evil.example/fcm.googleapis.com",
    "https://fcm.googleapis.com@evil.example/abc",
    "https://ana:secret@fcm.googleapis.com/abc",
    "https://evilpush.apple.com/abc",
    "https://evil\u3002example.push.apple.com/abc",
    "https://push.apple.com.evil.example/abc",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/abc",
    "https://[::1]/abc",
    "http://127.0.0.1:8000/admin",
    "https://fcm.googleapis.com:port/abc",
    "https://fcm.googleapis.com\\@evil.example/",
    "https://fcm.googleapis.com/a\r\nHost: evil.example",
    "file:///etc/passwd",
    "ftp://fcm.googleapis.com/abc",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:fetch('https://evil.example')",
    "data:text/plain,abc",
    *[f"https://{host}/abc" for host in INNER],
    "//fcm.googleapis.com/abc",
    "",
]


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def a_device(endpoint=CHROME):
    keys = PhoneKeys("").device
    return Device(endpoint, keys.p256dh, keys.auth)


def turn_on(user, endpoint=CHROME, browser=None):
    browser = browser or browser_of(user)
    subscribe(by=user, session_key=browser.session.session_key, device=a_device(endpoint))
    return browser


@pytest.mark.parametrize("endpoint", KNOWN)
def test_the_push_services_of_browsers_are_known(endpoint, ana, settings):
    settings.FADEWELL_PUSH_LOOPBACK = False
    here = turn_on(ana, endpoint)

    assert is_subscribed(ana, here.session.session_key)


@pytest.mark.parametrize("endpoint", FOREIGN)
def test_no_other_address_is_ever_called(endpoint, ana, settings):
    settings.FADEWELL_PUSH_LOOPBACK = False

    with pytest.raises(Invalid):
        turn_on(ana, endpoint)

    assert not PushSubscription.objects.exists()
    assert not push_services.is_known(endpoint)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        ("BAAA", None),
        (None, "c2hvcnQ"),
        ("B" + "A" * 86, None),  # 65 bytes, and no point of the curve
        ("!" * 87, None),
        ("ñ" * 87, None),
        (None, "A" * 5000),
        ("A" * 5000, None),
    ],
)
def test_keys_to_which_nothing_can_be_sealed_are_refused(p256dh, auth, ana):
    good, here = a_device(), browser_of(ana)
    device = Device(
        CHROME, good.p256dh if p256dh is None else p256dh, good.auth if auth is None else auth
    )

    with pytest.raises(Invalid):
        subscribe(by=ana, session_key=here.session.session_key, device=device)


def test_an_address_of_a_page_long_is_refused(ana):
    with pytest.raises(Invalid):
        turn_on(ana, CHROME + "a" * 1000)


def test_telling_it_again_changes_nothing_and_is_written_down_once(ana):
    device, here = a_device(), browser_of(ana)
    rows = {
        subscribe(by=ana, session_key=here.session.session_key, device=device).pk for _ in range(3)
    }

    assert len(rows) == 1
    [event] = AuditEvent.objects.filter(action="push.on")
    assert "fcm" not in str(event.detail)


def test_a_phone_that_subscribes_anew_has_one_subscription(ana):
    here = turn_on(ana)
    turn_on(ana, CHROME + "def", here)

    assert [each.endpoint for each in phones_of(ana)] == [CHROME + "def"]


def test_whoever_told_an_address_last_has_it(ana, ben):
    turn_on(ana)
    turn_on(ben)

    assert (phones_of(ana).count(), phones_of(ben).count()) == (0, 1)


def test_a_person_has_ten_phones_at_most_and_the_oldest_makes_room(ana, ben):
    turn_on(ben, CHROME + "-his")
    for number in range(MOST + 2):
        turn_on(ana, f"{CHROME}-{number}")

    kept = [each.endpoint for each in phones_of(ana)]
    assert kept == [f"{CHROME}-{number}" for number in reversed(range(2, MOST + 2))]
    assert phones_of(ben).count() == 1


def test_turning_off_ends_this_phones_alone(ana, ben):
    here, there, other = turn_on(ana), turn_on(ana, CHROME + "2"), turn_on(ben, CHROME + "3")

    for session in (here, other):
        unsubscribe(by=ana, session_key=session.session.session_key)

    assert [each.session_id for each in phones_of(ana)] == [there.session.session_key]
    assert phones_of(ben).count() == 1


def test_ending_other_sessions_ends_their_notifications(ana):
    here, there = turn_on(ana), turn_on(ana, CHROME + "2")
    for each in (here, there):
        UserSession.objects.create(user=ana, ip="::1", session_key=each.session.session_key)

    end_other_sessions(by=ana, here=here.session.session_key)

    assert not Session.objects.filter(pk=there.session.session_key or "").exists()
    assert [each.session_id for each in phones_of(ana)] == [here.session.session_key]


def test_erasure_ends_them_though_her_account_is_also_a_colleagues(ana, ana_patient, ben, clinic_b):
    turn_on(ana)
    turn_on(ben, CHROME + "2")
    Membership.objects.create(user=ana, clinic=clinic_b, role=Role.COORDINATOR)

    delete_rows(ana_patient)

    assert (phones_of(ana).count(), phones_of(ben).count()) == (0, 1)


def test_without_a_key_nobody_can_turn_it_on(ana, settings, tmp_path):
    settings.FADEWELL_KEYS, settings.FADEWELL_MAKE_KEYS = tmp_path, False

    with pytest.raises(NotFound):
        turn_on(ana)
