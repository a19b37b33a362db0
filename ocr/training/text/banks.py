"""Entries that lines are made of: our phrase banks and the word lists that PyThaiNLP ships in its wheel.

Each entry belongs to the training or to the development set, by a hash of its text alone: the two sets share
no sentence, name or word.

Licences of PyThaiNLP's lists (its ``corpus_license.md``): words, frequencies, syllables, countries and
transliterations CC0-1.0; names of persons and titles of Wikipedia CC-BY-SA-4.0.
"""

from __future__ import annotations

import csv
import importlib.util
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Literal

from ocr.training.text.alphabet import ALPHABET, CONSONANTS, LEADING
from sarabun.errors import ConfigurationError
from sarabun.thai import normalise

Split = Literal["train", "dev"]
Entries = tuple[str, ...]

_DEV_OF = 8  # one entry in so many is kept for development
_FLATTENED = (
    0.75  # power of a word's frequency: frequent words less often, rare ones more often than in prose
)
_LONGEST_TITLE = 24  # longer titles are phrases: laws, agencies, sentences that a test page may hold too
_STARTS = frozenset(CONSONANTS + LEADING)
_PRINTABLE = frozenset(ALPHABET)
_OUR_BANKS = Path(__file__).with_name("banks")
_SHAPES = Path(__file__).with_name("shapes")


def split_of(entry: str) -> Split:
    """The set that an entry belongs to, by its text."""
    return "dev" if zlib.crc32(f"sarabun {entry}".encode()) % _DEV_OF == 0 else "train"


@dataclass(frozen=True, slots=True)
class Words:
    """Thai words of one split with running sums of their weights, as :func:`random.choices` takes them."""

    entries: Entries
    cumulative: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Banks:
    """All entries of one split, each tuple in the order of its source."""

    sentences: Entries
    subjects: Entries
    laws: Entries
    clauses: Entries
    agencies: Entries
    divisions: Entries
    positions: Entries
    places: Entries
    projects: Entries
    goods: Entries
    courses: Entries
    headings: Entries
    labels: Entries
    english: Entries
    notes: Entries
    english_words: Entries
    pali: Entries
    women: Entries
    men: Entries
    families: Entries
    countries: Entries
    titles: Entries
    syllables: Entries
    dictionary: Entries
    running: Words


@cache
def load(split: Split) -> Banks:
    """Entries of ``split``, read once. Raises ConfigurationError when PyThaiNLP is not installed."""
    corpus = _pythainlp_corpus()
    titles = (
        title for title in _lines(corpus / "wikipedia_titles_th.txt", 6) if len(title) <= _LONGEST_TITLE
    )
    own = {path.stem: _lines(path) for path in sorted(_OUR_BANKS.glob("*.txt"))}
    return Banks(
        **{name: _of(split, entries) for name, entries in own.items()},
        english_words=_of(split, _second_column(corpus / "th_en_transliteration_v1.4.tsv")),
        women=_of(split, _thai(_lines(corpus / "person_names_female_th.txt"))),
        men=_of(split, _thai(_lines(corpus / "person_names_male_th.txt"))),
        families=_of(split, _thai(_lines(corpus / "family_names_th.txt"))),
        countries=_of(split, _thai(_lines(corpus / "countries_th.txt"))),
        titles=_of(split, _thai(titles)),
        syllables=_of(split, _thai(_lines(corpus / "syllables_th.txt"))),
        dictionary=_of(split, _thai(_lines(corpus / "words_th.txt"))),
        running=_weighed(
            (word, count**_FLATTENED)
            for word, count in _frequencies(corpus / "tnc_freq.txt")
            if split_of(word) == split
        ),
    )


def shapes(kind: str) -> Entries:
    """Shapes of lines of one kind (``shapes/<kind>.txt``), as often in it as paper has them. They are labels
    that the Regulation prescribes with slots for the rest, so both splits use them.
    """
    return tuple(_lines(_SHAPES / f"{kind}.txt"))


@cache
def vocabulary() -> frozenset[str]:
    """Words of both splits, to know where a line may break; no text is made of them."""
    return frozenset(_lines(_pythainlp_corpus() / "words_th.txt"))


def _pythainlp_corpus() -> Path:
    spec = importlib.util.find_spec("pythainlp")  # found, not imported: only its lists are read
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError(
            "TRAINING_CORPUS_MISSING",
            "ไม่พบ PyThaiNLP ซึ่งมีรายการคำสำหรับฝึกตัวอ่าน โปรดติดตั้งด้วย pip install pythainlp",
            "PyThaiNLP, whose word lists the training text is made of, is missing: pip install pythainlp.",
        )
    return Path(spec.submodule_search_locations[0]) / "corpus"


def _lines(path: Path, every: int = 1) -> Iterator[str]:
    """Entries of a list, or one of ``every``; normalised at once, which is far quicker than one by one."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()[::every]
    for line in normalise("\n".join(lines)).split("\n"):
        if entry := line.strip():
            yield entry


def _second_column(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.reader(table, delimiter="\t"):
            if len(row) > 1 and row[1].isascii() and row[1].isalpha():
                yield row[1]


def _frequencies(path: Path) -> Iterator[tuple[str, float]]:
    for line in _lines(path):
        word, _, count = line.rpartition(" ")  # their tab, normalised
        for entry in _thai([word]):
            yield entry, float(count)


def _thai(entries: Iterable[str]) -> Iterator[str]:
    """Entries that can stand anywhere in a Thai line: printable, and begun by a letter that may begin one."""
    for entry in entries:
        if entry and entry[0] in _STARTS and entry[-1] not in LEADING and _PRINTABLE.issuperset(entry):
            yield entry


def _of(split: Split, entries: Iterable[str]) -> Entries:
    return tuple(dict.fromkeys(entry for entry in entries if split_of(entry) == split))


def _weighed(words: Iterable[tuple[str, float]]) -> Words:
    entries, weights = zip(*words, strict=True)
    return Words(entries, tuple(accumulate(weights)))
