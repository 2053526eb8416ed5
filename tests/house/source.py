"""The project's own files as the walls read them: what git tracks, or would track."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("tracker", "api", "frontend")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project; where this is no clone, everything that is not hidden or made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = (ROOT / name for name in listed.stdout.split("\0") if name)
    else:
        made = {".venv", "var", "__pycache__", "node_modules", "test-results"}
        found = (path for path in ROOT.rglob("*") if not made & set(path.parts))
    return tuple(sorted(path for path in found if path.is_file()))


def inside(*folders: str, suffix: str) -> list[Path]:
    """Files of these top folders that end in suffix, without what a machine wrote."""
    return [
        path
        for path in files()
        if path.suffix == suffix
        and path.relative_to(ROOT).parts[0] in folders
        and "vendor" not in path.parts
        and not ("migrations" in path.parts and path.name.startswith("0001"))
    ]


def name_of(path: Path) -> str:
    """How a failure names a file: its place in the project."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(path: Path) -> Iterator[str]:
    """Each imported module, and each imported name as if it were one (`from a import b`: a.b)."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
