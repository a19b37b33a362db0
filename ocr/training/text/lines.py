"""Kinds of lines that stand alone on Thai official paper, each written by one function."""

from __future__ import annotations

from collections.abc import Callable

from ocr.training.text import closed, numbers
from ocr.training.text.syllables import code, jumble, syllables
from ocr.training.text.writer import Writer, postcode

LineMaker = Callable[[Writer], str]

_SPACE_OR_NOT = (" ", " ", " ", "")


def subject(w: Writer) -> str:
    text = w.phrase(w.banks.subjects)
    return f"เรื่อง {text}" if w.pen.chance(0.7) else text


def addressee(w: Writer) -> str:
    whom = w.phrase(w.banks.positions) if w.pen.chance(0.7) else f"{w.pen.choose(('', 'คุณ'))}{w.person()}"
    if w.pen.chance(0.2):
        whom += w.pen.choose(("ทุกจังหวัด", "ทุกแห่ง", "ทุกท่าน", " (ตามบัญชีแนบท้าย)", " (ผ่าน{position})"))
    return w.fill(f"{w.pen.choose(closed.SALUTATIONS)} {whom}")


def reference(w: Writer) -> str:
    """A line of อ้างถึง; a list of them is numbered."""
    pen = w.pen
    head = pen.choose(("อ้างถึง ", "อ้างถึง ", f"{pen.number(1)}. ", ""))
    what = pen.choose(("หนังสือ{agency}", "หนังสือ{agency}", "บันทึกข้อความ{agency}", "หนังสือจังหวัด{province}", "คำสั่ง{agency}", "หนังสือ{company}"))
    speed = pen.choose(closed.URGENCY) + " " if pen.chance(0.15) else ""
    number = pen.choose(("ที่ {document} ", "ที่ {document} ", "เลขที่ {document} ", "{document} ", ""))
    return w.fill(f"{head}{what} {speed}{number}{pen.choose(('ลงวันที่', 'ลงวันที่', 'ลว.', 'เมื่อวันที่'))} {{date}}")


def enclosure(w: Writer) -> str:
    pen = w.pen
    head = pen.choose(("สิ่งที่ส่งมาด้วย ", "สิ่งที่ส่งมาด้วย ", f"{pen.number(1)}. ", "สิ่งที่ส่งมาด้วย " + pen.number(1) + ". "))
    what = pen.choose(("สำเนา{goods}", "แบบ{words}", "รายละเอียด{project}", "สำเนาคำสั่ง ที่ {document}", "{course}", "เอกสาร{words}", "รายชื่อ{words}"))
    return w.fill(f"{head}{what} จำนวน {pen.number(2)} {pen.choose(('ฉบับ', 'ชุด', 'แผ่น', 'เล่ม', 'หน้า', 'ราย'))}")


def letter_number(w: Writer) -> str:
    head = w.pen.choose(("ที่ ", "ที่ ", "ที่ ", "ที่", "ที่ อ้างถึง ", "เลขที่ ", "หนังสือเลขที่ ", "", "No. ", "Ref. ", "(สำเนา) ที่ "))
    text = f"{head}{numbers.document_number(w.pen)}"
    return f"{text} ลงวันที่ {numbers.date(w.pen)}" if w.pen.chance(0.15) else text


def date_line(w: Writer) -> str:
    head = w.pen.choose(("", "", "", "วันที่ ", "ลงวันที่ ", "ณ วันที่ ", "สั่ง ณ วันที่ ", "ประกาศ ณ วันที่ ", "ให้ไว้ ณ วันที่ ", "เมื่อวันที่ ", "ตั้งแต่วันที่ "))
    kind = w.pen.chance_of()
    if kind < 0.8:
        return head + numbers.date(w.pen)
    if kind < 0.88:
        return f"{numbers.weekday_date(w.pen)} เวลา {numbers.time(w.pen)}"
    return f"{head}{numbers.date(w.pen)} {w.pen.choose(('ถึงวันที่', 'ถึง', '-', '–'))} {numbers.date(w.pen)}"


def memo_head(w: Writer) -> str:
    """Heads of บันทึกข้อความ, with and without their dotted lines."""
    dots = f" {leader(w)} " if w.pen.chance(0.4) else " "
    shape = w.pen.choose(("ส่วนราชการ{dots}{division} {agency} โทร. {phone}", "ส่วนราชการ{dots}{agency} โทร {phone}", "ที่{dots}{document}{dots}วันที่{dots}{date}", "ที่ {document} วันที่ {date}", "เรื่อง{dots}{subject}"))
    return w.fill(shape.replace("{dots}", dots))


