"""Correction with the language: what readers were not sure of, put right where Thai leaves one text."""

from ocr.correct.correction import Change, Correction, corrected
from ocr.correct.faded import with_faded_marks

__all__ = ["Change", "Correction", "corrected", "with_faded_marks"]
