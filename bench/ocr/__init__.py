"""How well, how fast and how surely pages are read: ``python -m bench.ocr --help``."""