def law(w: Writer) -> str:
    shape = w.pen.choose((
        "อาศัยอำนาจตามความใน{section} แห่ง{law}", "ตาม{section} แห่ง{law}", "{law}", "ซึ่งแก้ไขเพิ่มเติมโดย{law}", "{section} และ{section} แห่ง{law}",
        "ฝ่าฝืน{section} ประกอบ{section}", "{section} ให้{words}", "ข้อ {n} ให้ยกเลิกความใน{section} แห่ง{law}", "ใน{section} แห่ง{law} ให้ใช้ความต่อไปนี้แทน",
    ))  # fmt: skip
    return w.fill(shape)


def clause(w: Writer) -> str:
    return w.fill(f"{w.pen.choose(('ข้อ ', 'ข้อ ', 'มาตรา '))}{w.pen.number(2)} {w.pen.choose(w.banks.clauses)}")


def list_item(w: Writer) -> str:
    what = w.pen.choose(("{words}", "{goods}", "{course}", "{person} {position}", "{agency}", "{subject}", "{project} {baht}", "{words}{words} {quantity}", "{person}", "{place}"))
    return w.fill(f"{numbers.numbering(w.pen)}{w.pen.choose(_SPACE_OR_NOT)}{what}")


def money(w: Writer) -> str:
    shape = w.pen.choose(("{baht}", "เป็นเงิน {baht}", "เป็นเงินทั้งสิ้น {baht}", "จำนวนเงิน {baht}", "วงเงิน {baht}", "รวม {baht}", "ราคากลาง {baht}", "{goods} จำนวน {quantity} เป็นเงิน {baht}", "ภาษีมูลค่าเพิ่ม {share} เป็นเงิน {baht}", "฿{n}", "({words})"))
    if shape == "({words})":
        return f"({numbers.in_words(int(w.pen.number(8)), int(w.pen.digits(2)) if w.pen.chance(0.4) else 0)})"
    return w.fill(shape)


