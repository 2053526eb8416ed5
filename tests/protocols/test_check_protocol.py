"""check_protocol: what a clinical lead runs before she signs."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.protocols.draft import VERSION, Draft, Spoil
from tracker.management.commands import check_protocol
from tracker.triage.library import Library, read_library

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


def change(name: str, old: str, new: str) -> Spoil:
    return lambda draft: draft.change(name, old, new)


HIVES = "rules/hives.toml"
EYE = "advice/protect-eye.toml"
EXCLUDING = "{ all = [{ hours_at_least = 9 }, { hours_at_most = 2 }] }"


def text_of_hives(label: str) -> Spoil:
    return change(HIVES, 'label = "Raised wheals"', f'label = "{label}"')


def advice(text: str) -> Spoil:
    return lambda draft: draft.write(
        EYE, f'id = "protect_eye"\nsource = "F17"\n[text.en]\ntext = "{text}"\n'
    )


def again(draft: Draft) -> None:
    """The bruise rule once more, under another name and as an urgent flag."""
    text = draft.files["rules/bruise.toml"].decode()
    text = text.replace('id = "bruise"', 'id = "bruise-too"').replace("self_care", "urgent")
    draft.write("rules/bruise-too.toml", text)


def mute(draft: Draft) -> None:
    """No advice of any kind comes at the level of review."""
    for name in [each for each in draft.files if each.startswith("advice/")]:
        text = draft.files[name].decode()
        quiet = text.replace('"review", ', "").replace('["review"]', '["none"]')
        draft.write(name, "\n".join(x for x in quiet.splitlines() if not x.startswith("when")))


NAMED: dict[str, tuple[Spoil, str]] = {
    "an unknown code": (
        change(HIVES, '"hives" }', '"glow" }'),
        "rules/hives.toml, hives: unknown code 'glow' among symptoms",
    ),
    "an unknown code of the case library": (
        change("conditions/conditions.toml", '"recent_vaccination"', '"a_jab"'),
        "field 'conditions': unknown code 'recent_vaccination'",
    ),
    "a rule without source": (change(HIVES, "source = ", "origin = "), HIVES),
    "a source that stands nowhere": (change(HIVES, 'source = "', 'source = "F99 '), "F99"),
    "hours that exclude one another": (
        change(HIVES, '{ symptom = "hives" }', EXCLUDING),
        "rule hives: unreachable, its hours exclude one another",
    ),
    "strengths that exclude one another": (
        change(HIVES, '"hives" }', '"hives", severity_at_least = 9, severity_at_most = 1 }'),
        "rules/hives.toml, hives: can never hold: severity from 9 to 1",
    ),
    "a rule shown by what fires another one": (
        change(HIVES, '"hives" }', '"hives", region = "nose" }'),
        "rule hives: no situation fires it: it cannot be reached",
    ),
    "two rules that contradict": (again, "rule bruise: the same condition as bruise-too"),
    "you should": (text_of_hives("You should rest"), "forbidden word 'should'"),
    "normal": (text_of_hives("A normal rash"), "forbidden word 'normal'"),
    "an exclamation mark": (text_of_hives("Wheals!"), "forbidden word '!'"),
    "You have": (text_of_hives("You have wheals"), "forbidden word 'You have'"),
    "This is nothing": (text_of_hives("This is nothing"), "forbidden word 'This is nothing'"),
    "Don't worry": (text_of_hives("Don't worry"), 'forbidden word "Don\'t worry"'),
    "Don’t worry, typed well": (text_of_hives("Don’t worry"), "forbidden word 'Don’t worry'"),
    "AI": (text_of_hives("AI says so"), "forbidden word 'AI'"),
    "safe": (text_of_hives("Safe wheals"), "forbidden word 'Safe'"),
    "blame": (text_of_hives("You failed"), "forbidden word 'You failed'"),
    "a long sentence": (text_of_hives("one " * 20 + "more"), "a sentence of 21 words"),
    "a warning without action": (
        advice("Today your eye is dry, because of the wind."),
        "advice protect_eye: no action",
    ),
    "a warning without time": (
        advice("Keep your eye moist, because it may be hurt."),
        "advice protect_eye: no time",
    ),
    "a warning without reason": (
        advice("Keep your eye moist today."),
        "advice protect_eye: no reason",
    ),
    "a flag that says nothing to do": (
        mute,
        "a warning without action: no advice comes with it",
    ),
    "a case of the library": (
        change("rules/chest-pain.toml", '"emergency"', '"urgent"'),
        "emergency missed: urgency urgent, expected emergency",
    ),
    "a promise": (
        change("rules/danger-sign.toml", "danger_sign = true", 'danger_sign = "breathing"'),
        "promise a: danger sign",
    ),
    "a situation that expects nothing": (
        change(HIVES, "expect_flags", "hopes_for"),
        "rule hives: situation 0 expects nothing",
    ),
}


@pytest.fixture
def few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the library only what these faults can meet: the whole of it takes a second."""
    lines = read_library().lines
    some = tuple(each for each in lines if "recent_vaccination" in each or "chest_pain" in each)
    monkeypatch.setattr(check_protocol, "read_library", lambda: Library(some))


@pytest.mark.usefixtures("few_cases")
@pytest.mark.parametrize(("spoil", "told"), NAMED.values(), ids=NAMED)
def test_each_named_fault_ends_it_with_one(
    spoil: Spoil,
    told: str,
    draft: Draft,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    if not told.startswith("promise"):
        request.getfixturevalue("quick_gate")
    spoil(draft)

    with pytest.raises(SystemExit, match="1"):
        call_command("check_protocol", put(draft, tmp_path), **QUICK)
    said = capsys.readouterr()
    assert told in said.out + said.err
