"""Keys of her own: off, others, clashes refused, and known to every page that has them."""

import pytest

from tracker.models import DeskHabits
from tracker.services.desk_keys import USUAL, keys_of

pytestmark = pytest.mark.django_db
PAGE = "/clinic/keys"


def form(**other):
    keys = USUAL | {act.replace("_", "-"): key for act, key in other.items()}
    return {"do": "keep"} | {f"key-{act}": key for act, key in keys.items()}


def test_another_key_is_kept_with_her_account_and_stands_on_list_and_case(
    client_of, dr_cho, lead_a, headache
):
    answer = client_of(dr_cho).post(PAGE, form(claim="Z", down="n", request_photo="7"))

    assert answer["Location"] == f"{PAGE}?done=keep"
    assert DeskHabits.objects.get().keys == {"claim": "z", "down": "n", "request-photo": "7"}
    client = client_of(dr_cho)
    page = client.get("/clinic/").content.decode()
    assert 'data-key="z" data-act="claim"' in page
    assert 'data-key="7" data-act="request-photo"' in page
    assert 'data-down="n" data-up="k"' in page
    assert "n and k move between the rows" in page
    assert 'data-key="z"' in client.get(f"/clinic/cases/{headache.pk}").content.decode()
    assert 'data-key="a" data-act="claim"' in client_of(lead_a).get("/clinic/").content.decode()


@pytest.mark.parametrize(
    ("keys", "field", "said"),
    [
        ({"claim": "e"}, "claim", "“e” stands here twice"),
        ({"claim": "g"}, "claim", "“g” is kept"),
        ({"up": "?"}, "up", "“?” is kept"),
        ({"undo": ""}, "undo", "Choose one letter, digit or sign."),
        ({"undo": "ab"}, "undo", "Choose one letter, digit or sign."),
        ({"undo": "é"}, "undo", "Choose one letter, digit or sign."),
        ({"undo": "\x00"}, "undo", "Choose one letter, digit or sign."),
    ],
)
def test_a_key_that_does_not_fit_is_refused_beside_its_field(
    client_of, dr_cho, words_of, keys, field, said
):
    answer = client_of(dr_cho).post(PAGE, form(**keys))

    assert answer.status_code == 400
    assert said in words_of(answer)
    assert f'href="#key-{field}"' in answer.content.decode()
    assert not DeskHabits.objects.exists()


def test_two_keys_change_places(client_of, dr_cho):
    client_of(dr_cho).post(PAGE, form(claim="e", acknowledge="a"))

    kept = keys_of(DeskHabits.objects.get())
    assert (kept["claim"], kept["acknowledge"]) == ("e", "a")


def test_the_usual_keys_come_back_and_the_switch_is_left_alone(client_of, dr_cho):
    client = client_of(dr_cho)
    client.post(PAGE, form(claim="z"))
    client.post(PAGE, {"do": "off"})
    assert client.get("/clinic/").context["desk"].habits.has_keys is False

    client.post(PAGE, {"do": "usual"})

    habits = DeskHabits.objects.get()
    assert (habits.keys, habits.has_keys) == ({}, False)
    client.post(PAGE, {"do": "on"})
    assert DeskHabits.objects.get().has_keys is True
    assert client.post(PAGE, {"do": "is_superuser"}).status_code == 404


def test_what_is_stored_and_fits_no_more_leaves_the_usual_keys(dr_cho):
    assert keys_of(DeskHabits(user=dr_cho, keys={"claim": "e"})) == USUAL
    assert keys_of(DeskHabits(user=dr_cho, keys={"no-such-act": "e"})) == USUAL


def test_the_page_is_found_from_the_account_and_from_the_list_of_keys(client_of, dr_cho, ana):
    client = client_of(dr_cho)

    for address in ("/account", "/clinic/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()
    assert f'href="{PAGE}"' not in client_of(ana).get("/account").content.decode()
    assert client_of(ana).get(PAGE).status_code == 403
