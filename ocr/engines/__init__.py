"""Implementations of :class:`sarabun.ports.OcrEngine`, one module each."""
