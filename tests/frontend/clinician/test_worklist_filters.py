"""C1's filters, sorts and kept views: all in the address, so that they work without script."""

from uuid import uuid4

import pytest

from tests.conftest import person, record_of, treat
from tracker.models import ReviewCase, SavedView, Treatment
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def droopy_lid(clinic_a, a_report) -> ReviewCase:
    """Marta, of a Spanish-speaking record, product and lot known: her left upper eyelid droops."""
    patient = record_of(person("marta"), clinic_a, language="es")
    treatment = treat(patient, "botulinum_toxin", ["glabella"], hours_ago=100)
    Treatment.objects.filter(pk=treatment.pk).update(product="dysport", lot="C3709")
    report = a_report("upper_eyelid", "left", eyelid_droop=5, wants_contact=True)
    case = submit_check_in(by=patient.user, treatment=treatment, report=report).case
    assert case is not None
    return case


@pytest.fixture
def shown(client_of):
    def ask(user, query):
        response = client_of(user).get(f"/clinic/?{query}")
        return {row["name"] for row in response.context.get("rows") or []}

    return ask


def rule_of(case) -> str:
    return next(each.assessment.rules[0] for each in case.events.all() if each.assessment)


def test_each_filter_finds_what_it_names_and_leaves_the_rest(
    shown, dr_cho, numb_cheek, headache, droopy_lid
):
    wanted = {
        "symptom=numbness": {"Ben"},
        "region=upper_eyelid": {"Marta"},
        "product=dysport": {"Marta"},
        "lot=c3709": {"Marta"},
        f"day={droopy_lid.day}": {"Marta"},
        f"rule={rule_of(numb_cheek)}": {"Ben"},
        "contact=yes": {"Ana", "Marta"},
        "language=es": {"Marta"},
        "urgency=urgent&symptom=numbness": {"Ben"},
        "contact=yes&language=en": {"Ana"},
        "symptom=numbness&region=upper_eyelid": set(),
    }

    assert {query: shown(dr_cho, query) for query in wanted} == wanted


def test_the_one_who_has_a_case_is_a_filter(shown, dr_cho, lead_a, numb_cheek, headache):
    ReviewCase.objects.filter(pk=numb_cheek.pk).update(assigned_to=lead_a)

    assert shown(dr_cho, f"assigned={lead_a.pk}") == {"Ben"}
    assert shown(dr_cho, "assigned=none") == {"Ana"}
    assert shown(dr_cho, "assigned=me") == set()


def test_a_filter_shows_no_other_clinics_case(shown, dr_dia, numb_cheek, pale_skin):
    assert shown(dr_dia, "symptom=numbness") == set()
    assert shown(dr_dia, "region=cheek") == {"Cleo"}


@pytest.mark.parametrize(
    "query",
    ["symptom=x", "day=-1", "day=9999999", "day=1e3", "assigned=you", "rule=%00", "sort=name",
     "lot=" + "x" * 65, "contact=no", "language=xx", "urgency=none"],
)  # fmt: skip
def test_what_nobody_can_mean_hides_nothing(shown, dr_cho, numb_cheek, query):
    assert shown(dr_cho, query) == {"Ben"}


def test_the_counts_beside_the_views_speak_of_the_filtered_list(
    client_of, dr_cho, numb_cheek, headache
):
    page = client_of(dr_cho).get("/clinic/?symptom=numbness")

    assert {v["label"]: v["count"] for v in page.context["views"]}["Team"] == "1"


def test_a_filter_that_is_set_stands_in_words_with_a_way_to_take_it_away(
    client_of, dr_cho, numb_cheek, words_of
):
    page = client_of(dr_cho).get("/clinic/?symptom=numbness&region=cheek&view=mine")

    assert "Symptom: Numbness" in words_of(page)
    chip = next(each for each in page.context["chips"] if each["label"] == "Symptom")
    assert (chip["url"], page.context["unfiltered_url"]) == (
        "/clinic/?view=mine&region=cheek",
        "/clinic/?view=mine",
    )
    assert "No case fits these filters" in words_of(page)


