"""The connection to Elasticsearch asks again where the server is busy."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from elasticsearch import NotFoundError

from sarabun.errors import ConfigurationError, ExternalError
from search import client


class Server(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.statuses: list[int] = []
        self.asked = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked += 1
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.answer(status, {"version": {"number": "8.19.13"}})

    def do_POST(self) -> None:
        """Several searches: the answer is there, the searches in it may have failed."""
        self.server.asked += 1
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        failed = {"error": {"type": "some_exception", "reason": "so it is"}} if status != 200 else {}
        self.answer(200, {"responses": [{"status": 200, "hits": {}}, {"status": status} | failed]})

    def answer(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(client, "_PAUSES", (0.001, 0.002, 0.003))
    with Server() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def number(server: Server) -> str:
    with client.errors():
        return str(client.connect(f"http://127.0.0.1:{server.server_port}", None).info()["version"]["number"])


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.statuses = [503, 429, 502]
    assert number(server) == "8.19.13" and server.asked == 4


def test_a_server_that_stays_busy_is_given_up(server: Server) -> None:
    server.statuses = [503] * 10
    with pytest.raises(ExternalError) as caught:
        number(server)
    assert caught.value.code == "SEARCH_FAILED" and server.asked == 4


def test_a_refusal_is_not_asked_again(server: Server) -> None:
    server.statuses = [401]
    with pytest.raises(ConfigurationError) as caught:
        number(server)
    assert caught.value.code == "SEARCH_REFUSED" and server.asked == 1


def searched(server: Server) -> list[dict[str, Any]]:
    with client.errors():
        return client.searched(
            client.connect(f"http://127.0.0.1:{server.server_port}", None), "letters", None, [{}, {}]
        )


def test_searches_of_which_one_was_refused_as_too_many_are_sent_again(server: Server) -> None:
    server.statuses = [429, 503]
    assert [answer["status"] for answer in searched(server)] == [200, 200] and server.asked == 3


@pytest.mark.parametrize(("status", "asked"), [(429, 4), (400, 1)])
def test_one_search_that_fails_fails_them_all(server: Server, status: int, asked: int) -> None:
    server.statuses = [status] * 10
    with pytest.raises(ExternalError) as caught:
        searched(server)
    assert caught.value.code == "SEARCH_FAILED" and "so it is" in caught.value.detail
    assert server.asked == asked


def test_without_the_index_there_is_nothing_to_search(server: Server) -> None:
    server.statuses = [404]
    with pytest.raises(NotFoundError):
        client.searched(
            client.connect(f"http://127.0.0.1:{server.server_port}", None), "letters", None, [{}, {}]
        )


def test_no_server_at_all(server: Server) -> None:
    with pytest.raises(ExternalError) as caught, client.errors():
        client.connect("http://127.0.0.1:1", None).info()
    assert caught.value.code == "SEARCH_UNAVAILABLE"
