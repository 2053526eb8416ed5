"""What must hold before photos are taken in; `manage.py check --deploy` also starts the decoder."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from tracker.imaging.intake import Busy, decoder_report
from tracker.papers.libraries import how_to_install, missing
from tracker.records.secret_files import missing_keys
from tracker.services import photo_store

_OLDEST: Final = {"pillow": 13, "pi-heif": 1}


@register(Tags.compatibility)
def decoders_are_recent(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """By the names of what is installed; the decoder itself asks the libraries when it starts."""
    return [
        Error(
            f"{name} {found or 'is missing'}: photos need {oldest} or newer.",
            hint="Install requirements.lock.",
            id="fadewell.E001",
        )
        for name, oldest in _OLDEST.items()
        if (found := _installed(name)) is None or int(found.split(".")[0]) < oldest
    ]


@register(Tags.compatibility)
def papers_can_be_printed(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """A warning, for everything else works: pages then offer no PDF (docs/adr/053)."""
    packages = missing()
    return [Warning(how_to_install(packages), id="fadewell.W005")] if packages else []


@register(Tags.security, deploy=True)
def photos_can_be_kept(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Folder and master key, which production never makes by itself."""
    problems: list[CheckMessage] = []
    if not settings.FADEWELL_MAKE_KEYS and not any(_key_files()):
        problems.append(
            Error(
                f"No photo master key in {settings.FADEWELL_KEYS}.",
                hint="Restore it from its backup, or make the first one with photo_key.",
                id="fadewell.E002",
            )
        )
    elif not photo_store.usable():
        problems.append(Error(f"{settings.FADEWELL_PHOTOS} takes no photo.", id="fadewell.E003"))
    return problems


@register(Tags.security, deploy=True)
def acts_can_be_recorded(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Without an audit key nothing can be done; without the other nobody sets an app up."""
    return [
        Error(
            f"No whole {kind} key in {settings.FADEWELL_KEYS}.",
            hint=f"Restore it from its backup, or make the first one: make_key {kind}.",
            id="fadewell.E005",
        )
        for kind in missing_keys()
        if kind != "photo-master"  # fadewell.E002
    ]


@register(Tags.security, deploy=True)
def decoder_stands_apart(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Starts the decoder and says which walls the kernel allows around it."""
    try:
        report = decoder_report()
    except Busy as busy:
        return [Error(f"The picture decoder does not start: {busy}.", id="fadewell.E004")]
    walls = {
        "fadewell.W001": (report["network"] == "namespace", "keeps its network"),
        "fadewell.W002": (report["system_calls"] == "filtered", "may make any system call"),
        "fadewell.W003": (report["jpeg_scan"], "cannot see rot inside a JPEG"),
    }
    return [
        Warning(f"The picture decoder {what} on this machine.", id=check_id)
        for check_id, (stands, what) in walls.items()
        if not stands
    ]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _key_files() -> list[Path]:
    return list(Path(settings.FADEWELL_KEYS).glob("photo-master-*.key"))
