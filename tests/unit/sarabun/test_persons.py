"""National identification numbers: the vectors of the domain specification (9.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarabun import persons
from sarabun.errors import ConfigurationError
from sarabun.persons import find_national_ids, is_national_id


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


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("เลขที่ 3-1006-00445-63-5 ออกให้", "เลขที่ •-••••-•••••-••-• ออกให้"),
        ("๓๑๐๐๖๐๐๔๔๕๖๓๕", "•••••••••••••"),
        ("3 1006 00445 63 6", "• •••• ••••• •• •"),  # a misread digit: the rest is still a person's
        ("3-1006-0045-63-5", "•-••••-••••-••-•"),
        ("ทะเบียนนิติบุคคล 0994000165501", "ทะเบียนนิติบุคคล 0994000165501"),
        ("มท 0808.2/ว 1590 โทร. 0 2222 7821", "มท 0808.2/ว 1590 โทร. 0 2222 7821"),
    ],
)
def test_masked(text, masked):
    assert persons.masked(text) == masked


def test_a_hash_is_of_the_digits_however_written_and_of_the_key():
    key = bytes(32)
    (one,) = persons.hashes("3-1006-00445-63-5", key)
    assert persons.hashes("๓ ๑๐๐๖ ๐๐๔๔๕ ๖๓ ๕ และ 3100600445635", key) == (one,)
    assert persons.hashes("3100600445635", bytes([1]) * 32) != (one,)
    assert "3100600445635" not in one and persons.hashes("1234545678789", key) == ()


def test_numbers_are_taken_out_of_a_query():
    assert persons.without("อนุมัติ 3-1006-00445-63-5 ลา").split() == ["อนุมัติ", "ลา"]


def test_the_key_is_made_once_and_is_private(tmp_path):
    key = persons.load_key(tmp_path / "secrets")
    assert persons.load_key(tmp_path / "secrets") == key and len(key) == 32
    (tmp_path / "secrets" / "persons.key").chmod(0o644)
    with pytest.raises(ConfigurationError) as caught:
        persons.load_key(tmp_path / "secrets")
    assert caught.value.code == "PERSONS_KEY"
