"""A patient's copy of her data, taken out of the answer that brings it."""

import io
from zipfile import ZipFile


def opened(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive
