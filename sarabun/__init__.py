"""Contracts, wiring and the console script of Sarabun (สารบรรณ)."""

__version__ = "0.1.0"