def test_another_order_says_so_and_leads_back(client_of, dr_cho, numb_cheek, headache, words_of):
    page = client_of(dr_cho).get("/clinic/?sort=newest")

    assert [row["name"] for row in page.context["rows"]] == ["Ana", "Ben"]
    assert "Not in urgency order. Reset" in words_of(page)
    assert page.context["unsorted_url"] == "/clinic/?view=team"
    assert "Not in urgency order" not in words_of(client_of(dr_cho).get("/clinic/"))


def test_a_list_is_kept_under_a_name_and_found_again_with_its_count(
    client_of, dr_cho, lead_a, numb_cheek, headache, words_of
):
    client = client_of(dr_cho)
    kept = {"name": "Numb ones", "back": "view=team&symptom=numbness", "clinic": ""}

    answer = client.post("/clinic/views", kept)

    assert answer["Location"] == "/clinic/?view=team&symptom=numbness"
    found = client.get("/clinic/").context["saved"][0]
    assert (found["label"], found["count"], found["url"]) == (
        "Numb ones", "1", "/clinic/?view=team&symptom=numbness",
    )  # fmt: skip
    assert client_of(lead_a).get("/clinic/").context["saved"] == []


def test_a_shared_view_is_seen_at_the_clinic_and_counted_for_each(
    client_of, dr_cho, lead_a, dr_dia, clinic_a, numb_cheek
):
    shared = {"name": "Mine", "back": "view=mine", "clinic": str(clinic_a.pk)}
    client_of(dr_cho).post("/clinic/views", shared)
    ReviewCase.objects.filter(pk=numb_cheek.pk).update(assigned_to=lead_a)

    counts = {
        who.name: [each["count"] for each in client_of(who).get("/clinic/").context["saved"]]
        for who in (dr_cho, lead_a, dr_dia)
    }

    assert counts == {"Dr Cho": ["0"], "Lead A": ["1"], "Dr Dia": []}


def test_a_view_leads_nowhere_but_to_the_list(client_of, dr_cho, numb_cheek):
    bad = {"name": "x", "back": "view=mine&after=//evil.example&next=https://evil.example"}

    answer = client_of(dr_cho).post("/clinic/views", bad)

    assert answer["Location"] == "/clinic/?view=mine"
    assert SavedView.objects.get().query == "view=mine"


def test_nobody_shares_into_or_removes_from_a_clinic_that_is_not_hers(
    client_of, dr_cho, dr_dia, lead_a, coordinator_a, clinic_a
):
    foreign = {"name": "x", "back": "view=mine", "clinic": str(clinic_a.pk)}
    assert client_of(dr_dia).post("/clinic/views", foreign).status_code == 403
    client_of(dr_cho).post("/clinic/views", foreign)
    view = SavedView.objects.get()

    removing = {"forget": str(view.pk)}
    answers = [client_of(w).post("/clinic/views", removing) for w in (dr_dia, coordinator_a)]

    assert [each.status_code for each in answers] == [404, 403]
    assert client_of(lead_a).post("/clinic/views", removing).status_code == 302
    assert not SavedView.objects.exists()


def test_what_colleagues_keep_leaves_her_room_for_her_own(client_of, dr_cho, lead_a):
    SavedView.objects.bulk_create(
        SavedView(owner=lead_a, name=f"View {number}", query="view=mine") for number in range(30)
    )

    client_of(dr_cho).post("/clinic/views", {"name": "Hers", "back": "view=mine"})
    client_of(lead_a).post("/clinic/views", {"name": "One more", "back": "view=mine"})

    assert SavedView.objects.filter(owner=dr_cho).exists()
    assert SavedView.objects.filter(owner=lead_a).count() == 30


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_without_a_fitting_name_is_not_kept(client_of, dr_cho, words_of, name):
    client = client_of(dr_cho)
    client.post("/clinic/views", {"name": name, "back": "view=mine"})

    assert not SavedView.objects.exists()
    assert "Give the view a name" in words_of(client.get("/clinic/"))


def test_a_view_that_does_not_exist_or_is_no_id_is_not_found(client_of, dr_cho):
    client = client_of(dr_cho)

    for pk in (uuid4(), "x"):
        assert client.post("/clinic/views", {"forget": str(pk)}).status_code == 404
