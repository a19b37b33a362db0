"""Correction with the language: what readers were not sure of, put right where Thai leaves one text."""

from ocr.correct.correction import Change, Correction, corrected, places_of
from ocr.correct.faded import with_faded_marks
from ocr.correct.sums import Cell, summed

__all__ = ["Cell", "Change", "Correction", "corrected", "places_of", "summed", "with_faded_marks"]
