"""The server of an index alone, asked what clients have asked it, by clients that do nothing else: as it is
where services run on other machines."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import urlsplit

from elastic_transport import Urllib3HttpNode

from bench.search.engines import Engine


class Request(NamedTuple):
    """One over HTTP, as the library sent it."""

    method: str
    target: str
    body: bytes | None
    headers: dict[str, str]


def record(make: Callable[[], Engine], texts: Iterable[str]) -> dict[str, list[Request]]:
    """What each query has an engine send to its server, one after the other."""
    engine = make()
    sent: list[Request] = []
    perform = Urllib3HttpNode.perform_request

    def recorded(http: Urllib3HttpNode, method: str, target: str, **values: Any) -> Any:
        sent.append(Request(method, target, values["body"], dict(values["headers"])))
        return perform(http, method, target, **values)

    found: dict[str, list[Request]] = {}
    with mock.patch.object(Urllib3HttpNode, "perform_request", recorded):
        engine.find("")  # asks for the format of the index once
        for text in dict.fromkeys(texts):
            sent.clear()
            engine.find(text)
            found[text] = list(sent)
    return found


class Node:
    """Sends what was recorded, and reads the answers. Raises RuntimeError where one is no success."""

    def __init__(
        self, make: Callable[[], Engine], url: str, recorded: Mapping[str, Sequence[Request]]
    ) -> None:
        self._make = make
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port)
        self._recorded = recorded

    def find(self, text: str) -> None:
        for request in self._recorded[text]:
            self._connection.request(request.method, request.target, request.body, request.headers)
            answer = self._connection.getresponse()
            answer.read()
            if answer.status != http.client.OK:
                raise RuntimeError(f"{answer.status} {answer.reason}")

    def forget(self) -> None:
        self._make().forget()
