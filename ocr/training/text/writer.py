"""One writer: chance and the entries of one split. Fills the slots of phrases.

A phrase of a bank may hold slots such as ``{date}`` or ``{agency}``; :data:`SLOTS` says what fills each, and
a filling may hold slots itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ocr.training.text import closed, numbers
from ocr.training.text.banks import Banks, Split, load
from ocr.training.text.pen import Pen
from ocr.training.text.syllables import code

_SLOT = re.compile(r"\{(\w+)\}")


class Writer:
    """Fills phrases; every word comes from the banks of ``split``, every choice from ``pen``."""

    def __init__(self, seed: int, split: Split) -> None:
        self.pen = Pen(seed)
        self.banks: Banks = load(split)

    def fill(self, phrase: str) -> str:
        """``phrase`` with all slots filled. Raises KeyError for a slot that does not exist."""
        return _SLOT.sub(lambda slot: SLOTS[slot[1]](self), phrase) if "{" in phrase else phrase

    def phrase(self, bank: tuple[str, ...]) -> str:
        return self.fill(self.pen.choose(bank))

    def given_name(self) -> str:
        return self.pen.choose(self.banks.women if self.pen.chance(0.45) else self.banks.men)

    def person(self) -> str:
        """A full name with its title; at times several titles or none."""
        pen, kind = self.pen, self.pen.chance_of()
        if kind < 0.4:
            title, given = pen.choose(closed.TITLES_MEN), pen.choose(self.banks.men)
        elif kind < 0.75:
            title, given = pen.choose(closed.TITLES_WOMEN), pen.choose(self.banks.women)
        elif kind < 0.93:
            title, given = pen.choose(closed.TITLES_ANY), self.given_name()
            if pen.chance(0.25):
                title += " "
        else:
            title, given = "", self.given_name()
        return f"{title}{given} {pen.choose(self.banks.families)}"

    def words(self, count: int) -> str:
        """``count`` words of running text without spaces, chance alone between them."""
        running = self.banks.running
        return "".join(self.pen.random.choices(running.entries, cum_weights=running.cumulative, k=count))

    def company(self) -> str:
        name = self.pen.choose(self.banks.families) if self.pen.chance(0.4) else self.words(2)
        return self.pen.choose(_FIRMS).format(name)

    def district(self) -> str:
        """A place name below the province: invented of syllables, or a word."""
        return self.pen.choose(_PLACE_HEADS) + (self.pen.choose(self.banks.dictionary))

    def address(self) -> str:
        """A postal address, whole or in part."""
        pen = self.pen
        house = pen.number(3) + (f"/{pen.number(2)}" if pen.chance(0.4) else "")
        parts = [f"{pen.choose(('เลขที่ ', '', '', 'บ้านเลขที่ '))}{house}"]
        if pen.chance(0.5):
            parts.append(f"{pen.choose(('หมู่ที่', 'หมู่', 'ม.'))} {pen.number(2)}")
        if pen.chance(0.3):
            parts.append(f"ซอย{self.district()} {pen.number(2)}")
        if pen.chance(0.5):
            parts.append(f"{pen.choose(('ถนน', 'ถ.'))}{self.district()}")
        if pen.chance(0.2):
            parts += [f"แขวง{self.district()}", f"เขต{self.district()}", "กรุงเทพมหานคร"]
        else:
            long = pen.chance(0.75)
            parts.append(("ตำบล" if long else "ต.") + self.district())
            parts.append(("อำเภอ" if long else "อ.") + self.district())
            parts.append(("จังหวัด" if long else "จ.") + pen.choose(closed.PROVINCES))
        if pen.chance(0.8):
            parts.append(postcode(pen))
        start = pen.between(0, len(parts) - 2) if pen.chance(0.4) else 0
        return " ".join(parts[start:])

    def mail(self) -> str:
        """An e-mail address or a web address of chance."""
        pen, name = self.pen, self.pen.choose(self.banks.english_words).lower()
        host = f"{pen.choose(self.banks.english_words).lower()}.{pen.choose(_HOST_ENDS)}"
        kind = pen.chance_of()
        if kind < 0.5:
            tail = pen.choose(("_", ".", "-", "")) + pen.number(4) if pen.chance(0.3) else ""
            return f"{name}{tail}@{host}"
        if kind < 0.8:
            return pen.choose(("www.", "https://", "http://www.", "https://www.")) + host
        page = pen.choose(("/", ".pdf", ".html", f"?id={pen.number(4)}", f"/{pen.number(4)}"))
        return f"https://{host}/{name}{page}"

    def english(self) -> str:
        """A name, term or acronym in Latin letters."""
        pen, kind = self.pen, self.pen.chance_of()
        if kind < 0.6:
            return self.phrase(self.banks.english)
        if kind < 0.75:
            return "".join(pen.choose(_CAPITALS) for _ in range(pen.between(2, 5)))
        if kind < 0.85:
            return pen.choose(self.banks.english_words).capitalize()
        return " ".join(self.case(pen.choose(self.banks.english_words)) for _ in range(pen.between(1, 3)))

    def case(self, word: str) -> str:
        kind = self.pen.chance_of()
        return word.capitalize() if kind < 0.4 else word.upper() if kind < 0.6 else word


_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HOST_ENDS = ("go.th", "go.th", "ac.th", "or.th", "co.th", "mi.th", "com", "in.th", "org")
_PLACE_HEADS = (
    "บ้าน", "หนอง", "โคก", "นา", "บาง", "ท่า", "ดอน", "ห้วย", "วัง", "โพธิ์", "คลอง", "ป่า", "เขา", "แม่", "ทุ่ง", "ศรี",
    "สาม", "ใหม่", "พระ", "เมือง", "", "", "",
)  # fmt: skip
_FIRMS = ("บริษัท {} จำกัด", "บริษัท {} จำกัด (มหาชน)", "ห้างหุ้นส่วนจำกัด {}", "ร้าน{}", "หจก. {}", "บจก. {}")


def leader(pen: Pen) -> str:
    """A dotted line of 3-60 stops."""
    return "." * pen.between(3, 60)


def postcode(pen: Pen) -> str:
    return f"{pen.between(1, 9)}{pen.digits(3)}0"


SLOTS: Mapping[str, Callable[[Writer], str]] = MappingProxyType(
    {
        "agency": lambda w: w.phrase(w.banks.agencies),
        "division": lambda w: w.phrase(w.banks.divisions),
        "position": lambda w: w.phrase(w.banks.positions),
        "place": lambda w: w.phrase(w.banks.places),
        "project": lambda w: w.phrase(w.banks.projects),
        "subject": lambda w: w.phrase(w.banks.subjects),
        "goods": lambda w: w.phrase(w.banks.goods),
        "course": lambda w: w.phrase(w.banks.courses),
        "law": lambda w: w.phrase(w.banks.laws),
        "level": lambda w: w.pen.choose(closed.LEVELS),
        "person": Writer.person,
        "given": Writer.given_name,
        "family": lambda w: w.pen.choose(w.banks.families),
        "company": Writer.company,
        "country": lambda w: w.pen.choose(w.banks.countries),
        "province": lambda w: w.pen.choose(closed.PROVINCES),
        "district": Writer.district,
        "address": Writer.address,
        "english": Writer.english,
        "mail": Writer.mail,
        "note": lambda w: w.phrase(w.banks.notes),
        "words": lambda w: w.words(w.pen.between(2, 4)),
        "title": lambda w: w.pen.choose(w.banks.titles),
        "document": lambda w: numbers.document_number(w.pen),
        "date": lambda w: numbers.date(w.pen),
        "year": lambda w: numbers.year(w.pen),
        "time": lambda w: numbers.time(w.pen),
        "n": lambda w: w.pen.number(2),
        "count": lambda w: numbers.whole(w.pen),
        "quantity": lambda w: numbers.quantity(w.pen),
        "baht": lambda w: numbers.amount(w.pen),
        "share": lambda w: numbers.percentage(w.pen),
        "section": lambda w: numbers.citation(w.pen),
        "phone": lambda w: numbers.telephone(w.pen),
        "postcode": lambda w: postcode(w.pen),
        "weekday": lambda w: w.pen.choose(closed.WEEKDAYS),
        "inwords": lambda w: numbers.amount_in_words(w.pen),
        "numbering": lambda w: numbers.numbering(w.pen),
        "citizen": lambda w: numbers.citizen_number(w.pen),
        "code": lambda w: code(w.pen),
        "unit": lambda w: w.pen.choose(closed.UNITS),
        "clause": lambda w: w.phrase(w.banks.clauses),
        "label": lambda w: w.phrase(w.banks.labels),
        "header": lambda w: w.phrase(w.banks.headings),
        "salutation": lambda w: w.pen.choose(closed.SALUTATIONS),
        "closing": lambda w: w.pen.choose(closed.CLOSINGS),
        "acting": lambda w: w.pen.choose(closed.ACTING),
        "urgency": lambda w: w.pen.choose(closed.URGENCY),
        "stamp": lambda w: w.pen.choose(closed.STAMPS),
        "document_kind": lambda w: w.pen.choose(closed.DOCUMENT_KINDS),
        "catchword": lambda w: w.phrase(w.banks.sentences).split(" ")[0],
        "dots": lambda w: leader(w.pen),
        "abbreviation": lambda w: w.pen.choose(closed.ABBREVIATIONS),
        "letter": lambda w: w.pen.choose(closed.LIST_LETTERS),
    }
)
