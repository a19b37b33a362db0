"""Errors pickle, map to exit codes, and are all documented."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

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
    raised = re.compile(
        r"(?:InputError|NotFoundError|ExternalError|IntegrityError|ConfigurationError)\(\s*\"([A-Z][A-Z0-9_]+)\""
    )
    found: set[str] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            found |= set(raised.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_code_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "docs/errors.md").read_text("utf-8"), re.M))
    assert codes_in_source() - documented == set()
