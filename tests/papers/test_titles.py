"""What a program shows of a paper before it is read: the window's title and the file's name."""

import re

import pytest

from tests.papers.pdf import objects_of, signed_in_now, text_of

pytestmark = pytest.mark.django_db
INFO = re.compile(r"/Title \(([^)]*)\)")
XMP = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
OF_A_HEADING = re.compile(r"<<[^<>]*/Parent[^<>]*>>", re.DOTALL)  # an outline, inside the paper


@pytest.mark.parametrize("what", ["case", "report", "card"])
def test_a_paper_is_called_by_what_it_is_and_by_nobody_s_name(
    what, client_of, dr_cho, ana, urgent_case
):
    doctor = signed_in_now(client_of(dr_cho))
    at = f"/clinic/cases/{urgent_case.pk}"
    answer = {
        "case": lambda: doctor.get(f"{at}/paper"),
        "report": lambda: doctor.post(f"{at}/report", {"form": "pdf"}),
        "card": lambda: client_of(ana).get("/card.pdf"),
    }[what]()

    assert len(text_of(answer.content)) > 100
    written = objects_of(answer.content)
    titles = XMP.findall(written) + INFO.findall(OF_A_HEADING.sub("", written))
    assert len(titles) >= 2
    for said in (*titles, answer["Content-Disposition"]):
        assert ana.name not in said and "umb" not in said
