"""How likely Thai words are in official prose: PyThaiNLP's words and frequencies, and our own records.txt.

A word costs the negative logarithm of its share of running text. Names of persons are in it so that nobody
takes them for misspelt words; what is in no list is allowed too, it only has to be read with more certainty.

Licences of PyThaiNLP's lists (its ``corpus_license.md``): words and frequencies CC0-1.0, names of persons
CC-BY-SA-4.0.
"""

from __future__ import annotations

import importlib.util
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from math import log
from pathlib import Path

from sarabun.dates import MONTHS, MONTHS_SHORT
from sarabun.errors import ConfigurationError
from sarabun.thai import THAI_DIGITS

_RECORDS = Path(__file__).with_name("records.txt")
_LEAST_COUNT = 3.0  # rarer words of the corpus are often misspelt
_LISTED, _NAME, _OFFICIAL = 2.0, 1.0, 200.0  # what a word of a list without frequencies counts at least
_SET = 20_000.0  # what stands on every letter: years after their months, codes of ministries after ที่
_FREQUENCIES = "tnc_freq.txt"  # of the Thai National Corpus
_WORDS = "words_th.txt"
_CODES = "นร กห กค กต กก พม อว กษ คค ดศ ทส พน พณ มท ยธ รง วธ ศธ สธ อก ศย อส ตช รส สว ตผ ลต"
"""Letters before the numbers of ministries and offices (Regulation, annex 1)."""
_OTHER_UNITS = ("อว",)
_NAMES = ("person_names_female_th.txt", "person_names_male_th.txt", "family_names_th.txt")


class Lexicon:
    """Words with their ``costs`` (natural logarithms, the likelier the less), spelt as the readers spell:
    ำ in two parts."""

    def __init__(self, counts: Mapping[str, float]) -> None:
        """``counts``: how often each word stands in running text."""
        total = log(sum(counts.values()))
        self.costs = {word.replace("ำ", "ํา"): total - log(count) for word, count in counts.items()}
        self._in_order = sorted(self.costs)

    def begins(self, text: str) -> bool:
        """Whether a word begins with ``text``."""
        at = bisect_left(self._in_order, text)
        return at < len(self._in_order) and self._in_order[at].startswith(text)


@cache
def lexicon() -> Lexicon:
    """The words of all lists, read once, when first asked for. Raises ConfigurationError WORDS_MISSING."""
    corpus = _pythainlp_corpus()
    counts: dict[str, float] = {}
    for line in _lines(corpus / _FREQUENCIES):
        word, _, count = line.partition("\t")
        if float(count) >= _LEAST_COUNT:
            counts[word] = float(count)
    lists = [(corpus / _WORDS, _LISTED), *((corpus / name, _NAME) for name in _NAMES), (_RECORDS, _OFFICIAL)]
    for path, least in lists:
        for word in _lines(path):
            counts[word] = max(counts.get(word, 0.0), least)
    counts |= dict.fromkeys(_set_phrases(), _SET)
    return Lexicon(counts)


def _set_phrases() -> Iterator[str]:
    """What is followed by the first digits of a year of this or the last century, heads of letters (units of
    ministries begin with a nought, but universities' do not), and what is counted and looks like a word that
    is far more frequent."""
    for before in (*MONTHS, *(f"{month} พ.ศ." for month in MONTHS), *MONTHS_SHORT, "พ.ศ.", "ปี", "พุทธศักราช"):
        yield from (f"{before} 25", f"{before} ๒๕")
    for code in _CODES.split():
        yield f"ที่ {code}"
        if code not in _OTHER_UNITS:
            yield from (f"{code} 0", f"{code} ๐", f"ที่ {code} 0", f"ที่ {code} ๐")
    yield from ("/ว ", "/ว", *(f"{digit} คัน" for digit in (*THAI_DIGITS, *"0123456789")))


def _pythainlp_corpus() -> Path:
    spec = importlib.util.find_spec("pythainlp")  # found, not imported: only its lists are read
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError(
            "WORDS_MISSING",
            "ไม่พบ PyThaiNLP ซึ่งมีรายการคำที่ใช้ตรวจคำอ่าน โปรดติดตั้งด้วย pip install pythainlp",
            "PyThaiNLP, whose word lists readings are checked with, is missing: pip install pythainlp.",
        )
    return Path(spec.submodule_search_locations[0]) / "corpus"


def _lines(path: Path) -> Iterator[str]:
    """Entries of a list; # begins a remark. All but a few misspelt ones are normal as they are."""
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield entry
