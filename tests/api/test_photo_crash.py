"""A picture that kills its decoder is refused in words, and the server takes the next one."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.imaging.captured import decoder_that
from tracker.imaging import intake
from tracker.models import Photo

# Only what is marked kills it, as a prepared file would.
KILLED_BY_A_MARK = (
    "return real(data, limits) if b'KILL' not in data else {act}\n"
    "from tracker.imaging.develop import develop as real\n"
    "def unused(): pass"
)


@pytest.fixture(
    params=["ctypes.string_at(0)", "os.kill(os.getpid(), signal.SIGSEGV)", "os.abort()"]
)
def send(request, monkeypatch, ana, her_toxin, call, a_jpeg):
    process = decoder_that(KILLED_BY_A_MARK.format(act=request.param))
    monkeypatch.setattr(intake, "_process", process)

    def one(more: bytes = b""):
        form = {
            "client_id": str(uuid4()),
            "view": "front_rest",
            "taken_at": timezone.now().isoformat(),
            "file": SimpleUploadedFile("photo.jpg", a_jpeg + more),
        }
        return call(ana).upload(f"/treatments/{her_toxin.pk}/photos/", **form)

    yield one
    process.stop()


def test_a_segmentation_fault_is_422_and_the_next_photo_is_taken(send):
    before, killed, after = send(), send(b"KILL"), send()

    assert [answer.status_code for answer in (before, killed, after)] == [201, 422, 201]
    assert killed.json()["type"] == "about:blank#untrusted-picture"
    assert killed.json()["detail"].startswith("We could not open this photo.")
    assert Photo.objects.count() == 2
