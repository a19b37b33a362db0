"""What every kind of letter needs: an issuer, numbers, dates, people, and a letter's truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from samples.blocks import BLUE, VIOLET, Block, Cell, Letter, Mark, ReceivedStamp, Style, WordStamp
from samples.phrases import AGENCIES, PLACES, PROJECTS, Agency, person, pick, position, telephone
from samples.topics import LAWS
from sarabun.dates import BE_OFFSET, MONTHS, thai_date
from sarabun.model import Kind

FIELD_NAMES = (
    "number",
    "number_raw",
    "date",
    "date_raw",
    "subject",
    "from",
    "to",
    "salutation",
    "reference",
    "enclosures",
    "signer_name",
    "signer_position",
    "owner_unit",
    "phone",
    "urgency",
    "secrecy",
    "circular",
    "received_stamps",
)
URGENCIES = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน")
_FAMILIES = ("Laksaman",) * 7 + (
    "Norasi",
    "Kinnari",
    "Garuda",
    "Noto Sans Thai",
    "Noto Serif Thai",
    "Tlwg Typist",
)
# Printed text, so they turn with the letter's digits; the others are values (ASCII digits, ISO dates).
_PRINTED = frozenset(
    {
        "number_raw",
        "date_raw",
        "subject",
        "from",
        "to",
        "reference",
        "signer_name",
        "signer_position",
        "owner_unit",
    }
    | {"phone", "enclosures"}
)
_ORDER_YEARS = (2550, 2569)


class Signer(NamedTuple):
    """Who signs, and the lines that say as what."""

    name: str
    lines: tuple[str, ...]

    @property
    def position(self) -> str:
        return " ".join(self.lines)

    @property
    def block(self) -> tuple[str, ...]:
        return (f"({self.name})", *self.lines)


@dataclass(frozen=True, slots=True)
class Desk:
    """The office where one letter is written. Its draws all come from ``rng``, in order."""

    rng: np.random.Generator
    kind: Kind
    style: Style
    agency: Agency
    day: date
    slots: dict[str, str]
    secrecy: str = ""

    def fill(self, template: str) -> str:
        """``template`` with this letter's particulars."""
        return template.format_map(self.slots)

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def choose(self, options: tuple[Any, ...]) -> Any:
        return pick(self.rng, options)

    def some(self, options: tuple[str, ...], low: int, high: int) -> list[str]:
        """``low`` to ``high`` different ones, in their order."""
        count = min(len(options), int(self.rng.integers(low, high + 1)))
        chosen = sorted(self.rng.choice(len(options), count, replace=False))
        return [options[i] for i in chosen]

    @property
    def year(self) -> int:
        """B.E."""
        return self.day.year + BE_OFFSET

    @property
    def date_raw(self) -> str:
        return thai_date(self.day.isoformat())

    @property
    def date_with_era(self) -> str:
        return f"{self.day.day} {MONTHS[self.day.month - 1]} พ.ศ. {self.year}"

    def running(self, high: int = 9000) -> int:
        return int(self.rng.integers(1, high))

    def letter_number(self, circular: bool) -> tuple[str, str]:
        """Code and unit with the slash (and ว), and the running number."""
        run = str(self.running(900 if circular else 9000))
        mark = pick(self.rng, ("ว ", "ว")) if circular else ""
        return f"{self.agency.code} {self.agency.unit}/{mark}", run

    def signer(self) -> Signer:
        """The head, or a deputy who acts for the head."""
        name = person(self.rng)
        if self.chance(0.6):
            return Signer(name, (self.agency.head,))
        acting = pick(self.rng, ("ปฏิบัติราชการแทน", "รักษาราชการแทน"))
        return Signer(name, (self.agency.deputy, f"{acting} {self.agency.head}"))

    def official(self) -> Signer:
        return Signer(person(self.rng), (position(self.rng),))

    def telephone(self) -> str:
        return telephone(self.rng, self.agency)

    def letter(self, blocks: list[Block], marks: list[Mark] | None = None, **truth: Any) -> Letter:
        """Puts a letter together; ``truth`` names the fields that it has (``from_`` for from)."""
        fields: dict[str, Any] = dict.fromkeys(FIELD_NAMES) | {
            "circular": False,
            "enclosures": [],
            "received_stamps": [],
        }
        fields |= {name.rstrip("_"): value for name, value in truth.items()} | {
            "secrecy": self.secrecy or None
        }
        unknown = fields.keys() - set(FIELD_NAMES)
        if unknown:
            raise KeyError(f"not a field: {sorted(unknown)}")
        for name in _PRINTED:
            value = fields[name]
            if isinstance(value, list):
                fields[name] = [self.style.digits(v) for v in value]
            elif value is not None:
                fields[name] = self.style.digits(value)
        return Letter(self.kind, self.style, fields, tuple(blocks), tuple(marks or ()), self.secrecy)

    # --- marks of the receiving office

    def received(self, office: str) -> tuple[ReceivedStamp, dict[str, str]]:
        """A received stamp of one of the days after the letter's, and its truth."""
        day = self.day + timedelta(days=int(self.rng.integers(0, 9)))
        number = str(self.running())
        hour, minute = int(self.rng.integers(8, 17)), int(self.rng.integers(0, 60))
        machine = self.chance(0.4)
        thai = self.style.thai_digits and not machine
        turn = Style("Laksaman", thai, False).digits
        stamp = ReceivedStamp(
            office,
            turn(number),
            turn(thai_date(day.isoformat(), short=True)),
            turn(f"{hour:02d}.{minute:02d}"),
            pick(self.rng, (VIOLET, VIOLET, BLUE)),
            machine,
            left=14.5 + float(self.rng.normal(0, 0.2)),
            top=0.5 + float(self.rng.uniform(0, 0.4)),
            angle=float(self.rng.normal(0, 1.2)),
        )
        truth = {
            "office": office,
            "number": number,
            "date": day.isoformat(),
            "time": f"{hour:02d}:{minute:02d}",
        }
        return stamp, truth

    def note(self, top: float) -> WordStamp:
        """A clerk's note at the left margin, by hand."""
        lines = pick(
            self.rng,
            (
                ("ทราบ",),
                ("- ทราบ", "- ดำเนินการ"),
                ("เรียน หัวหน้า", "เพื่อโปรดทราบ"),
                ("มอบงานสารบรรณ", "แจ้งเวียน"),
            ),
        )
        angle = float(self.rng.normal(0, 2))
        return WordStamp(lines, BLUE, 2.2, top, hand=True, signed=True, angle=angle)

    def certified(self) -> WordStamp:
        """A สำเนาถูกต้อง stamp, signed."""
        who = self.official()
        return WordStamp(
            ("สำเนาถูกต้อง", f"({who.name})", who.lines[0]),
            pick(self.rng, (VIOLET, BLUE)),
            12.0,
            24.2,
            signed=True,
            angle=float(self.rng.normal(0, 1.5)),
            size=0.9,
        )


