"""The search index that the settings ask for."""

from __future__ import annotations

import gc

from sarabun.finding import SearchQuery
from sarabun.ports import SearchIndex
from sarabun.settings import Settings
from search import plan
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex


def open_index(settings: Settings) -> SearchIndex:
    """Elasticsearch where ``search_url`` is set, else the embedded index in the home folder. Contacts nothing
    yet. Raises ConfigurationError SEARCH_CREDENTIALS."""
    if settings.search_url:
        return ElasticIndex(settings.search_url, settings.search_credentials_file)
    return EmbeddedIndex(settings.index_dir)


def warm_up() -> None:
    """Loads the dictionaries, for a process that answers many searches, so that the first does not wait for
    them and that collecting garbage does not go through them again and again."""
    plan.make(SearchQuery("หนังสือราชการ"))
    gc.collect()
    gc.freeze()
