"""What is measured: both engines of Sarabun, and Elasticsearch as it comes, with two of its analyzers."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from elasticsearch import Elasticsearch, NotFoundError, helpers

from sarabun.finding import Access, Facet, SearchDocument, SearchQuery
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex

FACETS = (Facet.KIND, Facet.YEAR, Facet.AGENCY, Facet.URGENCY, Facet.SECRECY, Facet.BOX)
"""What the search page counts."""

_LIMIT = 20
_ACCESS = Access(grades=("ลับ",))
_SETTLE_SECONDS = 12  # the server's sizes lag behind


class Engine(Protocol):
    """``find`` answers as the search page does: 20 hits with what is shown of them, and counts."""

    def build(self, documents: Iterable[SearchDocument]) -> None: ...

    def size(self) -> int:
        """Bytes on disk."""
        ...

    def find(self, text: str) -> list[str]:
        """Ids in the order of their rank."""
        ...

    def forget(self) -> None:
        """Drops what is remembered of earlier answers."""
        ...

    def remove(self) -> None: ...


class Embedded:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = EmbeddedIndex(folder)

    def build(self, documents: Iterable[SearchDocument]) -> None:
        self._index.rebuild(documents)

    def size(self) -> int:
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def find(self, text: str) -> list[str]:
        return [hit.id for hit in self._index.search(_query(text)).hits]

    def forget(self) -> None:
        """It remembers none."""

    def remove(self) -> None:
        """The folder is the caller's."""


class Elastic:
    def __init__(self, url: str, name: str) -> None:
        self._client = Elasticsearch(url, request_timeout=300)
        self._name = name
        self._index = ElasticIndex(url, index=name)

    def build(self, documents: Iterable[SearchDocument]) -> None:
        self._index.rebuild(documents)

    def size(self) -> int:
        return _bytes(self._client, self._name)

    def find(self, text: str) -> list[str]:
        return [hit.id for hit in self._index.search(_query(text)).hits]

    def forget(self) -> None:
        forget(self._client, self._name)

    def remove(self) -> None:
        _delete(self._client, f"{self._name}-*")
        self._client.indices.delete_index_template(name=self._name)


class Stock:
    """Elasticsearch with one of its own analyzers, asked as its manual suggests: the words in any of the
    fields, those of subject and number counting more, highlights of the text, counts by the same facets."""

    def __init__(self, url: str, name: str, analyzer: str) -> None:
        self._client = Elasticsearch(url, request_timeout=300)
        self._name = name
        self._analyzer = analyzer

    def build(self, documents: Iterable[SearchDocument]) -> None:
        text = {"type": "text", "analyzer": self._analyzer}
        properties: dict[str, Any] = dict.fromkeys(("number", "subject", "agency", "addressee", "text"), text)
        properties |= {f"by_{facet}": {"type": "keyword"} for facet in FACETS}
        self._client.indices.create(index=self._name, mappings={"properties": properties})
        for done, item in helpers.streaming_bulk(self._client, map(self._row, documents), index=self._name):
            if not done:
                raise RuntimeError(str(item))
        self._client.indices.refresh(index=self._name)

    def size(self) -> int:
        return _bytes(self._client, self._name)

    def find(self, text: str) -> list[str]:
        fields = ["number^8", "subject^4", "agency^2", "addressee^2", "text"]
        answer = self._client.search(
            index=self._name,
            query={"multi_match": {"query": text, "fields": fields, "type": "cross_fields"}},
            highlight={"fields": {"text": {}}},
            aggs={facet: {"terms": {"field": f"by_{facet}"}} for facet in FACETS},
            size=_LIMIT,
            track_total_hits=True,
        )
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    def forget(self) -> None:
        forget(self._client, self._name)

    def remove(self) -> None:
        _delete(self._client, self._name)

    def _row(self, document: SearchDocument) -> dict[str, Any]:
        source = {
            "number": document.number, "subject": document.subject, "agency": document.agency,
            "addressee": document.addressee, "text": [page.text for page in document.pages],
            "by_kind": document.kind, "by_year": document.date[:4], "by_agency": document.agency,
            "by_urgency": document.urgency, "by_secrecy": document.secrecy, "by_box": document.box_no,
        }  # fmt: skip
        return {"_id": document.id, "_source": source}


class Built(NamedTuple):
    """``seconds`` to index and bytes on disk."""

    seconds: float
    size: int


def build(engine: Engine, documents: Iterable[SearchDocument]) -> Built:
    started = time.perf_counter()
    engine.build(documents)
    return Built(time.perf_counter() - started, engine.size())


def unique() -> str:
    """A name for an index that nobody else has."""
    return f"bench-{uuid.uuid4().hex[:12]}"


def forget(client: Elasticsearch, name: str) -> None:
    """Counts that the server remembers; filters and pages of files are kept, as any query uses them."""
    client.indices.clear_cache(index=name, request=True)


def _query(text: str) -> SearchQuery:
    return SearchQuery(text, facets=FACETS, limit=_LIMIT, access=_ACCESS)


def _bytes(client: Elasticsearch, name: str) -> int:
    """When what the server merges of its own accord is done."""
    client.indices.flush(index=name)
    time.sleep(_SETTLE_SECONDS)
    while (stats := client.indices.stats(index=name)["_all"]["primaries"])["merges"]["current"]:
        time.sleep(_SETTLE_SECONDS)
    return int(stats["store"]["size_in_bytes"])


def _delete(client: Elasticsearch, pattern: str) -> None:
    try:
        for name in client.indices.get(index=pattern):
            client.indices.delete(index=name)
    except NotFoundError:
        return