def cell(w: Writer) -> str:
    """What one cell of a table holds: mostly a single number, often a single character."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.3:
        return pen.number(pen.between(1, 6))
    if kind < 0.5:
        return numbers.sum_of_money(pen)
    if kind < 0.56:
        return pen.choose(("-", "–", "/", "*", "0", "0.00", "- -", ".", "–", "+", "=", "x", "N/A"))
    if kind < 0.62:
        return pen.choose(closed.UNITS)
    if kind < 0.7:
        return pen.choose((w.given_name, w.person, w.district))()
    if kind < 0.75:
        return numbers.numbering(pen)
    if kind < 0.8:
        return numbers.percentage(pen)
    if kind < 0.84:
        return numbers.date(pen)
    if kind < 0.9:
        return pen.choose(w.banks.dictionary.entries)
    if kind < 0.95:
        return w.phrase(w.banks.headings)
    return f"{pen.number(3)}.{pen.digits(pen.between(1, 4))}"


def row(w: Writer) -> str:
    """Cells of a narrow table that stand in one line."""
    pen = w.pen
    first = [pen.number(2)] if pen.chance(0.5) else []
    name = [w.fill(pen.choose(("{words}", "{person}", "{goods}", "{district}", "{agency}")))] if pen.chance(0.7) else []
    return " ".join(first + name + [cell(w) for _ in range(pen.between(1, 6))])[:110]


def signature(w: Writer) -> str:
    kind = w.pen.chance_of()
    if kind < 0.6:
        return f"({w.person()})"
    if kind < 0.75:
        return f"( {w.person()} )"
    if kind < 0.9:
        head = w.pen.choose(("ลงชื่อ", "(ลงชื่อ)", "ลงนาม", "ผู้จดรายงาน", "ผู้ตรวจ", "ผู้รับ", "พยาน"))
        return f"{head} {leader(w)} {w.pen.choose(('', w.phrase(w.banks.positions)))}"
    return f"({leader(w)})"


def position(w: Writer) -> str:
    text = w.phrase(w.banks.positions)
    if w.pen.chance(0.25):
        return f"{text} {w.pen.choose(closed.ACTING)}"
    return w.pen.choose(closed.ACTING) + text if w.pen.chance(0.2) else text


def letterhead(w: Writer) -> str:
    return w.fill(w.pen.choose(("{agency}", "{agency}", "{division}", "{division} {agency}", "{address}", "จังหวัด{province} {postcode}", "ถนน{district} กทม. {postcode}", "ศาลากลางจังหวัด{province}", "ที่ว่าการอำเภอ{district}")))


def address(w: Writer) -> str:
    return w.address() if w.pen.chance(0.8) else f"{w.pen.choose(('ที่ตั้ง', 'ที่อยู่', 'อยู่'))} {w.address()}"


def contact(w: Writer) -> str:
    shape = w.pen.choose((
        "โทร. {phone}", "โทร. {phone}", "โทร {phone}", "โทรศัพท์ {phone}", "โทรศัพท์/โทรสาร {phone}", "โทรสาร {phone}", "โทรสาร. {phone}",
        "ไปรษณีย์อิเล็กทรอนิกส์ {mail}", "E-mail: {mail}", "อีเมล {mail}", "e-mail : {mail}", "โทร. {phone} โทรสาร {phone}", "เว็บไซต์ {mail}",
        "Tel. {phone} Fax {phone}", "Line ID : {english}", "{person} โทร. {phone}", "มือถือ {phone}", "สอบถามได้ที่ {division} หมายเลขโทรศัพท์ {phone}",
        "{mail}", "ผู้ประสานงาน {person} {phone}", "สำเนาส่ง {agency}", "{division}", "{phone}",
    ))  # fmt: skip
    return w.fill(shape)


def leader(w: Writer) -> str:
    """A dotted line: stops, at times with spaces, ellipses or underscores."""
    pen, length = w.pen, w.pen.between(3, 60)
    kind = pen.chance_of()
    if kind < 0.85:
        return "." * length
    return "…" * (length // 3) if kind < 0.95 else "_" * length


def form_line(w: Writer) -> str:
    """Labels of a form with leaders, filled in or not; up to the width of a page."""
    pen, text = w.pen, ""
    for _ in range(pen.between(1, 3)):
        label = w.phrase(w.banks.labels)
        short = pen.between(3, 60)
        value = _value(w) if pen.chance(0.45) else ""
        dots = "." * max(3, short // 2)
        filled = f"{dots}{value}{dots}" if value and pen.chance(0.7) else value or "." * short
        text += f"{label}{pen.choose(('', '', ' ', ' : ', ': '))}{filled}{pen.choose(('', ' '))}"
        if len(text) > 95:
            break
    return text


def _value(w: Writer) -> str:
    return w.fill(w.pen.choose(("{person}", "{date}", "{n}", "{count}", "{words}", "{district}", "{province}", "{phone}", "{year}", "{position}", "{baht}", "{postcode}")))[:45]


def label(w: Writer) -> str:
    text = w.phrase(w.banks.labels)
    return f"{text}{w.pen.choose(('', ':', ' :', ' ' + _value(w)))}"


def page_mark(w: Writer) -> str:
    """Page numbers and catchwords."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.4:
        return pen.choose(("- {} -", "-{}-", "– {} –", "- {} -")).format(pen.number(2))
    if kind < 0.55:
        return f"/{pen.number(2)}" if pen.chance(0.4) else pen.number(2)
    if kind < 0.7:
        return w.fill(pen.choose(("หน้า {n}", "หน้า {n}/{n}", "หน้าที่ {n} จาก {n}", "เล่ม {n} ตอนที่ {n} ก ราชกิจจานุเบกษา {date}", "เล่ม {n} ตอนพิเศษ {n} ง ราชกิจจานุเบกษา {date}", "Page {n} of {n}")))
    return f"/{w.phrase(w.banks.sentences).split(' ')[0][:40]}{pen.choose(('...', '...', '…', '....', '. . .'))}"


def stamp(w: Writer) -> str:
    pen = w.pen
    if pen.chance(0.5):
        return pen.choose(closed.STAMPS) if pen.chance(0.75) else pen.choose(closed.URGENCY)
    return w.fill(pen.choose(("รับที่ {count} วันที่ {date} เวลา {time}", "เลขรับ {count}", "เลขที่รับ {n}/{year}", "วันที่ {date}", "เวลา {time}", "รับวันที่ {date} เวลา {time}", "เก็บถึง พ.ศ. {year}", "เลขทะเบียนรับ {count}", "{agency} เลขรับ {count}", "ได้รับแล้ว {date}")))


def heading(w: Writer) -> str:
    return w.fill(w.pen.choose((
        w.pen.choose(closed.DOCUMENT_HEADINGS), "คำสั่ง{agency}", "ประกาศ{agency}", "ระเบียบ{agency}", "ข้อบังคับ{agency}", "รายงานการประชุม{words}", "ครั้งที่ {n}/{year}",
        "ที่ {n}/{year}", "ว่าด้วย{words}", "(ฉบับที่ {n}) พ.ศ. {year}", "พ.ศ. {year}", "หมวด {n}", "ส่วนที่ {n}", "บทที่ {n}", "ภาคผนวก {letter}", "ระเบียบวาระที่ {n} {subject}",
        "ตารางที่ {n} {subject}", "แบบที่ {n}", "ประจำปีงบประมาณ พ.ศ. {year}", "บทเฉพาะกาล", "ผู้มาประชุม", "ผู้ไม่มาประชุม", "เริ่มประชุมเวลา {time}", "เลิกประชุมเวลา {time}",
        "ณ {place}", "เมื่อ{date}", "บัญชีแนบท้ายคำสั่ง{agency}", "สำเนาส่ง", "หลักสูตร{course}", "ฉบับที่ {n}/{year}", "แผ่นที่ {n}", "(ร่าง)", "{project}", "{words}",
    )))  # fmt: skip


