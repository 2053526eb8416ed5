"""From the tables of a `when` to conditions. The grammar is closed: what is not here is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.triage import predicates
from tracker.triage.conditions import All, AnyOf, Condition, Count, Hours, Not, Reported, Treated
from tracker.triage.names import Names
from tracker.triage.places import RELATIONS
from tracker.triage.promised import MissedCheckIns
from tracker.triage.protocol import URGENCIES
from tracker.triage.recorded import Came, DangerSign, Listed, PhotoFinding, Product, Uncovered

Data = Mapping[str, Any]
LISTS = {
    "condition": "conditions",
    "allergy": "allergies",
    "medicine": "medicines",
    "behaviour": "behaviours",
    "circumstance": "circumstances",
}


def condition(data: Any, names: Names) -> Condition:
    """One condition; raises ProtocolError for anything that the grammar does not know."""
    if not isinstance(data, Mapping) or not data:
        raise names.fail(f"a condition is a table with a key, not {data!r}")
    for key, build in FORMS.items():
        if key in data:
            return build(data, names)
    raise names.fail(f"no condition is written with {', '.join(sorted(data))}")


def _parts(data: Data, key: str, names: Names) -> tuple[Condition, ...]:
    parts = data[key]
    if not isinstance(parts, list) or not parts:
        raise names.fail(f"{key!r} wants a list of conditions that is not empty")
    return tuple(condition(part, names) for part in parts)


def _only(data: Data, names: Names, *allowed: str) -> None:
    if strange := sorted(set(data) - set(allowed)):
        raise names.fail(f"unknown key {', '.join(strange)} beside {allowed[0]!r}")


def _all(data: Data, names: Names) -> Condition:
    _only(data, names, "all")
    return All(_parts(data, "all", names))


def _any(data: Data, names: Names) -> Condition:
    _only(data, names, "any")
    return AnyOf(_parts(data, "any", names))


def _not(data: Data, names: Names) -> Condition:
    _only(data, names, "not")
    return Not(condition(data["not"], names))


def _count(data: Data, names: Names) -> Condition:
    _only(data, names, "count", "at_least")
    parts, least = _parts(data, "count", names), data.get("at_least", 1)
    if not 1 <= least <= len(parts):
        raise names.fail(f"can never hold: at least {least} of {len(parts)}")
    return Count(least, parts)


def _symptom(data: Data, names: Names) -> Reported:
    _only(data, names, "symptom", "kinds_at_least", "gone", *predicates.TESTS)
    codes = frozenset(names.codes("symptoms", data["symptom"]))
    kinds = data.get("kinds_at_least", 1)
    if kinds > len(codes):
        raise names.fail(f"can never hold: {kinds} kinds of {len(codes)}")
    _bounds(data, names)
    tests = tuple(
        (key, make(_argument(key, data[key], names)))
        for key, make in predicates.TESTS.items()
        if key in data
    )
    return Reported(codes, tests, kinds, bool(data.get("gone", False)), dict(data))


def _bounds(data: Data, names: Names) -> None:
    for name in ("severity", "onset", "hours"):
        least, most = data.get(f"{name}_at_least"), data.get(f"{name}_at_most")
        if least is not None and most is not None and least > most:
            raise names.fail(f"can never hold: {name} from {least} to {most}")


def _argument(key: str, said: Any, names: Names) -> Any:
    """The value of one test, checked."""
    check = ARGUMENTS.get(key)
    if check is not None:
        return check(said, names)
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise names.fail(f"{key!r} wants a number, not {said!r}")
    return said


def _codes(kind: str) -> Callable[[Any, Names], frozenset[str]]:
    return lambda said, names: frozenset(names.codes(kind, said))


def _one_of(allowed: Iterable[str]) -> Callable[[Any, Names], frozenset[str]]:
    def check(said: Any, names: Names) -> frozenset[str]:
        words = {said} if isinstance(said, str) else set(said)
        if not words or words - set(allowed):
            raise names.fail(f"{said!r} is none of {', '.join(allowed)}")
        return frozenset(words)

    return check


def _side(said: Any, names: Names) -> str:
    (name,) = _one_of(("left", "right", "both", "one", "left_or_right"))(said, names)
    return name


def _yes_no(said: Any, names: Names) -> bool:
    if not isinstance(said, bool):
        raise names.fail(f"true or false is wanted, not {said!r}")
    return said


def _answers(said: Any, names: Names) -> Mapping[str, bool]:
    names.codes("answers", sorted(said))
    return {name: _yes_no(value, names) for name, value in said.items()}


ARGUMENTS: Mapping[str, Callable[[Any, Names], Any]] = {
    "region": _codes("regions"),
    "not_region": _codes("regions"),
    "course": _codes("courses"),
    "apart_from": lambda said, names: _symptom(said, names),
    "relation": _one_of(tuple(RELATIONS)),
    "side": _side,
    "answers": _answers,
    "explained": _yes_no,
    "returned": _yes_no,
    "new_place": _yes_no,
    "unchanged_since_before": _yes_no,
}


def _hours(data: Data, names: Names) -> Condition:
    _only(data, names, "hours_at_least", "hours_at_most")
    _bounds(data, names)
    ends = {key.removeprefix("hours_"): _argument(key, value, names) for key, value in data.items()}
    return Hours(**ends)


def _listed(key: str) -> Callable[[Data, Names], Condition]:
    def build(data: Data, names: Names) -> Condition:
        _only(data, names, key, "at_least")
        codes, least = names.codes(LISTS[key], data[key]), data.get("at_least", 1)
        if not 1 <= least <= len(codes):
            raise names.fail(f"can never hold: at least {least} of {len(codes)}")
        return Listed(LISTS[key], codes, least)

    return build


def _danger_sign(data: Data, names: Names) -> Condition:
    _only(data, names, "danger_sign")
    if data["danger_sign"] is True:
        return DangerSign()
    return DangerSign(frozenset(names.codes("danger_signs", data["danger_sign"])))


def _photo(data: Data, names: Names) -> PhotoFinding:
    _only(data, names, "photo")
    return PhotoFinding(frozenset(names.codes("photo_findings", data["photo"])))


def _missed(data: Data, names: Names) -> MissedCheckIns:
    _only(data, names, "missed_check_ins_at_least", "after")
    least = data["missed_check_ins_at_least"]
    if isinstance(least, bool) or not isinstance(least, int) or least < 1:
        raise names.fail(f"a whole number of missed check-ins is wanted, not {least!r}")
    return MissedCheckIns(least, _one_of(URGENCIES)(data.get("after", list(URGENCIES)), names))


def _came(data: Data, names: Names) -> Condition:
    """What the judgement came to; rules themselves may not ask."""
    return Came(
        urgencies=_one_of(URGENCIES)(data["urgency"], names) if "urgency" in data else frozenset(),
        fired=frozenset(names.codes("rules", data["fired"])) if "fired" in data else frozenset(),
        offered=(
            frozenset(names.codes("remedies", data["offered"]))
            if "offered" in data
            else frozenset()
        ),
        ask_first=bool(data.get("ask_first", False)),
        waiting_is_fine=bool(data.get("waiting_is_fine", False)),
    )


FORMS: Mapping[str, Callable[[Data, Names], Condition]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "count": _count,
    "symptom": _symptom,
    "hours_at_least": _hours,
    "hours_at_most": _hours,
    **{key: _listed(key) for key in LISTS},
    "product": lambda data, names: Product(frozenset(names.codes("products", data["product"]))),
    "treated": lambda data, names: Treated(frozenset(names.codes("regions", data["treated"]))),
    "danger_sign": _danger_sign,
    "photo": _photo,
    "missed_check_ins_at_least": _missed,
    "uncovered": lambda data, names: Uncovered(),
    "urgency": _came,
    "fired": _came,
    "offered": _came,
    "ask_first": _came,
    "waiting_is_fine": _came,
}
