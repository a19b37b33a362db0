from __future__ import annotations

import pytest

from search import lookup


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("งบ", "ประ", "มณ"), ("งบประมาณ",)),
        (("ผู้", "ประสบ", "อุทก", "ภับ"), ("ประสบ", "อุทกภัย")),  # ผู้ is too short for a shape
        (("อาสาสมัคร", "สา", "ธาร", "ณ", "สุ", "จ"), ("อาสาสมัคร", "สาธารณสุข")),
        (("ชิ", "ติ", "พัทธ์"), ()),  # a name: short pieces that print hardly has are not left out
        (("งบประมาณ", "รายจ่าย"), ()),
    ],
)
def test_corrected(words: tuple[str, ...], meant: tuple[str, ...]) -> None:
    assert lookup.corrected(words) == tuple(map(lookup.letters, meant))
