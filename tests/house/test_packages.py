"""What comes from others is what was locked: declared, hashed, listed, and not changed since."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from importlib.metadata import PathDistribution, packages_distributions
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.house.source import HOUSE, ROOT, imports_of, inside
from tracker.management import packages
from tracker.management.packages import Pinned, canonical, read_lock

LOCKS = ("requirements.lock", "requirements-dev.lock")
OWN = {"tracker", "api", "frontend", "tests", "benchmarks"}
HASHES = 64  # letters of SHA-256


def lock(name: str = "requirements.lock") -> list[Pinned]:
    return read_lock((ROOT / name).read_text())


def names(name: str = "requirements.lock") -> set[str]:
    return {each.name for each in lock(name)}


def declared(*groups: str) -> set[str]:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*said["project"]["dependencies"]]
    for group in groups:
        lines += said["dependency-groups"][group]
    return {
        canonical(line.split(";")[0].strip().partition("[")[0].split(">")[0].split("=")[0])
        for line in lines
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_one_package_in_one_version_with_its_hashes(name: str) -> None:
    found, text = lock(name), (ROOT / name).read_text()
    elsewhere = ("git+", "http:", "https:", "file:", "--index", "-e ", " @ ")

    assert len(found) == len(re.findall(r"^\w\S*==", text, re.M)) > 40
    assert [each.name for each in found if not each.hashes] == []
    assert sum(len(each.hashes) for each in found) == text.count("--hash=")
    assert [word for word in elsewhere if word in text] == []


def test_what_is_declared_is_locked_and_a_clinic_gets_the_same_as_the_suite() -> None:
    assert declared() <= names()
    assert declared("dev") <= names("requirements-dev.lock")
    ours, suites = ({(each.name, each.version, each.hashes) for each in lock(n)} for n in LOCKS)
    assert ours <= suites
    assert not names() & {"pytest", "playwright", "schemathesis", "mypy", "ruff", "coverage"}


def test_every_import_of_the_product_is_of_something_declared() -> None:
    """Nothing works by the luck of a package that another one brought along."""
    known = packages_distributions()
    imported = {
        name.partition(".")[0] for path in inside(*HOUSE, suffix=".py") for name in imports_of(path)
    }
    foreign = imported - OWN - set(sys.stdlib_module_names)
    from_packages = {canonical(dist) for name in foreign for dist in known.get(name, ["nowhere"])}

    assert from_packages - declared() == set()


def test_the_bill_of_materials_names_each_package_with_every_hash() -> None:
    out = StringIO()
    call_command("packages", stdout=out)
    bill = json.loads(out.getvalue())

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    hashes = {(each.name, each.version): list(each.hashes) for each in lock()}
    assert {(part["name"], part["version"]) for part in bill["components"]} == hashes.keys()
    for part in bill["components"]:
        assert part["purl"] == part["bom-ref"] == f"pkg:pypi/{part['name']}@{part['version']}"
        digests = [each["content"] for each in part["hashes"]]
        assert digests == hashes[part["name"], part["version"]]
        assert all(len(each["content"]) == HASHES for each in part["hashes"])


@pytest.mark.full
def test_what_is_installed_here_is_what_the_lock_says() -> None:
    out = StringIO()
    call_command("packages", "--verify", "--lock", "requirements-dev.lock", stdout=out)

    assert "packages are what requirements-dev.lock says" in out.getvalue()


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., PathDistribution]:
    """installed("left", "1.0"): a package with one module, as pip leaves it."""

    def install(name: str, version: str) -> PathDistribution:
        info = tmp_path / f"{name}-{version}.dist-info"
        info.mkdir()
        (tmp_path / f"{name}.py").write_text("safe = True\n")
        digest = hashlib.sha256(b"safe = True\n").digest()
        written = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "RECORD").write_text(f"{name}.py,sha256={written},12\n{info.name}/RECORD,,\n")
        return PathDistribution(info)

    return install


def test_another_version_a_stranger_and_a_missing_one_are_named(
    installed: Callable[..., PathDistribution],
) -> None:
    wanted = read_lock("left==1.0 \\\n --hash=sha256:" + "a" * 64 + "\nright==2.0 \\\n")

    found = packages.faults(wanted, [installed("left", "1.1"), installed("typo", "9")])

    assert found == ["right is not installed", "left is 1.1, not 1.0", "typo 9 is in no lock"]


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_was_changed_since_it_was_installed_is_named(
    harm: str, installed: Callable[..., PathDistribution], tmp_path: Path
) -> None:
    one = installed("left", "1.0")
    wanted = read_lock("left==1.0 \\\n --hash=sha256:" + "a" * 64 + "\n")
    assert packages.faults(wanted, [one]) == []

    if harm == "changed":
        (tmp_path / "left.py").write_text("import os  # and more\n")
    else:
        (tmp_path / "left.py").unlink()

    assert packages.faults(wanted, [one]) == ["left: left.py was changed"]


def test_a_fault_ends_the_command_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "faults", lambda _lock: ["left is 1.1, not 1.0"])

    with pytest.raises(CommandError, match="1 faults"):
        call_command("packages", "--verify", stdout=StringIO())


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A package in a folder, as an index would hand it out."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "left-1.0.dist-info"
    with zipfile.ZipFile(folder / "left-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("left.py", "safe = True\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: left\nVersion: 1.0\n")
        said = "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{info}/WHEEL", said)
        wheel.writestr(f"{info}/RECORD", f"left.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")
    return folder


@pytest.mark.full
def test_a_package_that_was_swapped_on_its_way_is_not_installed(
    wheels: Path, tmp_path: Path
) -> None:
    """As docs/operations.md installs them."""
    [wheel] = wheels.iterdir()
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()

    def installs(line: str) -> bool:
        listed = tmp_path / "listed.lock"
        listed.write_text(line)
        target = ["--target", str(tmp_path / "there"), "--no-index", "--find-links", str(wheels)]
        quiet = ["--disable-pip-version-check", "--quiet", "--upgrade"]
        command = [sys.executable, "-m", "pip", "install", "--require-hashes", "-r", str(listed)]
        done = subprocess.run([*command, *target, *quiet], capture_output=True, check=False)
        return done.returncode == 0

    assert not installs(f"left==1.0 --hash=sha256:{'0' * 64}\n")
    assert not installs("left==1.0\n")
    assert installs(f"left==1.0 --hash=sha256:{right}\n")
