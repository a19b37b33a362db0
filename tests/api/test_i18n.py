from __future__ import annotations

import re
from pathlib import Path

import pytest

import api
from api.web import i18n
from classify.fields import FIELD_NAMES, LIST_NAMES
from sarabun.finding import Order
from sarabun.model import Kind, State
from sarabun.pipeline import STAGE_NAMES

_FOLDER = Path(api.__file__).parent
_THAI = re.compile("[\u0e01-\u0e5b]")
_IN_TEMPLATE = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']""")
_IN_CODE = re.compile(r"""i18n\.text\(\s*\w+,\s*f?["']([a-z0-9_.{}]+)["']""")


def used() -> set[str]:
    found: set[str] = set()
    for path in (_FOLDER / "web").rglob("*"):
        if path.suffix in (".html", ".py"):
            found |= set(
                (_IN_TEMPLATE if path.suffix == ".html" else _IN_CODE).findall(path.read_text("utf-8"))
            )
    return found


def test_every_string_is_said_in_both_languages() -> None:
    for key, words in i18n.STRINGS.items():
        assert words.th.strip() and words.en.strip(), key
        if key not in ("other_language", "search.hint", "search.year", "facet.year"):
            assert _THAI.search(words.th) and not _THAI.search(words.en), key
        assert re.findall(r"{\w+}", words.th) == [] or sorted(re.findall(r"{\w+}", words.th)) == sorted(
            re.findall(r"{\w+}", words.en)
        ), key


def test_every_string_that_is_used_is_there_and_every_one_there_is_used() -> None:
    groups = ("field.", "flag.", "kind.", "state.", "stage.", "series.", "order.", "facet.")
    exact = {key for key in used() if "{" not in key and not key.endswith(".")}
    assert exact <= i18n.STRINGS.keys()
    assert {key for key in i18n.STRINGS if not key.startswith(groups)} <= exact


def test_all_names_of_the_domain_have_words() -> None:
    for group, names in {
        "kind": Kind, "state": State, "order": Order, "stage": STAGE_NAMES,
        "field": (*FIELD_NAMES, *LIST_NAMES),
    }.items():  # fmt: skip
        for name in names:
            assert f"{group}.{name}" in i18n.STRINGS


def test_templates_hold_no_words_of_their_own() -> None:
    for path in (_FOLDER / "web" / "templates").glob("*.html"):
        assert not _THAI.search(path.read_text("utf-8")), path.name


def test_an_unknown_key_is_an_error_and_an_unknown_name_is_shown_as_it_is() -> None:
    with pytest.raises(KeyError):
        i18n.text("th", "nothing.here")
    assert i18n.named("th", "flag", "seen_tomorrow") == "seen_tomorrow"


def test_dates_and_times() -> None:
    assert i18n.day("th", "2024-07-04") == "4 กรกฎาคม 2567" and i18n.day("en", "2024-07-04") == "4 July 2024"
    assert i18n.moment("th", "2024-12-31T18:30:00+00:00") == "1 มกราคม 2568 01:30 น."
    assert i18n.moment("en", "2024-12-31T18:30:00+00:00") == "1 January 2025 01:30"
