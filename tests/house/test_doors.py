"""Pages and endpoints fetch scoped rows and call services; services never see a request."""

import ast
from pathlib import Path

from tests.house.source import functions_of, imports_of, inside, module_of, name_of, tree_of

MANAGERS = {"objects", "_default_manager", "_base_manager"}
DOORS = [*inside("api", suffix=".py"), *inside("frontend", suffix=".py")]
INNER = [
    path
    for path in inside("tracker", suffix=".py")
    if module_of(path).split(".")[1:2] in (["services"], ["records"], ["models"])
]
HOUSE_OVER = [*DOORS, *inside("tracker", suffix=".py")]
HTML_AT = {"SafeString": 1, "__html__": 1, "format_html": 1, "format_html_join": 2}
WEB = ("django.http", "django.shortcuts", "django.urls", "rest_framework", "django.views")
REQUESTS = {"HttpRequest", "Request", "ASGIRequest", "WSGIRequest"}


def test_a_page_or_endpoint_never_touches_a_models_manager() -> None:
    touched = [
        f"{name_of(path)}:{node.lineno}"
        for path in DOORS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]

    assert touched == []


def unscoped(path: Path) -> list[str]:
    models = {name.rpartition(".")[2] for name in imports_of(path) if ".models" in name}
    return [
        f"{name_of(path)}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"get_object_or_404", "get_list_or_404"}
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id in models
    ]


def test_a_page_or_endpoint_never_fetches_from_a_whole_table() -> None:
    assert [place for path in DOORS for place in unscoped(path)] == []


def test_a_page_or_endpoint_speaks_no_sql() -> None:
    sql = {"django.db.connection", "django.db.connections", "django.db.transaction"}

    assert [name_of(path) for path in DOORS if sql & set(imports_of(path))] == []


def test_a_service_never_sees_a_request() -> None:
    web = [
        f"{name_of(path)}: {name}"
        for path in INNER
        for name in imports_of(path)
        if name.startswith(WEB)
    ]
    annotated = [
        f"{name_of(path)}: {argument.arg}"
        for path in INNER
        for function in functions_of(tree_of(path))
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if getattr(argument.annotation, "id", "") in REQUESTS
    ]

    assert web == []
    assert annotated == []


def test_no_text_is_declared_harmless_and_no_form_unguarded_by_hand() -> None:
    """What people wrote is escaped by the template, always; a form post carries its token."""
    marks = {"mark_safe", "csrf_exempt", "html_safe", "SafeText", "SafeData"}

    users = [
        f"{name_of(path)}: {name}"
        for path in HOUSE_OVER
        for name in imports_of(path)
        if name.rpartition(".")[2] in marks
    ]

    assert users == []
    assert [place for path in HOUSE_OVER for place in declared_harmless(path)] == []


def declared_harmless(path: Path) -> list[str]:
    """HTML that is no sentence of the code itself: what is put into one is escaped on its way."""
    return [
        f"{name_of(path)}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and (name := getattr(node.func, "id", getattr(node.func, "attr", ""))) in HTML_AT
        and not all(isinstance(each, ast.Constant) for each in node.args[: HTML_AT[name]] or [node])
    ]