def hand_over(day: date, rng: np.random.Generator, at: float) -> tuple[Cell, ...]:
    """The date line of a letter whose day was left open and written in by hand, half of the time."""
    rest = f" {MONTHS[day.month - 1]} {day.year + BE_OFFSET}"
    if rng.random() < 0.5:
        return (Cell(str(day.day), at, hand=True), Cell(rest))
    return (Cell(f"{day.day}{rest}", at),)


def open_desk(kind: Kind, rng: np.random.Generator, secrecy: str = "") -> Desk:
    """An office, a day, a typewriter, and the particulars of one letter."""
    agency = pick(rng, AGENCIES)
    low, high = _ORDER_YEARS
    year = int(rng.integers(low, high + 1)) - BE_OFFSET
    day = date(year, 1, 1) + timedelta(days=int(rng.integers(0, 362)))
    style = Style(pick(rng, _FAMILIES), bool(rng.random() < 0.67), bool(rng.random() < 0.5))
    later = day + timedelta(days=int(rng.integers(10, 40)))
    slots = {
        "agency": agency.name,
        "project": pick(rng, PROJECTS),
        "place": pick(rng, PLACES),
        "law": pick(rng, LAWS),
        "date": thai_date((later + timedelta(days=int(rng.integers(3, 20)))).isoformat()),
        "later": thai_date(later.isoformat()),
        "earlier": thai_date((day - timedelta(days=int(rng.integers(5, 60)))).isoformat()),
        "year": str(day.year + BE_OFFSET),
        "fiscal": str(day.year + BE_OFFSET + (day.month >= 10)),
        "count": str(int(rng.integers(12, 98))),
        "small": str(int(rng.integers(3, 10))),
        "quarter": str(int(rng.integers(1, 5))),
        "money": f"{int(rng.integers(12, 9000)) * 500:,}",
    }
    return Desk(rng, kind, style, agency, day, slots, secrecy)
