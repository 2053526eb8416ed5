"""check_protocol: what a clinical lead runs before she signs."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.protocols.draft import VERSION, Draft

QUICK = {"samples": 3, "hours": (0.5, 2000)}


def put(draft: Draft, home: Path) -> str:
    folder = home / VERSION
    for name, data in draft.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (home / "sources.toml").write_bytes(draft.sources)
    return str(folder)


def test_the_newest_version_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_protocol", **QUICK)

    assert "0 faults" in capsys.readouterr().out


def test_each_fault_is_named_and_the_exit_is_one(
    draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.change("rules/hives.toml", 'urgency = "urgent"', 'urgency = "self_care"')
    draft.change("rules/danger-sign.toml", "danger_sign = true", 'danger_sign = "breathing"')
    bruise = draft.files["rules/bruise.toml"].decode()
    draft.write(
        "rules/bruise-again.toml", bruise.replace('"bruise"\norder', '"bruise-again"\norder')
    )

    with pytest.raises(SystemExit, match="1"):
        call_command("check_protocol", put(draft, tmp_path), **QUICK)
    told = capsys.readouterr().out
    assert "rule hives: situation 0: flag hives is not raised" in told
    assert "rule bruise: the same condition as bruise-again" in told
    assert "case LB" in told
    assert "promise a: danger sign swallowing" in told


def test_a_folder_that_does_not_load_is_one_sentence(
    draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.change("rules/hives.toml", '"hives" }', '"glow" }')

    with pytest.raises(SystemExit, match="1"):
        call_command("check_protocol", put(draft, tmp_path), **QUICK)
    assert (
        capsys.readouterr().err.strip()
        == "rules/hives.toml, hives: unknown code 'glow' among symptoms"
    )
