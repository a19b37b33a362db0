"""Where the lines of a page are, in which order they are read, and the rules between them."""

from ocr.layout.find import find_lines
from ocr.layout.found import Found, Layout, Rule, Writing
from ocr.layout.rules import without_rules

__all__ = ["Found", "Layout", "Rule", "Writing", "find_lines", "without_rules"]
