from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sarabun.errors import ConfigurationError, ExternalError
from sarabun.finding import SearchQuery
from sarabun.settings import Settings
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.open import open_index
from search.probe import probe

NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens


class Server:
    """Answers everything with one status, as Elasticsearch does, and keeps the credentials it was sent."""

    def __init__(self, status: int, product: str = "Elasticsearch") -> None:
        seen = self.seen = set[str | None]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.add(self.headers["Authorization"])
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                if product:
                    self.send_header("X-Elastic-Product", product)
                self.end_headers()
                self.wfile.write(json.dumps({"error": {"type": "some_exception"}, "status": status}).encode())

            do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Not into the test's output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    started = Server(*request.param)
    yield started
    started.close()


def test_settings_choose_the_engine(tmp_path: Path) -> None:
    assert isinstance(open_index(Settings(home=tmp_path)), EmbeddedIndex)
    assert isinstance(open_index(Settings(home=tmp_path, search_url=NOBODY)), ElasticIndex)
    assert not list(tmp_path.iterdir())


def test_probe_of_the_embedded_index(tmp_path: Path) -> None:
    (check,) = probe(Settings(home=tmp_path))
    assert check.ok and check.name == "search"
    assert check.en.startswith("tantivy 0.27") and check.en.endswith("0 documents")
    assert not list(tmp_path.iterdir())


def test_probe_of_a_server_that_is_not_there(tmp_path: Path) -> None:
    (check,) = probe(Settings(home=tmp_path, search_url=NOBODY))
    assert not check.ok
    assert "does not answer" in check.en and check.th


def test_server_that_is_not_there() -> None:
    with pytest.raises(ExternalError) as caught:
        ElasticIndex(NOBODY).search(SearchQuery("กระดาน"))
    assert caught.value.code == "SEARCH_UNAVAILABLE"


@pytest.mark.parametrize(
    ("server", "error", "code"),
    [
        ((401,), ConfigurationError, "SEARCH_REFUSED"),
        ((403,), ConfigurationError, "SEARCH_REFUSED"),
        ((200, ""), ConfigurationError, "SEARCH_REFUSED"),
        ((500,), ExternalError, "SEARCH_FAILED"),
        ((400,), ExternalError, "SEARCH_FAILED"),
    ],
    indirect=["server"],
    ids=str,
)
def test_server_that_refuses(server: Server, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as caught:
        ElasticIndex(server.url).search(SearchQuery("กระดาน"))
    assert getattr(caught.value, "code") == code  # noqa: B009


@pytest.mark.parametrize(
    ("line", "sent"), [("clerk:s:e", "Basic Y2xlcms6czpl"), ("VuaCfGcBCdbkQm", "ApiKey VuaCfGcBCdbkQm")]
)
@pytest.mark.parametrize("server", [(401,)], indirect=True)
def test_credentials_are_sent(server: Server, tmp_path: Path, line: str, sent: str) -> None:
    file = tmp_path / "credentials"
    file.write_text(line + "\n")
    with pytest.raises(ConfigurationError):
        ElasticIndex(server.url, file).count()
    assert server.seen == {sent}


def test_missing_credentials_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ElasticIndex(NOBODY, tmp_path / "none")
    assert caught.value.code == "SEARCH_CREDENTIALS"
    (check,) = probe(Settings(home=tmp_path, search_url=NOBODY, search_credentials_file=tmp_path / "none"))
    assert not check.ok
