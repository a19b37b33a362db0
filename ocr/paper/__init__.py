"""From a page image to pictures of its ink, upright and evenly lit, for the reader's eyes only.

As little as helps: what deletes specks deletes dots and tone marks, and what stretches grey levels deletes
thin strokes. Lines are cut along their own baselines afterwards, so nothing here turns or unbends a page.
"""
