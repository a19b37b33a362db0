"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# Loading dictionaries and a busy machine must not fail a property.
settings.register_profile("sarabun", deadline=None)
settings.load_profile("sarabun")
