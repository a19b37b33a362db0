"""Pages for tests: lines of text set at places on a sheet, as a perfect reader would give them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from sarabun.model import Box, DocumentText, Line, PageText, Word
from sarabun.thai import normalise, tokens

WIDTH, HEIGHT = 1654, 2339  # A4 at 200 dpi
LEFT, HANG, INDENT, RIGHT_BLOCK = 240, 330, 440, 1050
LETTER, LINE, HEIGHT_OF_TEXT = 17, 50, 44
_MARK = re.compile("[ัิ-ฺ็-๎]")


@dataclass
class Sheet:
    """A page under way. ``x`` is the left edge in pixels; every call sets one line below the last."""

    number: int = 1
    confidence: float = 0.998
    y: int = 300
    lines: list[Line] = field(default_factory=list)

    def words(self, text: str, x: int) -> list[Word]:
        text = normalise(text)
        at = [x]
        for ch in text:
            at.append(at[-1] + (0 if _MARK.match(ch) else LETTER))
        return [
            Word(
                t.text,
                Box(at[t.start], self.y, max(at[t.end], at[t.start] + 2), self.y + HEIGHT_OF_TEXT),
                self.confidence,
                t.start > 0 and text[t.start - 1] == " ",
            )
            for t in tokens(text)
        ]

    def put(self, *pieces: tuple[int, str], split: bool = False) -> Sheet:
        """One row of (x, text) pieces, as one line of the reader, or (``split``) as one line a piece."""
        runs = [self.words(text, x) for x, text in pieces]
        for words in runs if split else [[w for run in runs for w in run]]:
            box = Box.around([w.box for w in words])
            self.lines.append(Line(tuple(words), box, self.confidence))
        self.y += LINE
        return self

    def left(self, *texts: str, x: int = LEFT) -> Sheet:
        for text in texts:
            self.put((x, text))
        return self

    def body(self, *texts: str) -> Sheet:
        """A paragraph: the first line indented."""
        self.gap(20)
        for n, text in enumerate(texts):
            self.put((LEFT if n else INDENT, text))
        return self

    def centre(self, *texts: str, at: int = WIDTH // 2) -> Sheet:
        for text in texts:
            width = sum(0 if _MARK.match(ch) else LETTER for ch in normalise(text))
            self.put((at - width // 2, text))
        return self

    def sign(self, *texts: str) -> Sheet:
        """Centred on the place of a signature, a little right of the middle."""
        return self.centre(*texts, at=1080)

    def gap(self, pixels: int = 120) -> Sheet:
        self.y += pixels
        return self

    def page(self) -> PageText:
        return PageText(
            self.number, WIDTH, HEIGHT, 200, tuple(self.lines), self.confidence if self.lines else 0.0, "test"
        )


def _document(*sheets: Sheet) -> DocumentText:
    return DocumentText(tuple(sheet.page() for sheet in sheets))


def _external(sheet: Sheet) -> Sheet:
    """A whole external letter in Thai digits."""
    sheet.put((LEFT, "ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐"), (RIGHT_BLOCK, "กรมตัวอย่างการปกครอง"))
    sheet.left("ถนนทดสอบ เขตดุสิต", "กทม. ๑๐๓๐๐", x=RIGHT_BLOCK).gap(20)
    sheet.left("๒๔ กรกฎาคม ๒๕๖๗", x=870).gap(20)
    sheet.left("เรื่อง  ขอความร่วมมือสำรวจข้อมูลการใช้ระบบสารบรรณอิเล็กทรอนิกส์ของหน่วยงาน")
    sheet.left("ในสังกัด ประจำปี ๒๕๖๗", x=LEFT + 6 * LETTER)
    sheet.gap(10).left("เรียน  ผู้ว่าราชการจังหวัดทุกจังหวัด")
    sheet.gap(10).left("อ้างถึง  หนังสือกรมตัวอย่างการปกครอง ที่ มท ๐๒๐๑.๒/๑๒๓ ลงวันที่ ๑๑ เมษายน ๒๕๖๗")
    sheet.gap(10).put((LEFT, "สิ่งที่ส่งมาด้วย  ๑. แบบสำรวจข้อมูล"), (1150, "จำนวน ๑ ฉบับ"))
    sheet.put((LEFT + 14 * LETTER, "๒. คู่มือการกรอกแบบ"), (1150, "จำนวน ๒ เล่ม"))
    sheet.body(
        "ตามหนังสือที่อ้างถึง ขอให้หน่วยงานส่งแบบสำรวจ ความละเอียดแจ้งแล้ว นั้น",
        "เรื่องดังกล่าวเป็นเรื่องด่วนที่สุด และเอกสารบางส่วนเป็นความลับของทางราชการ",
    )
    sheet.body("จึงเรียนมาเพื่อโปรดพิจารณา").gap(20).sign("ขอแสดงความนับถือ").gap()
    sheet.sign("(นายทดสอบ ตัวอย่างดี)", "รองอธิบดี ปฏิบัติราชการแทน", "อธิบดีกรมตัวอย่างการปกครอง").gap()
    sheet.left("กองทดสอบระบบ", "กลุ่มงานสารบรรณ", "โทร. ๐ ๒๒๒๒ ๗๘๒๑ ต่อ ๑๒, ๐ ๒๒๒๒ ๗๘๒๒")
    sheet.left("โทรสาร ๐ ๒๒๒๒ ๗๘๒๓", "ไปรษณีย์อิเล็กทรอนิกส์ saraban@example.go.th")
    return sheet.left("สำเนาส่ง  สำนักงานตัวอย่าง")


def _memo(sheet: Sheet) -> Sheet:
    sheet.centre("บันทึกข้อความ")
    sheet.left("ส่วนราชการ  สำนักงานตัวอย่าง ฝ่ายทดสอบ โทร. 12011, 12112")
    sheet.put((LEFT, "ที่ ศธ.0514.1.12/ว 170"), (820, "วันที่  27 เมษายน 2553"))
    sheet.left("เรื่อง  ประกาศรับสมัครทุนการศึกษา ประจำปี 2553").gap(15)
    sheet.left("เรียน  คณบดีคณะทดสอบ")
    sheet.body("ด้วยฝ่ายทดสอบจะรับสมัครทุนการศึกษา ตามรายละเอียดที่แนบมาพร้อมนี้")
    sheet.body("จึงเรียนมาเพื่อโปรดทราบ").gap()
    return sheet.sign("(รองศาสตราจารย์ทดสอบ ตัวอย่างดี)", "ผู้ช่วยอธิการบดีฝ่ายทดสอบ")


def _stamped(sheet: Sheet) -> Sheet:
    sheet.put((LEFT, "ด่วนที่สุด")).gap(15)
    sheet.left("ที่ มท ๐๒๑๒.๒/ว๗๘๓๖").gap(15).left("ถึง  จังหวัดทุกจังหวัด")
    sheet.body("ตามที่กระทรวงแจ้งให้จังหวัดนำเข้าข้อมูลโครงการ ภายในวันที่", "๑๐ กรกฎาคม ๒๕๖๗ นั้น").gap()
    sheet.sign("สำนักงานปลัดกระทรวงตัวอย่าง", "๒๔ กรกฎาคม ๒๕๖๗").gap(300)
    return sheet.left("สำนักทดสอบ", "โทร. ๐ ๒๒๒๒ ๗๘๒๑, ๕๐๙๗๐", "โทรสาร ๐ ๒๒๒๒ ๗๘๒๒")


def _order(sheet: Sheet) -> Sheet:
    sheet.centre("คำสั่งสำนักงานเขตพื้นที่ตัวอย่าง เขต ๓", "ที่ ๕๔๑/๒๕๕๙", "เรื่อง แต่งตั้งคณะกรรมการตรวจติดตาม")
    sheet.centre("และประเมินผลการใช้จ่าย (TOR)").gap(70)
    sheet.body("ด้วยสำนักงานเขตพื้นที่ตัวอย่างจะดำเนินการตรวจติดตาม จึงแต่งตั้งคณะกรรมการ ดังนี้")
    sheet.put((INDENT, "๑. นายหนึ่ง ทดสอบ"), (900, "ประธานกรรมการ")).put(
        (INDENT, "๒. นางสอง ทดสอบ"), (900, "กรรมการ")
    )
    sheet.body("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป").gap(30).centre("สั่ง ณ วันที่ ๑๗ ตุลาคม พ.ศ. ๒๕๕๙").gap()
    return sheet.sign("(นายทดสอบ ตัวอย่างดี)", "รองผู้อำนวยการสำนักงาน รักษาราชการแทน", "ผู้อำนวยการสำนักงาน")


def _rule(sheet: Sheet, word: str) -> Sheet:
    sheet.centre(f"{word}กรมตัวอย่าง", "ว่าด้วยการใช้รถราชการ", "(ฉบับที่ ๒)", "พ.ศ. ๒๕๖๐").gap(70)
    sheet.body("โดยที่เป็นการสมควรปรับปรุงการใช้รถราชการให้เหมาะสมกับสภาวการณ์ปัจจุบัน")
    sheet.body(f"อาศัยอำนาจตามความในกฎหมาย อธิบดีจึงวาง{word}ไว้ ดังต่อไปนี้")
    sheet.body(f"ข้อ ๑ {word}นี้เรียกว่า “{word}กรมตัวอย่าง ว่าด้วยการใช้รถราชการ (ฉบับที่ ๒) พ.ศ. ๒๕๖๐”")
    sheet.gap(30).centre("ประกาศ ณ วันที่ ๙ มกราคม พ.ศ. ๒๕๖๐").gap()
    return sheet.sign("(นายทดสอบ ตัวอย่างดี)", "อธิบดีกรมตัวอย่าง")


def _regulation(sheet: Sheet) -> Sheet:
    return _rule(sheet, "ระเบียบ")


def _bylaw(sheet: Sheet) -> Sheet:
    return _rule(sheet, "ข้อบังคับ")


def _announcement(sheet: Sheet) -> Sheet:
    sheet.centre("ประกาศกรมตัวอย่าง", "เรื่อง ประกวดราคาจ้างปรับปรุงอาคาร (e-bidding)").gap(70)
    sheet.body("ด้วยกรมตัวอย่างมีความประสงค์จะประกวดราคาจ้าง จึงประกาศให้ทราบโดยทั่วกัน").gap(30)
    sheet.centre("ประกาศ ณ วันที่ ๓ ก.พ. ๒๕๖๘").gap()
    return sheet.sign("(นางสาวทดสอบ ตัวอย่างดี)", "อธิบดีกรมตัวอย่าง")


def _press(sheet: Sheet, word: str) -> Sheet:
    sheet.centre(f"{word}กรมตัวอย่าง", "เรื่อง สถานการณ์น้ำในฤดูฝน", "ฉบับที่ ๖/๒๕๖๐").gap(70)
    sheet.body("กรมตัวอย่างขอเรียนว่าสถานการณ์น้ำในปัจจุบันยังอยู่ในเกณฑ์ปกติ").gap()
    return sheet.sign("กรมตัวอย่าง", "๑๒ สิงหาคม ๒๕๖๐")


def _statement(sheet: Sheet) -> Sheet:
    return _press(sheet, "แถลงการณ์")


def _news(sheet: Sheet) -> Sheet:
    return _press(sheet, "ข่าว")


def _certificate(sheet: Sheet) -> Sheet:
    sheet.put((LEFT, "เลขที่ ๖๖๕/๒๕๖๑"), (RIGHT_BLOCK, "กรมตัวอย่าง")).left("ถนนทดสอบ กทม. ๑๐๓๐๐", x=RIGHT_BLOCK)
    sheet.gap(40).body("หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า นายหนึ่ง ทดสอบ เป็นข้าราชการสังกัดกรมตัวอย่าง")
    sheet.gap(40).centre("ให้ไว้ ณ วันที่ ๒๓ มีนาคม พ.ศ. ๒๕๖๑").gap()
    return sheet.sign("(นายทดสอบ ตัวอย่างดี)", "อธิบดีกรมตัวอย่าง")


def _minutes(sheet: Sheet) -> Sheet:
    sheet.centre("รายงานการประชุมคณะกรรมการบริหารความเสี่ยงกรมตัวอย่าง", "ครั้งที่ ๑/๒๕๖๙")
    sheet.centre("เมื่อวันพุธที่ ๑๔ มกราคม ๒๕๖๙", "ณ ห้องประชุม ๑").gap(60).left("ผู้มาประชุม")
    sheet.left("๑. นายหนึ่ง ทดสอบ   ประธานกรรมการ").left("ผู้ไม่มาประชุม", "๑. นางสอง ทดสอบ  ติดราชการ")
    sheet.left("เริ่มประชุมเวลา ๐๙.๓๐ น.", "ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ")
    sheet.body("ประธานแจ้งว่ามีเรื่องค้างพิจารณา และอยู่ระหว่างดำเนินการ", "๒ เรื่อง")
    sheet.left("เลิกประชุมเวลา ๑๒.๐๐ น.").gap()
    return sheet.sign("(นางสาวทดสอบ ตัวอย่างดี)", "นิติกรชำนาญการ", "ผู้จดรายงานการประชุม")


def _note(sheet: Sheet) -> Sheet:
    sheet.centre("บันทึก").gap(20).left("วันที่ ๕ มีนาคม ๒๕๕๑", x=1000).gap(20).left("เรียน  ผู้อำนวยการกองทดสอบ")
    sheet.body("ตามที่ได้สั่งการให้ตรวจสอบข้อเท็จจริง นั้น ได้ตรวจสอบแล้ว", "จึงเรียนมาเพื่อโปรดทราบ").gap()
    return sheet.sign("(นายทดสอบ ตัวอย่างดี)", "นักวิชาการทดสอบ")


def _other(sheet: Sheet) -> Sheet:
    sheet.centre("สัญญาจ้าง").gap(20).left("สัญญาเลขที่ ๙๐/๒๕๖๓", x=1000)
    sheet.body("สัญญาฉบับนี้ทำขึ้น ณ กรมตัวอย่าง เมื่อวันที่ ๒๓ ธันวาคม ๒๕๖๓ ระหว่าง", "กรมตัวอย่าง กับ นายหนึ่ง ทดสอบ")
    return sheet.body("ข้อ ๑ ผู้ว่าจ้างตกลงจ้าง").gap().sign("(นายทดสอบ ตัวอย่างดี)", "ผู้ว่าจ้าง")


LETTERS = {
    "external": _external,
    "internal_memo": _memo,
    "stamped": _stamped,
    "directive.order": _order,
    "directive.regulation": _regulation,
    "directive.bylaw": _bylaw,
    "pr.announcement": _announcement,
    "pr.statement": _statement,
    "pr.news": _news,
    "evidence.certificate": _certificate,
    "evidence.minutes": _minutes,
    "evidence.note": _note,
    "evidence.other": _other,
}


class Desk:
    """What a test gets: fresh sheets, documents made of them, and one whole letter of every kind."""

    Sheet = Sheet
    document = staticmethod(_document)
    kinds = tuple(LETTERS)
    left, indent, right_block = LEFT, INDENT, RIGHT_BLOCK

    @staticmethod
    def letter(kind: str, sheet: Sheet | None = None) -> DocumentText:
        return _document(LETTERS[kind](sheet or Sheet()))


@pytest.fixture
def desk() -> Desk:
    return Desk()
