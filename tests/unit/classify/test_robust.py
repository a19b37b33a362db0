"""Whatever a reader hands over, describing it ends, and says nothing that is not on the page."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from classify.describe import describe
from sarabun.model import Box, Description, DocumentText, Line, PageText, Word, from_json, to_json
from sarabun.thai import normalise

PIECES = re.findall(
    r"\S+",
    "ที่ เรื่อง เรียน ถึง วันที่ บันทึกข้อความ คำสั่ง ประกาศ ส่วนราชการ อ้างถึง โทร. โทรสาร สิ่งที่ส่งมาด้วย มท "
    "๐๒๐๑.๒/ว / ๑๒/๒๕๖๙ ๒๔ กรกฎาคม ก.ค. ๒๕๖๗ ๙๙ (นาย ทดสอบ) รักษาราชการแทน ลับ ที่สุด ด่วน ขอแสดงความนับถือ "
    "สั่ง ณ เลขรับ เวลา เก็บถึง รหัสแฟ้ม สำเนาส่ง ครั้งที่ เมื่อ ทำขึ้น ่ ำ | - … ( ) a@b.th ๑. จำนวน ฉบับ "
    "เลิกประชุม ว่าด้วย",
)
boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 1500), st.integers(0, 2200), st.integers(1, 500), st.integers(1, 120),
)  # fmt: skip
texts = st.sampled_from(PIECES) | st.text("กขคงที่เแ๐๑2/.", min_size=1, max_size=8)
words = st.builds(Word, texts, boxes, st.floats(0, 1), st.booleans())
lines = st.lists(words, max_size=7).map(
    lambda ws: Line(tuple(ws), Box.around([w.box for w in ws]) if ws else Box(0, 0, 1, 1), 0.5)
)
pages = st.lists(st.lists(lines, max_size=14), max_size=3)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_any_page(drawn):
    text = DocumentText(
        tuple(PageText(n, 1654, 2339, 200, tuple(p), 0.5, "test") for n, p in enumerate(drawn, 1))
    )
    # As words and as a page: เ and เ side by side are แ, and a field may end between them.
    typed = "".join(word.text for page in drawn for line in page for word in line.words)
    said = set(typed) | set(normalise("".join(page.text for page in text.pages))) | {" "}
    described = describe(text)
    assert 0 < described.kind_confidence <= 1
    found = [f for f in described.fields.values() if f] + [f for fs in described.lists.values() for f in fs]
    for field in found:
        assert 0 <= field.confidence <= 1
        assert field.page is not None and field.box is not None
        assert field.raw.strip()
        assert set(field.raw) <= said
    assert from_json(Description, to_json(described)) == described
