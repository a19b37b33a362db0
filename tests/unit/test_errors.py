"""Errors pickle, map to exit codes, and are all documented."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

from ocr import problems
from sarabun import errors

ROOT = Path(__file__).parents[2]
CLASSES = [
    errors.InputError, errors.NotFoundError, errors.ExternalError, errors.IntegrityError,
    errors.ConfigurationError,
]  # fmt: skip
ROOMS = ("sarabun", "ocr", "classify", "records", "search", "flows", "api", "samples")


@pytest.mark.parametrize("cls", CLASSES)
def test_errors_pickle(cls: type[errors.SarabunError]) -> None:
    error = cls("CODE", "ไทย", "English", "detail")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is cls and again.as_dict() == error.as_dict() and again.detail == "detail"


def test_exit_codes_differ() -> None:
    codes = [cls.exit_code for cls in CLASSES]
    assert len(set(codes)) == len(codes)
    assert not {errors.EXIT_OK, errors.EXIT_USAGE, errors.EXIT_SOME_QUARANTINED} & set(codes)


def codes_in_source() -> set[str]:
    """First arguments of the error classes, and the keys of ocr's table of sentences."""
    names = {cls.__name__ for cls in CLASSES}
    found = set(problems._ERRORS) | {"INTERNAL_ERROR"}
    for path in (p for room in ROOMS for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(code.value)
    return found


def test_the_documented_codes_are_those_that_exist() -> None:
    documented = re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "docs/errors.md").read_text("utf-8"), re.M)
    assert len(documented) == len(set(documented))
    assert set(documented) == codes_in_source()
