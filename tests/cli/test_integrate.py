"""Every command of docs/integrate.md, run as it stands there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.guide import DOCS, Done, carried_out, check, missing, steps

GUIDE = "integrate.md"
STEPS = steps(GUIDE)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Done]]:
    with carried_out(STEPS, tmp_path_factory.mktemp("guide")) as came:
        yield came


def test_what_is_missing_is_found() -> None:
    assert (
        list(missing({"a": [1], "b": {"c": None}}, {"a": [2.5, 3], "b": {"c": None, "d": 1}, "e": 1})) == []
    )
    for shown, came in (
        ({"a": 1}, {"b": 1}), ([1], []), ({"a": "1"}, {"a": 1}), ({"a": True}, {"a": False}), ({}, []),
        ({"a": None}, {"a": 1}), ([{"a": 1}], [{}]),
    ):  # fmt: skip
        assert list(missing(shown, came)), (shown, came)


def test_the_guide_has_its_parts() -> None:
    text = (DOCS / GUIDE).read_text("utf-8")
    assert len(STEPS) > 15
    for part in (
        "/search", "/facets", "/suggest", "/searches", "/searches/$search/results", "/records/$id", "/image",
        "/text", "/pdf", "/verification", "/search/export", "/intake", "boxes=true", "after=$after",
        "If-None-Match", "webhooks.md", "/webhooks",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step.name for step in STEPS])
def test_a_step_does_what_the_guide_says(done: list[Done], number: int) -> None:
    check(STEPS[number], done[number])


def test_the_pages_of_the_guide_hold_every_letter_once(done: list[Done]) -> None:
    (paging,) = (came for step, came in zip(STEPS, done, strict=True) if "after=$after" in step.commands)
    ids = paging.printed.split()
    assert len(ids) == len(set(ids)) == 4
