"""A body over the limit: refused before it is parsed, in the same voice as every page."""


def test_a_form_that_is_too_large_is_refused_before_it_is_read_on_a_page_of_ours(ana, client_of):
    answer = client_of(ana).post(
        "/messages", b"text=" + b"a" * 256 * 1024, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
