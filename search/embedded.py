"""The index that needs nothing installed: tantivy, in a folder of its own. Many processes search at once, one
writes at a time."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from sarabun.errors import IntegrityError
from sarabun.model import Hit, SearchDocument, SearchQuery, SearchResult
from search import plan, rows
from search.generations import Generations, folder_errors

_HEAP_BYTES = 64_000_000
_OPEN_ATTEMPTS = 20


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in rows.KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("first", "secret"):
        builder.add_boolean_field(name, indexed=True)
    for name in ("year", "day"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("group", "sort", "page"):
        builder.add_unsigned_field(name, fast=True)
    for name in rows.ATOM_FIELDS:
        for field in (name, rows.noise_of(name)):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(rows.words_of(name), tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(rows.NUMBER, tokenizer_name="whitespace", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


class EmbeddedIndex:
    """A search index in ``folder``, which need not exist yet. Safe to use from several threads.

    Writing takes the lock of the folder for the length of the call; another writer waits up to
    ``wait_seconds``, then raises ExternalError INDEX_BUSY. What was written is durable when the call returns.
    """

    def __init__(self, folder: Path, wait_seconds: float = 30.0) -> None:
        self._generations = Generations(folder, wait_seconds)
        self._schema = _schema()
        self._lock = threading.Lock()
        self._open: tuple[Path, tantivy.Index] | None = None

    @property
    def name(self) -> str:
        return f"tantivy {version('tantivy')}"

    def add(self, documents: Iterable[SearchDocument]) -> None:
        with self._generations.writing():
            current = self._generations.usable()
            generation = current or self._generations.new()
            with self._writer(generation) as writer:
                for document in documents:
                    self._put(writer, document)
            if current is None:
                self._generations.publish(generation)

    def remove(self, ids: Iterable[str]) -> None:
        with self._generations.writing():
            if generation := self._generations.usable():
                with self._writer(generation) as writer:
                    for document_id in ids:
                        writer.delete_documents_by_term("id", document_id)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Holds the writer's lock throughout, so that nothing added meanwhile is missing from the new index:
        the other writer is told INDEX_BUSY and comes again."""
        with self._generations.writing():
            generation = self._generations.new()
            with self._writer(generation) as writer:
                for document in documents:
                    self._put(writer, document)
            self._generations.publish(generation)
        return self.count()

    def count(self) -> int:
        searcher = self._searcher()
        if searcher is None:
            return 0
        first = self._query(plan.Has("first", True))
        return _count(searcher.search(first, limit=1))

    def search(self, query: SearchQuery) -> SearchResult:
        started = time.perf_counter()
        asked = plan.make(query)
        searcher = self._searcher()
        total = 0
        hits: tuple[Hit, ...] = ()
        for tier in asked.tiers:
            if searcher is None:
                break
            total, found = self._documents(searcher, self._query(tier), newest=asked.newest)
            if total:
                shown = found[query.offset : query.offset + query.limit]
                hits = tuple(
                    rows.hit(_stored(searcher, address), score, asked.clauses) for score, address in shown
                )
                break
        return SearchResult(total, hits, (time.perf_counter() - started) * 1000)

    def _documents(
        self, searcher: tantivy.Searcher, query: Query, *, newest: bool
    ) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        """How many documents match, and the best page of each in order. The number is exact where no more
        than plan.WINDOW pages match, else an estimate (HyperLogLog, about 2 %)."""
        if newest:
            result = searcher.search(query, limit=plan.WINDOW, order_by_field="sort")
            return _count(result), [(0.0, address) for _, address in result.hits]
        result = searcher.search(query, limit=plan.WINDOW)
        addresses = [address for _, address in result.hits]
        fields = [searcher.fast_field_values(name, addresses) for name in ("sort", "page", "group")]
        pages = sorted(
            (
                (-round(score, 3), -sort, page, group, address)
                for (score, address), sort, page, group in zip(result.hits, *fields, strict=True)
            ),
            key=lambda row: row[:3],
        )
        best: dict[int, tuple[float, tantivy.DocAddress]] = {}
        for score, _, _, group, address in pages:
            best.setdefault(group, (-score, address))
        complete = _count(result) <= plan.WINDOW
        return len(best) if complete else round(searcher.cardinality(query, "group")), list(best.values())

    def _put(self, writer: tantivy.IndexWriter, document: SearchDocument) -> None:
        group = rows.group(document.id)
        pages = [self._page(row, group) for row in rows.rows(document)]
        with folder_errors():
            writer.delete_documents_by_term("id", document.id)
            for page in pages:
                writer.add_document(page)

    def _page(self, row: rows.Row, group: int) -> tantivy.Document:
        page = tantivy.Document()
        page.add_text("id", row.id)
        for name, value in row.keywords.items():
            page.add_text(name, value)
        page.add_boolean("first", row.first)
        page.add_boolean("secret", row.secret)
        for name in ("year", "day", "sort", "page"):
            page.add_unsigned(name, getattr(row, name))
        page.add_unsigned("group", group)
        for name, terms in row.terms.items():
            page.add_text(name, terms)
        page.add_bytes("stored", row.stored.encode())
        return page

    @contextmanager
    def _writer(self, generation: Path) -> Iterator[tantivy.IndexWriter]:
        """Commits at the end, or takes everything back where an exception passes through."""
        with folder_errors():
            # One thread: the pages of a document stay in order.
            writer = tantivy.Index(self._schema, str(generation)).writer(_HEAP_BYTES, num_threads=1)
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        else:
            with folder_errors():
                writer.commit()
        finally:
            writer.wait_merging_threads()

    def _searcher(self) -> tantivy.Searcher | None:
        """A view of the last commit; None where nothing was ever indexed."""
        problem: Exception | None = None
        with self._lock:
            for _ in range(_OPEN_ATTEMPTS):
                generation = self._generations.usable()
                if generation is None:
                    return None
                try:
                    if self._open is None or self._open[0] != generation:
                        self._open = (generation, tantivy.Index.open(str(generation)))
                    self._open[1].reload()
                    return self._open[1].searcher()
                except ValueError as error:
                    # A rebuild may have removed this generation just now; then another one is current.
                    problem, self._open = error, None
                    if self._generations.current() == generation:
                        break
        raise IntegrityError(
            "INDEX_DAMAGED",
            "ดัชนีค้นหาเสียหาย โปรดสร้างใหม่ด้วย sarabun index rebuild (เอกสารไม่เสียหาย)",
            "the search index is damaged: make it anew with sarabun index rebuild (the records are unharmed)",
            str(problem),
        )

    def _query(self, node: plan.Node) -> Query:
        match node:
            case plan.Has(field, value):
                return Query.term_query(self._schema, field, value, "freq")
            case plan.InARow(field, terms):
                return Query.phrase_query(self._schema, field, list(terms))
            case plan.Begins(field, (), start):
                return Query.regex_query(self._schema, field, f"{re.escape(start)}.*")
            case plan.Begins(field, terms, start):
                return Query.phrase_prefix_query(self._schema, field, [*terms, start])
            case plan.Within(field, least, most):
                return Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, least, most)
            case plan.Without(inner):
                everything = (Occur.Must, Query.all_query())
                return Query.boolean_query([everything, (Occur.MustNot, self._query(inner))])
            case plan.All(parts):
                must = [(Occur.Must, self._query(part)) for part in parts]
                return Query.boolean_query(must) if must else Query.all_query()
            case plan.AtLeast(count, parts):
                should = [(Occur.Should, self._query(part)) for part in parts]
                return Query.boolean_query(should, count) if should else Query.empty_query()
            case plan.Best(parts):
                return Query.disjunction_max_query([self._query(part) for part in parts])
            case plan.Fixed(inner, score):
                return Query.const_score_query(self._query(inner), score)
            case plan.Times(inner, factor):
                return Query.boost_query(self._query(inner), factor)
            case plan.Scored(inner, scores):
                matching = (Occur.Must, Query.const_score_query(self._query(inner), 0.0))
                return Query.boolean_query([matching, *((Occur.Should, self._query(s)) for s in scores)])


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # missing in tantivy's stub


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    stored: bytes = searcher.doc(address)["stored"][0]
    return stored.decode()
