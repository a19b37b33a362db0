"""Numbers as Thai paper prints them, composed with 0-9: document numbers, dates, amounts, citations.

Shapes of document numbers: domain specification, section 3.1.
"""

from __future__ import annotations

from ocr.training.text.closed import (
    CODES,
    DIGIT_WORDS,
    LIST_LETTERS,
    LONG_CODES,
    ORDINALS,
    PLACE_WORDS,
    UNITS,
)
from ocr.training.text.pen import Pen
from sarabun.dates import MONTHS, MONTHS_SHORT

_PARTS = ("มาตรา", "มาตรา", "มาตรา", "ข้อ", "ข้อ", "หมวด", "ส่วนที่", "บทที่", "ตอนที่")
_ADDED = ("ทวิ", "ตรี", "จัตวา", "เบญจ", "ฉ", "สัตต", "อัฏฐ")  # sections put in between older ones


def document_number(pen: Pen) -> str:
    """``มท 0820.3/ว 1234`` in all its shapes, and ``12/2569`` of orders, without ``ที่``."""
    if pen.chance(0.15):
        return f"{pen.number(4)}/{year(pen)}"
    code = pen.choose(LONG_CODES if pen.chance(0.06) else CODES)
    if pen.chance(0.06):
        code += "."
    owner = pen.digits(pen.choose((4, 4, 4, 4, 5, 5, 2, 3)))
    for _ in range(pen.choose((0, 0, 0, 1, 1, 1, 2))):
        owner += "." + pen.number(3)
    if pen.chance(0.06):
        owner += f"({pen.choose(LONG_CODES)}{pen.number(3)})" if pen.chance(0.5) else f"({pen.number(2)})"
    gap = "" if pen.chance(0.07) else " "
    circular = pen.choose(("ว ", "ว", "พิเศษ", "พิเศษ ", "ว ", "ว.")) if pen.chance(0.3) else ""
    run = "" if circular.startswith("พิเศษ") and pen.chance(0.7) else pen.number(5)
    return f"{code}{gap}{owner}/{circular}{run}".strip()


def year(pen: Pen) -> str:
    """A Buddhist-era year: mostly of our time, the rest of anyone's reign."""
    if pen.chance(0.7):
        return f"25{pen.between(5, 6)}{pen.digits(1)}"
    return f"2{pen.choose('45')}{pen.digits(2)}"


def date(pen: Pen) -> str:
    """A date in full, short, formal or figures only. Days fit their months; C.E. years are rare."""
    month = pen.between(1, 12)
    day = pen.between(1, 28 if month == 2 else 30)
    kind = pen.chance_of()
    if kind < 0.6:
        return f"{day} {MONTHS[month - 1]} {year(pen)}"
    if kind < 0.72:
        written = year(pen)
        return f"{day} {MONTHS_SHORT[month - 1]} {written if pen.chance(0.4) else written[2:]}"
    if kind < 0.77:
        return f"{day}{pen.choose(('', ' '))}{MONTHS_SHORT[month - 1]}{pen.choose(('', ' '))}{year(pen)[2:]}"
    if kind < 0.84:
        return f"{day} เดือน {MONTHS[month - 1]} {pen.choose(('พ.ศ.', 'พ.ศ.', 'พุทธศักราช'))} {year(pen)}"
    if kind < 0.87:
        return f"{day} {MONTHS[month - 1]} {pen.choose(('พ.ศ.', 'พ.ศ.', 'พุทธศักราช'))} {year(pen)}"
    if kind < 0.95:
        mark = pen.choose("//-.")
        if pen.chance(0.6):
            return f"{day:02d}{mark}{month:02d}{mark}{year(pen)}"
        return f"{day}{mark}{month}{mark}{year(pen)[2:]}"
    if kind < 0.98:
        return f"{day}-{min(day + pen.between(1, 3), 31)} {MONTHS[month - 1]} {year(pen)}"
    return f"{MONTHS[month - 1]} {year(pen)}"


def time(pen: Pen) -> str:
    """``09.30 น.``, also a span."""
    clock = f"{pen.between(0, 23):02d}{pen.choose('...:')}{pen.between(0, 5)}{pen.digits(1)}"
    if pen.chance(0.25):
        until = f"{pen.between(10, 23)}.{pen.choose(('00', '30', '15', '45'))}"
        clock += pen.choose((" - ", "-", " – ", " ถึง ")) + until
    return f"{clock}{pen.choose((' น.', ' น.', ' น.', 'น.', ' นาฬิกา'))}"


def whole(pen: Pen) -> str:
    """A count with thousands separators where it needs them."""
    return f"{int(pen.number(pen.choose((1, 2, 3, 4, 5, 7)))):,}"


def sum_of_money(pen: Pen) -> str:
    """Figures of an amount without its unit: ``1,234,567.89``, ``500``, ``500.-``."""
    figures = f"{int(pen.number(8)):,}"
    kind = pen.chance_of()
    if kind < 0.45:
        return f"{figures}.{pen.digits(2)}"
    return f"{figures}.00" if kind < 0.6 else f"{figures}.-" if kind < 0.65 else figures


