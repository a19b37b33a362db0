"""The words inside Thai compounds: องค์การบริหารส่วนตำบล holds องค์, การ, บริหาร, ส่วน, ตำบล.

A dictionary word is split where its pieces are, by their geometric mean, about as frequent as itself (after
Koehn and Knight 2003, "Empirical Methods for Compound Splitting"), with the counts of the Thai National
Corpus in PyThaiNLP. So การประชุม splits, and ประชุม, whose syllables happen to be rare words, does not.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from itertools import accumulate

# Chosen by eye from samples of frequent words, not measured. Below, hardly any split is of a compound; above,
# most are. Words of two characters are often only a part of a syllable (หน|อง), so they need more.
_RATIO, _RATIO_SHORT = 0.4, 0.7
# In the dictionary as words, in print nearly always the first syllable of another word.
_SYLLABLES = frozenset({
    "ประ", "กระ", "ตระ", "ระ", "สะ", "ตะ", "มะ", "ทะ", "ชะ", "พะ", "คะ", "ละ", "อะ",
    "สำ", "กำ", "จำ", "ตำ", "อำ", "ดำ", "บำ", "วิ", "สุ", "บุ", "ภา", "อา",
})  # fmt: skip


@cache
def _frequencies() -> dict[str, int]:
    """Dictionary words of at least two characters with their counts; 0 for those the corpus lacks."""
    from pythainlp.corpus import thai_words, tnc  # late: loads files

    counts = dict(tnc.unigram_word_freqs())
    return {word: counts.get(word, 0) for word in thai_words() if len(word) > 1}


def frequency(word: str) -> int:
    """How often the corpus has a word; 0 where it lacks it."""
    return _frequencies().get(word, 0)


@lru_cache(maxsize=65536)
def split(word: str) -> tuple[str, ...]:
    """The smallest words that ``word`` is made of; joined they are ``word`` again."""
    count = _frequencies().get(word)
    if count is None:
        return (word,)
    pieces = _fewest_pieces(word)
    if not pieces:
        return (word,)
    ratio = _RATIO_SHORT if min(map(len, pieces)) == 2 else _RATIO
    if math.exp(_mean_log(pieces)) < count * ratio:
        return (word,)
    return tuple(atom for piece in pieces for atom in split(piece))


def _mean_log(pieces: tuple[str, ...]) -> float:
    counts = _frequencies()
    return sum(math.log(counts[p]) for p in pieces) / len(pieces)


def _fewest_pieces(word: str) -> tuple[str, ...]:
    """The way to write ``word`` with the fewest, at least two, words that the corpus knows; among equals the
    one with the most frequent words; empty where there is none."""
    from pythainlp.tokenize import subword_tokenize

    counts = _frequencies()
    # Borders of character clusters: no word ends inside one (never เห|ล้า).
    borders = list(accumulate((len(c) for c in subword_tokenize(word, engine="tcc_p")), initial=0))
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in borders[1:]:
        ways = [
            (*best[start], piece)
            for start in borders
            if start < end and start in best
            if (piece := word[start:end]) != word and counts.get(piece) and piece not in _SYLLABLES
        ]
        if ways:
            best[end] = min(ways, key=lambda way: (len(way), -_mean_log(way)))
    return best.get(len(word), ())
