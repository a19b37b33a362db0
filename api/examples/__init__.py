"""One example for each operation of the API: what is asked and what comes, as /api/docs and the OpenAPI
description show it. tests/api/test_examples.py sends every request here and compares the answers.
"""

from __future__ import annotations

from api.examples import records, search, searches, webhooks
from api.examples.example import Example

EXAMPLES: dict[str, Example] = {
    **search.EXAMPLES,
    **searches.EXAMPLES,
    **records.EXAMPLES,
    **webhooks.EXAMPLES,
}
