"""What a browser is given of our scripts and styles: the same code, without its comments."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from tracker.settings.base import STORAGES
from tracker.static_files import bare, ours

STATIC = Path(__file__).resolve().parents[2] / "frontend" / "static"
FILES = sorted(
    path for path in STATIC.glob("frontend/**/*.*") if ours(path.relative_to(STATIC).as_posix())
)


def test_comments_and_what_stands_before_a_line_go_and_every_word_of_code_stays() -> None:
    written = '// One.\n/** Two\n * three. */\nif (a) {\n  b("// c"); // kept\n\n  /* d */\n}\n'

    assert bare(written) == 'if (a) {\nb("// c"); // kept\n}\n'
    assert bare("a { /* kept */\n  color: red; }\n/* b\n   c */\nd {}\n") == (
        "a { /* kept */\ncolor: red; }\nd {}\n"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_is_written_over_lines_in_which_a_line_counts(path: Path) -> None:
    """A text over several lines, or code behind the end of a comment, would be changed."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        assert line.count("`") % 2 == 0, f"{path.name}:{number} has a text over lines"
        is_end = "*/" in line and "/*" not in line.lstrip()[2:]
        assert not is_end or line.endswith("*/"), f"{path.name}:{number} has code after a comment"


def test_what_is_served_is_bared_hashed_and_compressed(tmp_path: Path) -> None:
    """Of a module that imports others, whose names are put in."""
    kinds = {**STORAGES, "staticfiles": {"BACKEND": "tracker.static_files.HashedStatics"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=kinds):
        call_command("collectstatic", interactive=False, verbosity=0)
        script, style, courier = (
            tmp_path / staticfiles_storage.stored_name(f"frontend/{name}")
            for name in ("js/post.js", "css/fadewell.css", "js/courier.js")
        )

    said = script.read_text().splitlines()
    assert f'import {{ Courier }} from "./{courier.name}";' in said
    assert not [line for line in said if line.startswith(("//", "/*", "*", " "))]
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()).startswith(b":root")
