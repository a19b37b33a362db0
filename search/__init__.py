"""Sealed records in, ranked hits out.

``analysis`` (with ``compounds``) is the one way from text to terms, for the index and the query alike;
``query`` reads what a person typed; ``plan`` says what matches and how much it counts; ``rows`` says what is
indexed for a page. The two engines, ``embedded`` (tantivy) and ``elastic`` (Elasticsearch), only translate
plan and rows, so that both give the same answers. ``snippets`` cuts the text that is shown.
"""
