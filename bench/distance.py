"""Edit distance of whole pages."""

from __future__ import annotations


def edit_distance(reference: str, read: str) -> int:
    """Insertions, deletions and substitutions between two texts (Myers' bit vectors as Hyyrö put them, 2003):
    a page of 3,000 characters takes a few milliseconds."""
    if not reference:
        return len(read)
    places: dict[str, int] = {}
    for i, char in enumerate(reference):
        places[char] = places.get(char, 0) | 1 << i
    full, last = (1 << len(reference)) - 1, 1 << (len(reference) - 1)
    plus, minus, score = full, 0, len(reference)
    for char in read:
        match = places.get(char, 0)
        horizontal = (((match & plus) + plus) ^ plus) | match | minus
        up, down = (minus | ~(horizontal | plus)) & full, plus & horizontal
        score += bool(up & last) - bool(down & last)
        up = ((up << 1) | 1) & full
        down = (down << 1) & full
        plus, minus = (down | ~(((match | minus) & full) | up)) & full, up & (match | minus)
    return score
