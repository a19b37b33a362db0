"""The measure of reading is right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.distance import edit_distance

TEXT = st.text(alphabet="กขค่๑", max_size=12)


def plain(a: str, b: str) -> int:
    """The textbook table."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


@given(TEXT, TEXT)
def test_edit_distance(a: str, b: str) -> None:
    assert edit_distance(a, b) == plain(a, b)
