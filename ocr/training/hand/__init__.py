"""What a hand writes on official paper: digits that are to be read, and scrawl that holds no letters."""

from ocr.training.hand.digits import Hand, written
from ocr.training.hand.scrawl import scrawl

__all__ = ["Hand", "scrawl", "written"]