def roll(w: Writer) -> str:
    """A line of an attendance or committee list."""
    role = w.pen.choose(("ประธานกรรมการ", "กรรมการ", "กรรมการ", "กรรมการและเลขานุการ", "ผู้ช่วยเลขานุการ", "ประธาน", "รองประธาน", "แทน", "", "คณะทำงาน", "ที่ปรึกษา", "ลา", "ติดราชการ"))
    return w.fill(f"{w.pen.choose(('{n}. ', '{n}.', '{n}) ', '', '{n} '))}{{person}} {w.pen.choose(('{position} ', '', '{agency} '))}{role}")


def latin(w: Writer) -> str:
    """Lines in Latin letters or mixed with Thai."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.3:
        return w.fill(pen.choose(("{english}", "{english} {english}", "({english})", "{mail}", "{english}: {english}", "{english} - {english}", "{english}/{english}", "“{english}”", '"{english}"')))
    if kind < 0.55:
        words = [pen.choose(w.banks.english_words) for _ in range(pen.between(1, 11))]
        return " ".join(words).capitalize() if pen.chance(0.4) else " ".join(map(str.capitalize, words)) if pen.chance(0.5) else " ".join(words).upper()
    if kind < 0.95:
        return w.fill(pen.choose(("{words} ({english}) {words}", "{words}{words} {english} {words}", "ระบบ {english} ของ{agency}", "{goods} รุ่น {english} {n}", "{words} {english} & {english}", "{words} = {n} + {n} * {n}", "#{words} @{english}", "{english} {n}.{n} {words}", "{words} > {n} < {n}", "{english}; {english}, {words}", "{country} ({english})")))
    return code(w.pen) if pen.chance(0.6) else jumble(w.pen, pen.between(3, 30))


def old_tongue(w: Writer) -> str:
    """Royal, old and Pali words, with the signs that print them."""
    pen = w.pen
    text = " ".join(pen.choose(w.banks.pali) for _ in range(pen.between(1, 7)))
    if pen.chance(0.3):
        text = pen.choose(("๏ ", "๏")) + text
    if pen.chance(0.3):
        text += pen.choose((" ๚", " ๛", "ฯ ๛", " ๚ะ๛", "ฯ", " ฯะ", "๚ะ"))
    return text


def figures(w: Writer) -> str:
    """Identity numbers, accounts, telephone numbers and plain rows of digits."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.3:
        return w.fill(pen.choose(("เลขประจำตัวประชาชน ", "เลขที่บัญชี ", "รหัส ", "", "", "หมายเลข "))) + numbers.citizen_number(pen)
    if kind < 0.6:
        return code(pen)
    if kind < 0.8:
        return " ".join(pen.digits(pen.between(1, 6)) for _ in range(pen.between(1, 8)))
    return w.fill(pen.choose(("รหัสงบประมาณ {n}{postcode}{postcode}", "{quantity}", "{share}", "{time}", "{count} {quantity} {share}", "บัญชีเลขที่ {phone}", "รหัสไปรษณีย์ {postcode}", "ทะเบียน {letter}{letter} {count} {province}", "฿{count}")))


def abbreviations(w: Writer) -> str:
    pen = w.pen
    text = f"{pen.choose(closed.ABBREVIATIONS)}{pen.choose(('', ' '))}{w.words(pen.between(0, 3))} {w.fill('{abbreviation}')}"
    return text if pen.chance(0.7) else f"{text} {w.fill('{words} {abbreviation} {words} ๆ')}"


def closing(w: Writer) -> str:
    return w.pen.choose(closed.CLOSINGS)


def single(w: Writer) -> str:
    """One character, as page numbers, columns of a form and list marks stand alone."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.6:
        return pen.digits(1)
    return pen.choose(closed.LIST_LETTERS) if kind < 0.85 else pen.choose("/-ฯๆXABCN")


def nonsense(w: Writer) -> str:
    """Pure chance: syllables, strings, serial numbers."""
    pen, length = w.pen, w.pen.between(2, 80)
    kind = pen.chance_of()
    return syllables(pen, length) if kind < 0.6 else jumble(pen, length) if kind < 0.85 else code(pen)
