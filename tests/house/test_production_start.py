"""A clinic's server starts with its own secrets and all its keys, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT
from tracker.records.secret_files import MissingKeyFile, SecretFiles, missing_keys

GOOD = "vK3x9-Tq7Lm2_Zr8Wb5Nc1Yd4Hf6Gj0Ps-Ue_Ia-Ob"
KEYS = ("photo-master", "audit", "second-factor", "backup")


def start(data: Path, **other: str) -> str:
    """What stops it; "" where it starts."""
    done = run(data, "import tracker.wsgi", **other)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def said(data: Path, code: str) -> str:
    return run(data, code).stdout.strip().splitlines()[-1]


def run(data: Path, code: str, **other: str) -> "subprocess.CompletedProcess[str]":
    env = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tracker.settings.production",
        "FADEWELL_DATA": str(data),
        "FADEWELL_ORIGIN": "https://clinic.example",
        "FADEWELL_HOSTS": "clinic.example",
        "FADEWELL_SECRET_KEY": GOOD,
        "FADEWELL_MAIL_HOST": "mail.example",
        "FADEWELL_MAIL_FROM": "no-reply@clinic.example",
    }
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=env | other, capture_output=True, text=True, check=False
    )


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    settings.FADEWELL_KEYS = tmp_path
    return tmp_path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    for kind in KEYS:
        (tmp_path / "keys" / f"{kind}-20260101-000000.key").write_text(GOOD + kind)
    return tmp_path


def test_with_all_of_them_it_starts(data: Path) -> None:
    assert start(data) == ""


def test_its_cookies_are_this_host_s_alone(data: Path) -> None:
    """A browser keeps the prefix's promise only with Secure, the path / and no domain."""
    ask = (
        "import tracker.wsgi; from django.conf import settings as s; "
        "from frontend.cookies import host_name; import json; "
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, host_name('devices'), "
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH,"
        " s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN,"
        " s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE]))"
    )

    *names, secure, too, path, also, domain, neither, sent, as_well = json.loads(said(data, ask))

    assert all(name.startswith("__Host-") for name in names)
    assert (secure, too, path, also, domain, neither) == (True, True, "/", "/", None, None)
    assert (sent, as_well) == ("Lax", "Lax")  # a form of another's page brings none along


@pytest.mark.parametrize(
    "weak",
    ["", "short", GOOD[:39], "a" * 60, "abab" * 20, "only-for-the-test-suite-never-for-people-x"],
)
def test_a_default_short_or_plain_secret_stops_it(weak: str, data: Path) -> None:
    assert "FADEWELL_SECRET_KEY" in start(data, FADEWELL_SECRET_KEY=weak)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("FADEWELL_HOSTS", ""),
        ("FADEWELL_HOSTS", " , "),
        ("FADEWELL_ORIGIN", ""),
        ("FADEWELL_ORIGIN", "http://clinic.example"),
        ("FADEWELL_ORIGIN", "clinic.example"),
        ("FADEWELL_ORIGIN", "https://clinic.example/"),
        ("FADEWELL_ORIGIN", "https://clinic.example/recovery"),
        ("FADEWELL_ORIGIN", "https://other.example"),
        ("FADEWELL_HOSTS", "*"),
        ("FADEWELL_HOSTS", "clinic.example, .example"),
        ("FADEWELL_MAIL_HOST", ""),
        ("FADEWELL_MAIL_FROM", " "),
        ("FADEWELL_DATA", ""),
    ],
)
def test_without_its_name_or_without_tls_it_does_not_start(
    name: str, said: str, data: Path
) -> None:
    assert name in start(data, **{name: said})


@pytest.mark.parametrize("weak", ["x", GOOD[:39], "a" * 60, "abab" * 20, f"{GOOD},short"])
def test_an_older_secret_is_believed_too_and_no_weaker(weak: str, data: Path) -> None:
    assert "FADEWELL_SECRET_KEY_OLD" in start(data, FADEWELL_SECRET_KEY_OLD=weak)
    assert start(data, FADEWELL_SECRET_KEY_OLD=f"{GOOD}-older") == ""


def test_it_speaks_over_tls_alone_and_knows_who_asks_behind_its_proxy(data: Path) -> None:
    ask = (
        "import tracker.wsgi, json; from django.conf import settings as s; "
        "print(json.dumps([s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, "
        "s.SECURE_SSL_REDIRECT, s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT, "
        "s.DEBUG, s.SESSION_COOKIE_HTTPONLY, s.SECURE_REDIRECT_EXEMPT]))"
    )

    hsts, below, redirects, header, proxies, debug, hidden, exempt = json.loads(said(data, ask))

    assert hsts >= 60 * 60 * 24 * 365
    assert (below, redirects, debug, hidden) == (True, True, False, True)
    assert header == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert proxies == 1  # else every patient shares one address, or names the one she likes
    assert exempt == ["^healthz$", "^readyz$"]


@pytest.mark.parametrize("kind", KEYS)
def test_a_missing_key_stops_it_and_is_named(kind: str, data: Path) -> None:
    next((data / "keys").glob(f"{kind}-*")).unlink()

    assert f"No whole key in the key folder: {kind}." in start(data)
    assert not any((data / "keys").glob(f"{kind}-*")), "none is made"


@pytest.mark.parametrize("kind", [*KEYS, "push"])
@pytest.mark.parametrize("left", [b"", b"\n", GOOD[:39].encode(), bytes(64), b"0" * 64])
def test_a_key_that_a_full_disk_or_a_power_cut_left_stops_it(
    left: bytes, kind: str, key_folder: Path, settings: Any
) -> None:
    """What it seals anybody could open, for anybody knows what is left of it."""
    settings.FADEWELL_MAKE_KEYS = False
    for each in (*KEYS, "push"):
        (key_folder / f"{each}-20260101-000000.key").write_text(GOOD)
    assert missing_keys() == []

    (key_folder / f"{kind}-20260102-000000.key").write_bytes(left)

    assert missing_keys() == [kind]
    if kind != "photo-master":  # its own check: tests/services/test_photo_keys.py
        with pytest.raises(MissingKeyFile, match=f"{kind}-20260102-000000.key is empty or cut"):
            SecretFiles(kind).newest("seal")


def test_a_key_that_was_made_outlives_a_power_cut(
    key_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, then its name in the folder: what is sealed under it next must not outlive it."""
    synced = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}"))
    )

    SecretFiles("audit").make()

    assert synced[-1] == str(key_folder) and len(synced) == 2


def test_a_cut_key_stops_the_start_of_a_server(data: Path) -> None:
    (data / "keys" / "audit-20260102-000000.key").touch()

    assert "No whole key in the key folder: audit." in start(data)
