"""Every operation has an example, and what it shows is what comes."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.examples import EXAMPLES
from api.examples.example import DELIVERY, ID, SAVED_SEARCH, WEBHOOK, WEBHOOK_OFF, Example
from api.examples.problems import ANYWHERE, PROBLEMS
from api.openapi import status_of
from sarabun import queries, searches
from sarabun.errors import ExternalError
from sarabun.hooks import manage
from tests.api.conftest import Letters
from tests.api.world import World

OPERATIONS = list(EXAMPLES.items())
REFUSED = [
    (operation, example, code, refused)
    for operation, example in EXAMPLES.items()
    for code, refused in example.refused.items()
]


Ids = dict[str, str]


@pytest.fixture
def ids(world: World, letters: Letters) -> Iterator[Ids]:
    """The test's own things for the ids that are shown: a letter, a saved search of the account that asks, a
    webhook with one delivery and one that is off. What was made is gone afterwards."""
    registry = world.services.registry
    query = queries.search_query("งบประมาณ", year="2567", order="newest")
    saved = searches.save(registry, "clerk.1", "งบประมาณของกรม", query)
    url = "https://eoffice.example.go.th/sarabun"
    on, off = (manage.add(registry, "admin.1", url, (), "admin.1", public_http=False) for _ in range(2))
    delivery = manage.ping(registry, on, "admin.1").id
    registry.set_webhook_active(off.id, False, "admin.1")
    yield {
        ID: letters.budget.id, SAVED_SEARCH: saved.id, WEBHOOK: on.id, WEBHOOK_OFF: off.id,
        DELIVERY: delivery,
    }  # fmt: skip
    for search in registry.saved_searches("clerk.1"):
        registry.remove_search(search.id, "clerk.1")
    for webhook in registry.webhooks():
        registry.remove_webhook(webhook.id, "admin.1")


def described_operation(world: World, operation: str) -> dict[str, Any]:
    method, path = operation.split()
    found: dict[str, Any] = world.app.openapi()["paths"][path][method.lower()]
    return found


def role_of(operation: str) -> str:
    """Who may do it."""
    return "admin" if "/webhooks" in operation else "clerk"


def sent(
    client: TestClient, operation: str, example: Example, ids: Ids, refused: str | dict[str, Any] = ""
) -> Response:
    """The answer to a request of an example, with the test's own ids in it; ``refused`` as in
    :class:`Example`."""
    path, body = example.request, example.body
    if isinstance(refused, dict):
        body = refused
    elif refused:
        path = refused
    for shown, own in ids.items():
        path = path.replace(shown, own)
    method = operation.split()[0]
    if example.form and not refused:
        return client.request(
            method, path, data=example.form, files={"files": (example.file, b"%PDF-1.7 a new one")}
        )
    return client.request(method, path, json=body)


def differences(shown: Any, came: Any, at: str = "") -> Iterator[str]:
    """Where two JSON values differ in keys or types. Null stands for a value of any type, and an empty list
    that came for a list of any."""
    if shown is None or came is None:
        return
    kinds = [float if type(v) is int else type(v) for v in (shown, came)]
    if kinds[0] is not kinds[1]:
        yield f"{at}: {kinds[0].__name__} shown, {kinds[1].__name__} came"
    elif isinstance(shown, dict):
        yield from (f"{at}.{key}: only one of the two has it" for key in shown.keys() ^ came.keys())
        for key in shown.keys() & came.keys():
            yield from differences(shown[key], came[key], f"{at}.{key}")
    elif isinstance(shown, list):
        if came and not shown:
            yield f"{at}: nothing shown of what came"
        for item in came:
            yield from differences(shown[0] if shown else None, item, f"{at}[]")
        for item in shown:
            yield from differences(item, came[0] if came else None, f"{at}[]")


def test_differences_are_found() -> None:
    shown = {"a": [{"b": 1, "c": None}], "d": True, "e": []}
    assert list(differences(shown, {"a": [{"b": 2.5, "c": "x"}], "d": False, "e": []})) == []
    for other in (
        {"a": [{"b": "1", "c": None}], "d": True, "e": []},
        {"a": [{"b": 1}], "d": True, "e": []},
        {"a": [{"b": 1, "c": None}, {"b": 1, "c": None, "x": 1}], "d": True, "e": []},
        {"a": [], "d": 1, "e": []},
        {"a": [], "d": True, "e": [1]},
        {"a": {}, "d": True, "e": []},
    ):
        assert list(differences(shown, other)), other


def test_every_operation_has_an_example(world: World) -> None:
    paths = world.app.openapi()["paths"]
    assert {f"{m.upper()} {path}" for path, methods in paths.items() for m in methods} == EXAMPLES.keys()


@pytest.mark.parametrize(("operation", "example"), OPERATIONS)
def test_an_answer_has_the_shape_that_is_shown(
    world: World, ids: Ids, operation: str, example: Example
) -> None:
    answer = sent(world.client(role_of(operation)), operation, example, ids)
    described = described_operation(world, operation)
    assert answer.status_code == status_of(described), answer.text
    response = described["responses"][str(answer.status_code)]
    if answer.status_code == 204:
        assert example.answer is None and "content" not in response and answer.content == b""
        return
    content, media_type = response["content"], answer.headers["content-type"]
    if isinstance(example.answer, str):
        assert content[media_type]["example"] == example.answer
        shown, came = ([line.split(",") for line in t.splitlines()] for t in (example.answer, answer.text))
        assert came[0][0] == "\ufeff" + shown[0][0] and came[0][1:] == shown[0][1:]
        assert len(shown[1]) == len(came[1])
    elif example.answer is None:
        assert media_type in content or "application/octet-stream" in content
    else:
        assert content[media_type]["example"] == example.answer
        assert list(differences(example.answer, answer.json())) == []


@pytest.mark.parametrize(("operation", "example", "code", "refused"), REFUSED)
def test_a_problem_is_the_one_that_is_shown(
    world: World, ids: Ids, operation: str, example: Example, code: str, refused: str | dict[str, Any]
) -> None:
    client = world.client("official" if code == "NOT_ALLOWED" else role_of(operation))
    if code == "UPLOAD_TOO_LARGE":
        client.headers["content-length"] = str(2**40)
    answer = sent(client, operation, example, ids, refused)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    described = described_operation(world, operation)
    shown = described["responses"][str(answer.status_code)]["content"]["application/problem+json"]
    assert shown["examples"][code]["value"] == json.loads(answer.text.replace(ids[ID], ID))


@pytest.mark.parametrize(("operation", "example"), OPERATIONS)
def test_strangers_are_told_to_sign_in_as_shown(
    world: World, ids: Ids, operation: str, example: Example
) -> None:
    answer = sent(world.client(), operation, example, ids)
    described = described_operation(world, operation)
    if answer.status_code == 200:
        assert "security" not in described and "401" not in described["responses"]
        return
    shown = described["responses"]["401"]["content"]["application/problem+json"]["examples"]
    assert answer.json() == shown["LOGIN_NEEDED"]["value"]


def test_too_many_failures_and_a_service_that_is_down(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    responses = fresh.app.openapi()["paths"]["/api/v1/suggest"]["get"]["responses"]
    guesser = fresh.client()
    guesser.auth = ("clerk.1", "wrong")
    answers = [guesser.get("/api/v1/suggest") for _ in range(6)]
    shown = responses["429"]["content"]["application/problem+json"]["examples"]["LOGIN_THROTTLED"]["value"]
    assert answers[-1].status_code == 429 and answers[-1].headers["retry-after"]
    assert answers[-1].json() == shown

    def down(*_: object) -> None:
        error = PROBLEMS["REGISTRY_UNAVAILABLE"]
        raise ExternalError(error.code, error.th, error.en)

    client = fresh.client("official")
    monkeypatch.setattr(fresh.services.index, "search", down)
    answer = client.get("/api/v1/search?q=งบ")
    assert answer.status_code == 503 and answer.headers["retry-after"] == "30"
    examples = responses["503"]["content"]["application/problem+json"]["examples"]
    assert answer.json() == examples["REGISTRY_UNAVAILABLE"]["value"]


def parameters_of(world: World, operation: str) -> dict[str, Any]:
    return {p["name"]: p.get("example") for p in described_operation(world, operation)["parameters"]}


def test_every_problem_is_shown_somewhere_and_parameters_have_examples(world: World) -> None:
    used = {code for example in EXAMPLES.values() for code in example.refused} | set(ANYWHERE)
    assert used == PROBLEMS.keys()
    parameters = parameters_of(world, "GET /api/v1/search")
    assert parameters["q"] == "งบประมาณ" and parameters["facet"] == ["kind", "year"]
    assert parameters["limit"] == 1 and parameters["boxes"] is True
    parameters = parameters_of(world, "GET /api/v1/webhooks/{webhook_id}/deliveries")
    assert parameters["webhook_id"] == WEBHOOK and parameters["state"] == ["failed", "delivered"]


def test_bodies_have_examples_that_fit_their_schema(world: World) -> None:
    bodies = {operation for operation, example in EXAMPLES.items() if example.body is not None}
    assert bodies == {
        "POST /api/v1/searches", "POST /api/v1/webhooks", "PATCH /api/v1/webhooks/{webhook_id}",
    }  # fmt: skip
    for operation in bodies:
        content = described_operation(world, operation)["requestBody"]["content"]["application/json"]
        assert content["example"] == EXAMPLES[operation].body
        assert set(content["schema"]["required"]) <= content["example"].keys()
        assert content["example"].keys() <= content["schema"]["properties"].keys()


def test_the_page_shows_examples_and_problems(world: World) -> None:
    client = world.client("official", browser=True)
    for language, words in (("th", PROBLEMS["QUERY_SYNTAX"].th), ("en", PROBLEMS["QUERY_SYNTAX"].en)):
        page = client.get("/api/docs", params={"lang": language}).text
        assert words in page and "TOO_MANY_BOXES" in page
        assert EXAMPLES["GET /api/v1/facets"].request.replace("&", "&amp;") in page
        for operation, example in EXAMPLES.items():
            assert f"{operation.split()[0]} {example.request.replace('&', '&amp;')}" in page, operation
        shown = html.unescape(page)
        for body in ("คำสั่งเรื่องอุทกภัย", "https://eoffice.example.go.th/sarabun"):
            assert f'": "{body}"' in shown
