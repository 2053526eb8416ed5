"""Forms of very many parts are refused as one problem, and cost no row."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tracker.models import Message, Photo

FIELDS = {f"field{number}": "x" for number in range(1501)}
FILES = {f"file{number}": SimpleUploadedFile("a.jpg", b"x") for number in range(101)}
NESTED = {"[" * 500: "x", "a.b" * 500: "x"}


@pytest.mark.parametrize("parts", [FIELDS, FILES, NESTED], ids=["fields", "files", "names"])
def test_a_program_that_sends_very_many_parts_is_told_400(ana, her_toxin, call, parts):
    answer = call(ana).upload(f"/treatments/{her_toxin.pk}/photos/", **parts)

    assert answer.status_code == 400
    assert answer.json()["type"] == "about:blank#validation"
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("parts", "kind"), [(FIELDS, None), (FILES, None), (FIELDS, "pairs")])
def test_a_form_of_very_many_parts_is_refused_on_a_page_of_ours(
    ana, her_toxin, client_of, parts, kind
):
    pairs = "&".join(f"{name}=x" for name in parts)
    form = "application/x-www-form-urlencoded"
    sent = (pairs, form) if kind else (parts | {"text": "x"},)

    answer = client_of(ana).post("/messages", *sent)

    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert not Message.objects.exists()
