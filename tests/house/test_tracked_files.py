"""What the repository must not carry: machine paths, registries, secrets, whole machines' files."""

import re
from pathlib import Path

from tests.house.source import ROOT, files, name_of

BINARY = {".png", ".webp", ".jpg", ".jpeg", ".heic", ".avif", ".ico", ".woff2", ".mo", ".icc"}
# Written in pieces, so that this file passes its own test.
REGISTRIES = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "py" + "pi.org",
            "pythonhosted" + ".org",
            "registry.npm" + "js.org",
            "registry.yarn" + "pkg.com",
            "npm.pkg.git" + "hub.com",
        )
    )
)
MACHINE = re.compile(r"(?<![\w./$}~-])/(?:work|root|home|Users|tmp|mnt|media)/[\w.-]+")
PRIVATE = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")
NEVER = {".venv", "var", "node_modules", "db.sqlite3", "uv.lock", "pylock.toml", ".env"}
MOST_BYTES = 400_000
LOCKS = {"requirements.lock", "requirements-dev.lock"}


def texts() -> list[tuple[Path, str]]:
    return [
        (path, path.read_text(encoding="utf-8"))
        for path in files()
        if path.suffix.lower() not in BINARY
    ]


def carriers(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}: {match[0]}" for path, text in texts() for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert carriers(REGISTRIES) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert carriers(MACHINE) == []


def test_no_file_holds_a_private_key() -> None:
    assert carriers(PRIVATE) == []


def test_nothing_made_or_private_is_tracked() -> None:
    tracked = [name_of(path) for path in files() if NEVER & set(path.relative_to(ROOT).parts)]

    assert tracked == []


def test_no_file_is_large() -> None:
    large = [name_of(p) for p in files() if p.stat().st_size > MOST_BYTES and p.name not in LOCKS]

    assert large == []


def test_every_line_of_the_locks_is_held_by_a_hash() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.M)
        blocks = re.findall(r"^[\w.\[\]-]+==.*?(?=^[\w.\[\]-]+==|\Z)", text, re.M | re.S)

        assert len(pins) > 10
        assert all("--hash=sha256:" in block for block in blocks)
