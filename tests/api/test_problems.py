"""Errors as the API and the pages tell them."""

from __future__ import annotations

import pytest

from sarabun.errors import ConfigurationError, ExternalError
from tests.api.world import World


def test_a_problem_is_thai_unless_english_is_asked_for(world: World) -> None:
    client = world.client("clerk")
    for header, language in [
        ("", "th"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("en;q=0.8, th;q=0.9", "th"), ("th, en", "th"),
        ("de", "th"), ("en;q=x", "th"), ("en;q=0", "th"),
    ]:  # fmt: skip
        answer = client.get("/api/v1/records/x", headers={"accept-language": header})
        body = answer.json()
        assert body["title"] == body[language], header
        assert answer.headers["content-language"] == language
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"urn:sarabun:problem:{body['code']}" and body["status"] == 422


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND"), ("PUT", "/api/v1/search", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/v1/intake", 405, "METHOD_NOT_ALLOWED"),
    ],
)  # fmt: skip
def test_wrong_addresses(world: World, method: str, path: str, status: int, code: str) -> None:
    answer = world.client("clerk").request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert code != "METHOD_NOT_ALLOWED" or answer.headers["allow"]


def test_a_page_says_it_in_thai_or_english(world: World) -> None:
    client = world.client("clerk")
    page = client.get("/nothing")
    assert page.status_code == 404 and '<html lang="th">' in page.text and "ไม่พบหน้านี้" in page.text
    assert "there is nothing at this address" in client.get("/nothing?lang=en").text


def test_a_failure_of_ours_is_told_without_detail(
    fresh: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(fresh.services.registry, "figures", fail)
    client = fresh.client("clerk")
    for path in ("/api/v1/status", "/figures"):
        answer = client.get(path)
        assert answer.status_code == 500 and "INTERNAL_ERROR" in answer.text
        assert "secret inside" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "the secret inside" in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ExternalError("REGISTRY_UNAVAILABLE", "ก", "a", "password=hunter2"), 503),
        (ConfigurationError("TRUST_ROOTS", "ก", "a", "/srv/keys"), 500),
    ],
)
def test_the_detail_is_for_the_log(
    fresh: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(fresh.services.registry, "figures", fail)
    answer = fresh.client("clerk").get("/api/v1/status")
    assert answer.status_code == status and error.detail not in answer.text and error.detail in caplog.text
    assert ("retry-after" in answer.headers) == (status == 503)


def test_health_is_open_and_says_nothing_else(world: World) -> None:
    assert world.client().get("/api/v1/health").json().keys() == {"ok", "version"}
