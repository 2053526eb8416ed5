"""The print engine fetches nothing, knows nothing, and gives up in time (SAFETY abuse 36)."""

import io
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.house.source import ROOT
from tests.papers.pdf import objects_of, text_of
from tracker.papers import printing
from tracker.papers.printing import NotPrinted, as_pdf

PAGE = '<!doctype html><html lang="es"><head><title>Un día</title>{}</head><body>{}</body></html>'
IMPORTS = """
import sys, django
django.setup()
import tracker.urls
print("weasyprint" in sys.modules)
"""


class Listener:
    """Takes every connection on loopback and counts them."""

    def __init__(self) -> None:
        self.hits = 0
        self.line = socket.create_server(("127.0.0.1", 0))
        self.port = self.line.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            self.hits += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.line.close()


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 80), (205, 165, 145)).save(out, "JPEG")
    return out.getvalue()


def hostile(address: str) -> str:
    """Every way that a document asks for something else."""
    head = (
        f'<base href="{address}"><link rel="stylesheet" href="{address}/a.css">'
        f'<link rel="attachment" href="{address}/l">'
        f'<style>@import "{address}/b.css"; @font-face {{ font-family: x; src: url({address}/f) }}'
        f" body {{ background: url({address}/c.png); font-family: x }}"
        f" p::before {{ content: url({address}/d.png) }}</style>"
    )
    body = (
        f'<p>Still here</p><img src="{address}/e.png" alt="x"><object data="{address}/g"></object>'
        f'<embed src="{address}/h"><iframe src="{address}/i"></iframe><img src="/j.png" alt="y">'
        f'<svg width="9" height="9"><image href="{address}/k.png" width="9" height="9"/></svg>'
        f'<img src="picture:other" alt="z"><a rel="attachment" href="{address}/l">link</a>'
    )
    return PAGE.format(head, body)


def test_no_address_in_a_document_is_fetched(listener: Listener) -> None:
    pdf = as_pdf(hostile(f"http://127.0.0.1:{listener.port}"))

    assert "Still here" in text_of(pdf)
    assert "/EmbeddedFile" not in objects_of(pdf)
    assert listener.hits == 0


def test_no_file_of_the_machine_is_read_into_a_document(tmp_path: Path) -> None:
    for name in ("c.png", "d.png", "e.png", "k.png", "l"):
        (tmp_path / name).write_bytes(a_picture())
    for name in ("a.css", "b.css"):
        (tmp_path / name).write_text('p::after { content: "Read from a file" }')

    pdf = as_pdf(hostile(f"file://{tmp_path}"))

    assert "Still here" in text_of(pdf) and "Read from a file" not in text_of(pdf)
    assert "/Subtype /Image" not in objects_of(pdf)
    assert "/EmbeddedFile" not in objects_of(pdf)


def test_a_picture_that_was_handed_over_is_printed_and_no_other() -> None:
    page = PAGE.format("", '<img src="picture:one" alt="A face"><img src="picture:two" alt="b">')

    written = objects_of(as_pdf(page, {"one": a_picture()}))

    assert written.count("/Subtype /Image") == 1
    assert "/Alt (A face)" in written


@pytest.mark.parametrize("end", list("\v\f\x1c\x1d\x1e\x85\u2028\u2029\x01\x1b\x9f"))
def test_no_character_that_a_note_was_pasted_with_keeps_it_from_being_printed(end: str) -> None:
    """Word and a phone's keyboard end lines by more than the two usual characters."""
    note = f"First {end}{end} second {end}  {end}third{end * 40}fourth"
    page = PAGE.format(
        "", f"<blockquote>{note}</blockquote><table><tr><td>{note}</td></tr></table>"
    )

    said = text_of(as_pdf(page))

    assert [said.count(word) for word in ("First", "second", "third", "fourth")] == [2, 2, 2, 2]


@pytest.mark.parametrize("name", ["A long name " * 1000, "字" * 4000])
def test_a_name_at_the_foot_that_is_longer_than_a_page_keeps_no_paper_from_being_printed(
    name: str,
) -> None:
    page = PAGE.format("", f'<p class="foot">{name}</p><h1>{name}</h1><p>Still here</p>')

    assert "Still here" in text_of(as_pdf(page))


def test_a_paper_is_tagged_and_says_its_title_and_language() -> None:
    """ISO 14289-1 (PDF/UA-1): marked, with a tree of tags, a title that is shown, a language."""
    written = objects_of(as_pdf(PAGE.format("", "<h1>Hola</h1><table><tr><th>A</th></tr></table>")))

    for said in ("/MarkInfo <</Marked true>>", "/StructTreeRoot", "/Lang (es)", "/S /H1", "/S /TH"):
        assert said in written
    assert "/DisplayDocTitle true" in written
    assert 'pdfuaid:part="1"' in written
    assert "Un día".encode().decode("latin-1") in written


def test_the_press_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FADEWELL_SECRET_KEY", "a secret")
    show = "import os; print('%PDF-', sorted(os.environ))"
    monkeypatch.setattr(printing, "_PROGRAM", show)

    assert as_pdf("") == b"%PDF- ['LC_ALL']\n"


def test_a_press_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.1)
    monkeypatch.setattr(printing, "_PROGRAM", "while True: pass")

    with pytest.raises(NotPrinted, match="too long"):
        as_pdf("")


def test_a_document_that_wants_more_memory_than_is_given_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(printing, "MEMORY", 60_000_000)

    with pytest.raises(NotPrinted):
        as_pdf(PAGE.format("", "<p>A secret of hers</p>"))

    assert "was not printed" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("raise ValueError('not read:\\nAna has a lump: it burns')", "ended with 1, ValueError"),
        ("import os, sys; sys.stderr.write('\\nLump'); sys.stderr.flush(); os._exit(3)", "with 3"),
        ("import os, sys; sys.stderr.write('\\nLump'); sys.stderr.flush(); os.kill(os.getpid(), 9)",
         "with -9, without a word"),
    ],
)  # fmt: skip
def test_a_fault_of_the_press_is_told_by_its_kind_however_long_its_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, program: str, said: str
) -> None:
    monkeypatch.setattr(printing, "_PROGRAM", program)

    with pytest.raises(NotPrinted):
        as_pdf("")

    assert said in caplog.text
    assert not any(word in caplog.text for word in ("Ana", "burns", "Lump", "lump"))


def test_no_more_documents_are_printed_at_once_than_there_are_presses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printing, "_presses", threading.BoundedSemaphore(1))
    monkeypatch.setattr(printing, "PATIENCE", 0.01)

    with printing._presses, pytest.raises(NotPrinted, match="busy"):
        as_pdf("")


def test_the_web_process_brings_no_print_engine_along() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tracker.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