def amount(pen: Pen) -> str:
    """``1,234.50 บาท``, three in ten with the same amount in words in brackets."""
    baht = int(pen.number(pen.between(2, 8)))
    satang = int(pen.digits(2)) if pen.chance(0.4) else 0
    figures = f"{baht:,}.{satang:02d}" if satang or pen.chance(0.4) else f"{baht:,}"
    words = f" ({in_words(baht, satang)})" if pen.chance(0.3) else ""
    return f"{figures} บาท{words}"


def amount_in_words(pen: Pen) -> str:
    return in_words(int(pen.number(8)), int(pen.digits(2)) if pen.chance(0.4) else 0)


def in_words(baht: int, satang: int = 0) -> str:
    """An amount as cheques and contracts write it out: ``หนึ่งร้อยยี่สิบเอ็ดบาทถ้วน``; baht below 10**12."""
    tail = f"{_count_in_words(satang)}สตางค์" if satang else "ถ้วน"
    return f"{_count_in_words(baht)}บาท{tail}"


def _count_in_words(count: int, more: bool = False) -> str:
    """``more``: millions stand before; a last one is then เอ็ด, not หนึ่ง."""
    millions, count = divmod(count, 1_000_000)
    if millions:
        return f"{_count_in_words(millions, more)}ล้าน{_count_in_words(count, True) if count else ''}"
    figures, words = str(count), []
    for place, figure in zip(reversed(range(len(figures))), map(int, figures), strict=True):
        if figure == 0:
            continue
        word = DIGIT_WORDS[figure]
        if place == 0 and figure == 1 and (more or len(figures) > 1):
            word = "เอ็ด"
        elif place == 1 and figure <= 2:
            word = ("", "ยี่")[figure - 1]
        words.append(word + PLACE_WORDS[place])
    return "".join(words) or DIGIT_WORDS[0]


def percentage(pen: Pen) -> str:
    share = pen.number(2) + (f".{pen.digits(pen.between(1, 2))}" if pen.chance(0.6) else "")
    return f"ร้อยละ {share}" if pen.chance(0.6) else f"{share}%" if pen.chance(0.6) else f"{share} %"


def telephone(pen: Pen) -> str:
    """Land lines, mobiles, extensions and spans, as letterheads print them."""
    kind = pen.chance_of()
    if kind < 0.55:
        number = f"0 {pen.choose('2345777')}{pen.digits(3)} {pen.digits(4)}"
    elif kind < 0.75:
        number = f"0-{pen.choose('23457')}{pen.digits(3)}-{pen.digits(4)}"
    elif kind < 0.9:
        mark = pen.choose(" --")
        number = f"0{pen.choose('689')}{mark}{pen.digits(4)}{mark}{pen.digits(4)}"
    else:
        number = f"0{pen.choose('2345789')}{pen.digits(pen.between(7, 8))}"
    if pen.chance(0.2):
        number += f" ต่อ {pen.number(5)}"
    elif pen.chance(0.1):
        number += f"{pen.choose((' - ', '-', '–', ', '))}{pen.number(2)}"
    return number


def citizen_number(pen: Pen) -> str:
    """Thirteen digits in the groups of an identity card, or run together; the check digit is chance."""
    d = pen.digits(13)
    return pen.choose(("-", " ", "")).join((d[0], d[1:5], d[5:10], d[10:12], d[12]))


def citation(pen: Pen) -> str:
    """``มาตรา 53 วรรคสอง (1)``, ``ข้อ 12 (ก)``, without the law's name."""
    text = f"{pen.choose(_PARTS)} {pen.number(3)}"
    if pen.chance(0.12):
        text += f"/{pen.number(2)}" if pen.chance(0.5) else f" {pen.choose(_ADDED)}"
    if pen.chance(0.35):
        text += f" วรรค{pen.choose(ORDINALS)}"
    if pen.chance(0.3):
        text += f" {bracketed(pen)}"
        if pen.chance(0.3):
            text += f"{pen.choose((' ', ' และ ', ' หรือ '))}{bracketed(pen)}"
    return text


def bracketed(pen: Pen) -> str:
    """``(1)``, ``(12)``, ``(ก)``."""
    return f"({pen.choose(LIST_LETTERS) if pen.chance(0.35) else pen.number(2)})"


def numbering(pen: Pen) -> str:
    """What stands before an item of a list."""
    kind = pen.chance_of()
    if kind < 0.3:
        return f"{pen.number(2)}."
    if kind < 0.6:
        return ".".join(pen.number(1 if level else 2) for level in range(pen.between(2, 4)))
    if kind < 0.8:
        return bracketed(pen)
    if kind < 0.9:
        return f"{pen.number(2)})" if pen.chance(0.6) else f"{pen.choose(LIST_LETTERS)}."
    latin = pen.choose("abcdeABCDE")
    return pen.choose(("-", "–", "•", "*", f"ข้อ {pen.number(2)}", f"{latin})", f"{latin}."))


def quantity(pen: Pen) -> str:
    return f"{whole(pen)} {pen.choose(UNITS)}"
