"""The search index that the settings ask for."""

from __future__ import annotations

from sarabun.ports import SearchIndex
from sarabun.settings import Settings
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex


def open_index(settings: Settings) -> SearchIndex:
    """Elasticsearch where ``search_url`` is set, else the embedded index in the home folder. Contacts nothing
    yet. Raises ConfigurationError SEARCH_CREDENTIALS."""
    if settings.search_url:
        return ElasticIndex(settings.search_url, settings.search_credentials_file)
    return EmbeddedIndex(settings.index_dir)
