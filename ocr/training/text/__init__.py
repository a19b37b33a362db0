"""Text for training readers: printed lines of Thai official paper, made by chance from a seed."""

from ocr.training.text.alphabet import ALPHABET
from ocr.training.text.source import TextSource

__all__ = ["ALPHABET", "TextSource"]
