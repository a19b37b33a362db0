"""What must hold for every route, those not written yet too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from api.auth import Require
from sarabun.accounts import PERMISSIONS, Permission
from tests.api.conftest import Letters
from tests.api.world import World

OPEN = {("GET", "/api/v1/health"), ("GET", "/login"), ("POST", "/login")}


def all_routes(routes: list[BaseRoute]) -> Iterator[APIRoute | Mount]:
    for route in routes:
        if isinstance(route, APIRoute | Mount):
            yield route
        else:
            yield from all_routes(route.original_router.routes)  # raises for a kind that nobody thought of


def api_routes(world: World) -> list[APIRoute]:
    return [r for r in all_routes(world.app.routes) if isinstance(r, APIRoute)]


def test_there_are_routes_and_only_static_files_are_mounted(world: World) -> None:
    assert len(api_routes(world)) > 15
    assert [r.path for r in all_routes(world.app.routes) if isinstance(r, Mount)] == ["/static"]


def test_every_route_is_documented(world: World) -> None:
    for route in api_routes(world):
        assert route.summary, f"{route.path} has no summary"
        assert route.description, f"{route.path} has no description"


def test_every_parameter_of_the_api_is_documented_or_bounded(world: World) -> None:
    for path, methods in world.app.openapi()["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                assert parameter.get("description") or "minimum" in parameter["schema"], (path, parameter)


def test_every_route_depends_on_a_login(world: World) -> None:
    for route in api_routes(world):
        for method in route.methods:
            required = [d.call for d in route.dependant.dependencies if isinstance(d.call, Require)]
            assert len(required) == ((method, route.path) not in OPEN), (method, route.path)


def test_nothing_is_answered_to_strangers(world: World, letters: Letters) -> None:
    stranger = world.client()
    for route in api_routes(world):
        path = route.path.replace("{document_id}", letters.budget.id).replace("{page}", "1")
        for method in route.methods:
            if (method, route.path) in OPEN:
                continue
            answer = stranger.request(method, path)
            if path.startswith("/api/"):
                assert answer.status_code == 401, (method, path)
                assert answer.json()["code"] == "LOGIN_NEEDED"
                assert answer.headers["www-authenticate"].startswith("Basic ")
            else:
                assert answer.status_code == 303 and answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("role", PERMISSIONS)
def test_each_role_may_do_what_its_table_says(world: World, letters: Letters, role: str) -> None:
    record = f"/api/v1/records/{letters.budget.id}"
    needs = {
        "/api/v1/search": Permission.SEARCH,
        "/api/v1/search/export?format=csv": Permission.SEARCH,
        "/": Permission.SEARCH,
        record: Permission.VIEW,
        f"{record}/pages/1/image": Permission.VIEW,
        f"{record}/pages/1/text": Permission.VIEW,
        f"{record}/pdf": Permission.VIEW,
        f"{record}/original": Permission.ORIGINAL,
        f"{record}/verification": Permission.VERIFY,
        "/api/v1/records": Permission.LIST,
        "/api/v1/status": Permission.FIGURES,
        "/figures": Permission.FIGURES,
        "/intake": Permission.INTAKE,
    }
    client = world.client(role)
    for path, permission in needs.items():
        expected = 200 if permission in PERMISSIONS[role] else 403
        assert client.get(path).status_code == expected, path
    assert (client.post("/api/v1/intake").status_code == 403) == (Permission.INTAKE not in PERMISSIONS[role])


def test_a_refusal_is_audited(world: World) -> None:
    world.client("official").get("/api/v1/status")
    assert ("official.1", "/api/v1/status", {"permission": "figures"}) in world.audited("access.refuse")


def test_errors_are_described_as_they_are_told(world: World) -> None:
    answer = world.client("clerk").get("/api/v1/records/x")
    described = world.app.openapi()
    assert set(described["components"]["schemas"]["Problem"]["required"]) <= answer.json().keys()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status == "default" or status >= "400":
                    assert response["content"].keys() == {"application/problem+json"}, (path, status)


def test_the_description_needs_a_login_and_loads_nothing_from_elsewhere(world: World) -> None:
    client = world.client("official")
    schema = client.get("/api/openapi.json").json()
    assert schema["components"]["securitySchemes"] == {
        "account": {"type": "http", "scheme": "basic", "description": "local account (sarabun user add)"}
    }
    page = client.get("/api/docs").text
    assert all(path in page for path in schema["paths"])
    assert not re.search(r'(?:src|href|action)="(?:\w+:)?//', page)
