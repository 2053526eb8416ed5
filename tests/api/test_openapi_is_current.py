"""The committed description is what the code would write today, valid, and readable by people."""

import json
import re

import pytest
import yaml
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from api.endpoints.description import COMMITTED, description


def test_the_committed_description_is_current_and_without_warnings():
    GENERATOR_STATS.reset()
    fresh = SchemaGenerator().get_schema(request=None, public=True)

    written = OpenApiYamlRenderer().render(fresh, renderer_context={}).decode()
    assert not GENERATOR_STATS
    assert written == COMMITTED.read_text(), "run: manage.py spectacular --file api/openapi.yaml"


def test_it_is_openapi_3_1():
    assert description()["openapi"] == "3.1.1"
    validate(description(), cls=OpenAPIV31SpecValidator)


def test_every_call_names_its_refusals():
    for path, methods in description()["paths"].items():
        for method, said in methods.items():
            assert {"401", "403", "405", "429", "500", "503"} <= said["responses"].keys(), path
            if method != "get":
                assert {"400", "413", "415"} <= said["responses"].keys(), path


def test_programs_read_it_as_json_or_yaml():
    as_json = Client().get("/api/v1/schema/")
    as_yaml = Client().get("/api/v1/schema/", headers={"Accept": "application/yaml"})

    assert as_json["Content-Type"] == "application/json"
    assert json.loads(as_json.content) == yaml.safe_load(as_yaml.content) == description()


@pytest.mark.parametrize("word", ["/api/v1/check-ins/", "review_cases_decide", "SymptomRequest"])
def test_people_read_it_as_a_page(word):
    page = Client().get("/api/v1/docs/")

    assert page.status_code == 200
    assert word in page.content.decode()
    assert "<script" not in page.content.decode()
    assert "style=" not in page.content.decode()
    assert "http://" not in page.content.decode().replace("http://testserver", "")


def test_every_link_of_the_page_leads_to_a_place_on_it():
    page = Client().get("/api/v1/docs/").content.decode()
    targets = set(re.findall(r'href="#([^"]+)"', page))

    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
