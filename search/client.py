"""The connection to Elasticsearch: who we are, how often we ask again, and its errors as ours."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from elastic_transport import (
    ConnectionError,
    ConnectionTimeout,
    NdjsonSerializer,
    Transport,
    TransportApiResponse,
)
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    Elasticsearch,
    NotFoundError,
    OrjsonSerializer,
    TransportError,
    UnsupportedProductError,
    helpers,
)

from sarabun.errors import ConfigurationError, ExternalError

_TIMEOUT_SECONDS = 30
_PAUSES = (0.1, 0.4, 1.6)  # seconds before a request is sent again
_BUSY = (429, 502, 503, 504)


class _OrjsonLines(NdjsonSerializer):
    """What several searches and writes are sent as; the library's own is slower."""

    def json_dumps(self, data: Any) -> bytes:
        return orjson.dumps(data)


class PatientTransport(Transport):
    """Asks again where the server is busy or cannot be reached, after pauses that grow.

    Whatever we send may be sent twice: documents have ids, and an index that is there already is no error.
    """

    def perform_request(self, *args: Any, **values: Any) -> TransportApiResponse:
        values |= {"max_retries": 0, "retry_on_status": ()}
        for pause in _PAUSES:
            try:
                answer = super().perform_request(*args, **values)
                if answer.meta.status not in _BUSY:
                    return answer
            except (ConnectionError, ConnectionTimeout):
                pass
            _wait(pause)
        return super().perform_request(*args, **values)


def _wait(seconds: float) -> None:
    """A half more or less, so that many do not come at once."""
    time.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311


def connect(url: str, credentials_file: Path | None) -> Elasticsearch:
    """Contacts nothing yet. Raises ConfigurationError SEARCH_CREDENTIALS."""
    return Elasticsearch(
        url,
        request_timeout=_TIMEOUT_SECONDS,
        transport_class=PatientTransport,
        serializers={kind.mimetype: kind() for kind in (OrjsonSerializer, _OrjsonLines)},
        **_credentials(credentials_file),
    )


def _credentials(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        line = file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            "SEARCH_CREDENTIALS",
            "อ่านแฟ้มรหัสผ่านของ Elasticsearch ไม่ได้ โปรดตรวจสอบ search_credentials_file",
            "the file with the credentials for Elasticsearch cannot be read: check search_credentials_file",
            str(error),
        ) from error
    user, colon, password = line.partition(":")
    return {"basic_auth": (user, password)} if colon else {"api_key": line}


def searched(
    client: Elasticsearch, index: str, routing: str | None, bodies: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The answers to several searches, sent as one request; a shard that does not answer is an error.

    Raises NotFoundError without the index, and ExternalError SEARCH_FAILED.
    """
    if not bodies:
        return []
    header = {"index": index, "allow_partial_search_results": False}
    header |= {"routing": routing} if routing else {}
    searches = [part for body in bodies for part in (header, body)]
    for pause in (*_PAUSES, 0.0):
        answered = client.msearch(searches=searches)
        answers: list[dict[str, Any]] = answered["responses"]
        if not any(answer["status"] in _BUSY for answer in answers):
            break
        _wait(pause)
    for answer in answers:
        if answer["status"] == 404:
            raise NotFoundError(answer["error"]["reason"], answered.meta, answer)
        if "error" in answer:
            raise failed(str(answer["error"]))
    return answers


@contextmanager
def errors() -> Iterator[None]:
    """The client's errors as ours."""
    try:
        yield
    except (AuthenticationException, AuthorizationException, UnsupportedProductError) as error:
        raise ConfigurationError(
            "SEARCH_REFUSED",
            "Elasticsearch ไม่ยอมรับการเชื่อมต่อ โปรดตรวจสอบ search_url และ search_credentials_file",
            "Elasticsearch refuses us: check search_url and search_credentials_file",
            str(error),
        ) from error
    except TransportError as error:
        raise ExternalError(
            "SEARCH_UNAVAILABLE",
            "ติดต่อ Elasticsearch ไม่ได้ โปรดตรวจสอบว่าเครื่องเปิดอยู่และ search_url ถูกต้อง แล้วลองใหม่",
            "Elasticsearch does not answer: check that it runs and that search_url is right, then try again",
            str(error),
        ) from error
    except (ApiError, helpers.BulkIndexError) as error:
        raise failed(str(error)) from error


def failed(detail: str) -> ExternalError:
    return ExternalError(
        "SEARCH_FAILED",
        "Elasticsearch ทำงานไม่สำเร็จ โปรดลองใหม่ และตรวจสอบบันทึกของเครื่องแม่ข่ายหากยังเกิดขึ้น",
        "Elasticsearch failed: try again, and look into the server's log if it goes on",
        detail[:2000],
    )
