"""National identification numbers: the vectors of the domain specification (9.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.personal_data import find_national_ids, is_national_id


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("3100600445635", True),
        ("1234545678781", True),
        ("1234545678789", False),
        ("0994000165501", False),
        ("31006004456", False),
        ("๓๑๐๐๖๐๐๔๔๕๖๓๕", False),
    ],
)
def test_check_digit(digits, valid):
    assert is_national_id(digits) is valid


@pytest.mark.parametrize("text", ["3-1006-00445-63-5", "๓ ๑๐๐๖ ๐๐๔๔๕ ๖๓ ๕", "เลขที่ 3100600445635 ออกให้"])
def test_found_in_text(text):
    (found,) = find_national_ids(text)
    assert found.digits == "3100600445635"
    assert 13 <= found.end - found.start <= 17


@pytest.mark.parametrize("text", ["13100600445635", "31006004456351", "3-1006-00445-63-6", "0 2222 7821"])
def test_not_found(text):
    assert list(find_national_ids(text)) == []


@given(st.integers(1, 8), st.text("0123456789", min_size=11, max_size=11))
def test_exactly_one_check_digit_fits(first, middle):
    assert sum(is_national_id(f"{first}{middle}{check}") for check in range(10)) == 1
