"""How a check of a permission, or a filter of a scope, looks in the code of the house."""

import ast
import re

PLACES = (
    "api/",
    "frontend/accounts/",
    "frontend/clinic/",
    "frontend/pages/",
    "frontend/papers/",
    "frontend/photos/",
    "tracker/middleware",
    "tracker/records/",
    "tracker/second_factor",
    "tracker/services/",
)
SCOPES = frozenset(
    {
        "patients_of",
        "own_patients_of",
        "treatments_of",
        "own_treatments_of",
        "check_ins_of",
        "own_check_ins_of",
        "photos_of",
        "messages_of",
        "cases_of",
        "own_photos_of",
        "photos_at_work",
        "treatments_at_work",
        "clinics_where",
        "memberships",
    }
)
REFUSALS = frozenset({"NotAllowed", "NotFound", "SecondFactorNeeded", "SignInAgain"})
TURNED_AWAY = frozenset(
    ["forbidden", "ask_to_sign_in", "ask_second_factor", "ask_again", "_role_page"] + ["instead"]
)
DEMANDS = frozenset(["require_role", "require_fresh_sign_in", "require_second_factor"])
HELD_BY = frozenset(
    ["user", "clinic", "role", "ended_at", "patient", "owner", "sender", "recorded_by", "chain"]
    + ["memberships", "subject"]
)
# Functions that say whether somebody may; each is made to say the other thing.
YES = re.compile(
    r"_?(may_(?!wait|be_silent)\w+|has_role|is_patient|is_shown_to|holds|is_(staff|clinician|administrator)(_at)?"
    r"|is_lead|leads|was_shown|signed_in_recently|accepts|is_there|any_of)"
)
FOR_SOME = re.compile(rf"(?<!not )(?<!\w)(?<!\w\.)(\w+\.)*{YES.pattern}\b|\bclinic_id in \w")
NO = re.compile(r"is_(owed|required_of|care_open|over|locked)")
# What a condition says where it is about who somebody is, or whose a row is.
WHO = re.compile(
    r"\b(clinic_id|clinic\.pk|patient_id|user_id|owner_id|author_id|by\.pk|user\.pk|roles?|roles_at"
    r"|is_authenticated|_?may_(?!wait|make|be_silent)\w+|has_role|is_patient|is_shown_to|_?holds|is_there"
    r"|is_(staff|clinician|administrator|lead)(_at)?|_leads|accepts|signed_in_recently)\b"
)
# The same of one row among several: which moves, whose clinic, who is at work there.
AMONG = re.compile(
    rf"\b(clinic_id|clinic\.pk|str\(clinic|patient_id|owner_id|roles_at|roles &)|\b{YES.pattern}\b"
)
NOTHING = re.compile(
    r"None|False|''|\[\]|\(\)|\{\}|set\(\)|Q\(pk__in=\[\]\)|\w+\.objects\.none\(\)"
)


def name_in(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def turns_away(last: ast.stmt) -> str:
    if isinstance(last, ast.Raise) and last.exc is not None:
        name = _raised(last.exc)
        return name if name in REFUSALS else ""
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
        name = name_in(last.value.func)
        return name if name in TURNED_AWAY else ""
    return ""


def ends_for(who: str, last: ast.stmt) -> str:
    """Any refusal, or nothing at all, where the condition is about who somebody is."""
    if turns_away(last) or not WHO.search(who):
        return turns_away(last)
    if isinstance(last, ast.Raise) and last.exc is not None:
        return _raised(last.exc)
    value = last.value if isinstance(last, ast.Return) else None
    if isinstance(value, ast.Call) and name_in(value.func) == "problem":
        return "problem"
    return f"return {ast.unparse(value)}" if value is not None and is_nothing(value) else ""


def is_nothing(node: ast.expr) -> bool:
    return bool(NOTHING.fullmatch(ast.unparse(node)))


def asks_for_none(test: ast.expr) -> bool:
    """What was not found is no check of ours: without it nothing but an error follows."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is)


def is_among(test: ast.expr) -> bool:
    """Of those that are not this one, nothing is said of anybody's right."""
    is_other = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq)
    return not is_other and bool(AMONG.search(ast.unparse(test)))


def is_held(name: str) -> bool:
    """Whose it is; not since when."""
    return not name.endswith(("__gte", "__lt")) and any(
        word.removesuffix("_id") in HELD_BY for word in name.split("__")
    )


def key_of(node: ast.expr | None) -> str:
    """The end of a name that is put together where it is used."""
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[-1], ast.Constant):
        return str(node.values[-1].value)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def is_condition(node: ast.AST) -> bool:
    """A Q, or some of them together, about whose a row is."""
    if isinstance(node, ast.BinOp):
        return is_condition(node.left) or is_condition(node.right)
    if not isinstance(node, ast.Call) or name_in(node.func) != "Q":
        return False
    names = [each.arg or "" for each in node.keywords]
    more = [each.value for each in node.keywords if isinstance(each.value, ast.Dict)]
    return any(map(is_held, [*names, *(key_of(key) for each in more for key in each.keys)]))


def _raised(node: ast.expr) -> str:
    return name_in(node.func if isinstance(node, ast.Call) else node)
