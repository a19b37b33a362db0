"""The API's OpenAPI description: what FastAPI makes of the routes, with the examples and problems of
:mod:`api.examples`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI

from api import problems
from api.examples import EXAMPLES
from api.examples.example import Example
from api.examples.problems import ANYWHERE, PROBLEMS
from sarabun.errors import SarabunError


class DescribedAPI(FastAPI):
    """An application whose description has an example for every operation."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            _describe(super().openapi())
        return super().openapi()


def problems_of(example: Example, *, open_to_all: bool) -> dict[int, list[SarabunError]]:
    """What an operation may answer instead, by HTTP status."""
    found: dict[int, list[SarabunError]] = {}
    for code in (*example.refused, *(() if open_to_all else ANYWHERE)):
        found.setdefault(PROBLEMS[code].http_status, []).append(PROBLEMS[code])
    return dict(sorted(found.items()))


def status_of(operation: dict[str, Any]) -> int:
    """The HTTP status of an answer where nothing is wrong."""
    return int(min(operation["responses"]))


def sent_with(example: Example) -> dict[str, Any] | None:
    """The JSON or the fields of the form that a request brings."""
    return {"files": [example.file], **example.form} if example.form else example.body


def _describe(schema: dict[str, Any]) -> None:
    schema["components"].setdefault("schemas", {})["Problem"] = problems.SCHEMA
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            example = EXAMPLES[f"{method.upper()} {path}"]
            _show_request(path, operation, example)
            _show_answer(operation, example)
            for status, errors in problems_of(example, open_to_all="security" not in operation).items():
                operation["responses"][str(status)] = problems.described(errors)


def _show_request(path: str, operation: dict[str, Any], example: Example) -> None:
    asked = urlsplit(example.request)
    given: dict[str, list[str]] = parse_qs(asked.query)
    for name, value in zip(path.split("/"), asked.path.split("/"), strict=True):
        given[name.strip("{}")] = [value]
    for parameter in operation.get("parameters", ()):
        if values := given.get(parameter["name"]):
            parameter["example"] = _typed(values, parameter["schema"])
    if sent := sent_with(example):
        (content,) = operation["requestBody"]["content"].values()
        content["example"] = sent


def _typed(values: list[str], schema: dict[str, Any]) -> Any:
    kind = schema.get("anyOf", [schema])[0].get("type", "string")  # the other one is null
    if kind == "array":
        return values
    if kind == "boolean":
        return values[0] == "true"
    return int(values[0]) if kind == "integer" else values[0]


def _show_answer(operation: dict[str, Any], example: Example) -> None:
    response = operation["responses"][str(status_of(operation))]
    for media_type, content in response.get("content", {}).items():
        if media_type == "application/json" or media_type.startswith("text/"):
            content["example"] = example.answer
