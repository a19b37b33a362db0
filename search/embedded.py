"""The index that needs nothing installed: tantivy, in a folder of its own. Many processes search at once, one
writes at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import tantivy

from sarabun.errors import IntegrityError
from sarabun.finding import Facet, Order, SearchDocument, SearchQuery, SearchResult
from search import cursor, nodes, plan, rows
from search.counting import SCALE, Counts, Scale, ToCount, aggregations, counts, to_count, together
from search.cursor import Place
from search.generations import Generations, folder_errors
from search.listing import List, Listed, count_of
from search.meant import meant
from search.plan import Plan, Tier
from search.preparing import prepared
from search.sought import Sought
from search.tantivy_queries import Queries

_HEAP_BYTES = 64_000_000
_MOST_HEAP_BYTES = 1_000_000_000
_OPEN_ATTEMPTS = 20
_BESIDE = 4  # searches whose facets are counted at once
_SCANNED = 10_000  # documents looked at at once
_SURELY = 2  # times as many by a part of them: then they are not few


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "office"):
        builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stamp", stored=True)
    for name in ("secret", rows.SAMPLED):
        builder.add_boolean_field(name, indexed=True)
    for name in (*rows.FACETS, *rows.KEYS, rows.TOGETHER):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in rows.COUNTED)
    for name in rows.NUMBERS:
        builder.add_unsigned_field(name, fast=True)
    for name in rows.ATOM_FIELDS:
        for field in (name, rows.noise_of(name)):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(rows.words_of(name), tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(rows.shapes_of(name), tokenizer_name="whitespace", index_option="basic")
    for name in (rows.NUMBER, rows.NUMBER_NOISE, rows.PERSONS, rows.ANYWHERE):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


class _Answer(NamedTuple):
    """What a tier found; ``total`` counts all. ``in_brief``: how it was listed."""

    tier: int
    total: int
    listed: list[Listed]
    counts: Future[Counts]
    in_brief: bool


class _Open(NamedTuple):
    """A view of a commit, with what it has read kept for the next search."""

    commit: tuple[Path, int, int]
    searcher: tantivy.Searcher


class EmbeddedIndex:
    """A search index in ``folder``, which need not exist yet. Safe to use from several threads.

    Writing takes the lock of the folder for the length of the call; another writer waits up to
    ``wait_seconds``, then raises ExternalError INDEX_BUSY. What was written is durable when the call returns.
    """

    def __init__(self, folder: Path, wait_seconds: float = 30.0, scale: Scale = SCALE) -> None:
        self._scale = scale
        self._generations = Generations(folder, wait_seconds)
        self._schema = _schema()
        self._lock = threading.Lock()
        self._open: _Open | None = None
        self._beside = ThreadPoolExecutor(_BESIDE, "facets")

    @property
    def name(self) -> str:
        return f"tantivy {version('tantivy')}"

    def add(self, documents: Iterable[SearchDocument]) -> None:
        with self._generations.writing():
            current = self._generations.usable()
            generation = current or self._generations.new()
            with self._writer(generation) as writer:
                for document in documents:
                    self._put(writer, rows.row(document))
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
            with self._writer(generation, _heap_of_a_rebuild()) as writer:
                for row in prepared(documents):
                    self._put(writer, row)
            self._generations.publish(generation)
        return self.count()

    def count(self) -> int:
        searcher = self._searcher()
        return 0 if searcher is None else int(searcher.num_docs)

    def contents(self) -> Iterator[tuple[str, str]]:
        searcher = self._searcher()
        if searcher is None:
            return
        everything = List(Queries(self._schema, searcher), nodes.All(()), Order.NEWEST)
        after: int | None = None
        while part := everything.by_sort(_SCANNED, after):
            for one in part:
                found = searcher.doc(one.address)
                yield str(found.get_first("id")), bytes(found.get_first("stamp")).decode()  # type: ignore[arg-type]
            after = part[-1].sort

    def search(self, query: SearchQuery) -> SearchResult:
        started = time.perf_counter()
        cursor.check(query)
        asked, place = plan.make(query), cursor.read(query)
        searcher = self._searcher()
        found = None if searcher is None else self._found(searcher, query, asked, place)
        took = (time.perf_counter() - started) * 1000
        return replace(found or rows.nothing(query), took_ms=took)

    def _found(
        self, searcher: tantivy.Searcher, query: SearchQuery, asked: Plan, place: Place | None
    ) -> SearchResult | None:
        """The answer of the tier that counts, or of that which a list began with. Letters are counted beside
        the search: tantivy works without the interpreter's lock."""
        queries = Queries(self._schema, searcher)
        wanted = replace(query, limit=query.limit + 1)
        best: _Answer | None = None
        complete = 0
        for number, tier in enumerate(asked.tiers):
            if place and number not in (0, place.tier):
                continue
            if place and number != place.tier:
                all_ = nodes.matching(tier.node, asked.narrow.values())
                complete = List(queries, all_, asked.order).total
                continue
            asked_of = to_count(tier.node, asked, query.facets)
            parts = [self._part(queries, *one) for one in asked_of]
            counted = self._beside.submit(self._counted, queries, asked_of, parts, exact=query.exact)
            in_brief = place.in_brief if place else parts[0].total > _SURELY * self._scale.few
            found = self._list(queries, asked, tier, in_brief=in_brief)
            listed = found.part(wanted, place)
            ranked = tier.in_brief is not None and asked.order is Order.RELEVANCE
            if ranked and not place and not in_brief and found.total > self._scale.few:
                in_brief = True
                listed = self._list(queries, asked, tier, in_brief=True).part(wanted, None)
            complete = found.total if number == 0 else complete
            if found.total > (best.total if best else 0):
                best = _Answer(number, found.total, listed, counted, in_brief)
            if found.total >= tier.enough:
                break
        if best is None:
            return None
        shown = best.listed[: query.limit]
        sought = Sought(asked.clauses)
        hits = tuple(rows.hit(_stored(searcher, one.address), one.score, sought) for one in shown)
        after = ""
        if shown and len(best.listed) > len(shown):
            last, passed = shown[-1], (place.shown if place else query.offset) + len(shown)
            after = cursor.write(query, Place(last.key, last.sort, passed, best.tier, best.in_brief))
        told = best.counts.result()
        facets = tuple((facet, told.facets[facet]) for facet in query.facets)
        complete = complete if best.tier else told.total
        did_you_mean = meant(query.text, hits)
        return SearchResult(told.total, hits, 0.0, facets, after, did_you_mean, complete, told.estimated)

    def _list(self, queries: Queries, asked: Plan, tier: Tier, *, in_brief: bool) -> List:
        wanted = nodes.narrowed(tier.of(in_brief=in_brief), asked.narrow.values())
        return List(queries, wanted, asked.order)

    def _counted(
        self, queries: Queries, asked_of: Sequence[ToCount], parts: Sequence[Counts], *, exact: bool
    ) -> Counts:
        """Of the letters that are not very many all, of others the part that is counted."""
        return together(
            _counts(queries, *one) if exact or part.total <= self._scale.over else part
            for one, part in zip(asked_of, parts, strict=True)
        )

    def _part(self, queries: Queries, node: nodes.Node, facets: Sequence[Facet]) -> Counts:
        return _counts(queries, self._scale.part(node), facets, self._scale.share)

    def _put(self, writer: tantivy.IndexWriter, row: rows.Row) -> None:
        made = self._made(row)
        with folder_errors():
            writer.delete_documents_by_term("id", row.id)
            writer.add_document(made)

    def _made(self, row: rows.Row) -> tantivy.Document:
        made = tantivy.Document()
        made.add_text("id", row.id)
        made.add_text("office", row.office)
        made.add_bytes("stamp", row.stamp.encode())
        made.add_boolean("secret", row.secret)
        made.add_boolean(rows.SAMPLED, row.sampled)
        for name, text in (row.values | row.terms).items():
            made.add_text(name, text)
        for name, number in row.numbers.items():
            made.add_unsigned(name, number)
        made.add_bytes("stored", row.stored)
        return made

    @contextmanager
    def _writer(self, generation: Path, heap: int = _HEAP_BYTES) -> Iterator[tantivy.IndexWriter]:
        """Commits at the end, or takes everything back where an exception passes through."""
        with folder_errors():
            # One thread: what is put first is found first where all else is equal.
            writer = tantivy.Index(self._schema, str(generation)).writer(heap, num_threads=1)
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
                    commit = _commit(generation)
                    if self._open is None or self._open.commit != commit:
                        searcher = tantivy.Index.open(str(generation)).searcher()
                        self._open = _Open(commit, searcher)
                    return self._open.searcher
                except (OSError, ValueError) as error:
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


def _counts(queries: Queries, node: nodes.Node, facets: Sequence[Facet], share: int = 1) -> Counts:
    wanted = queries.of(node)
    if not facets:
        return counts(count_of(queries.searcher.search(wanted, limit=1)), (), {}, share)
    answer = queries.searcher.aggregate(wanted, aggregations((*facets, *rows.FEW)))
    total = sum(int(bucket["doc_count"]) for bucket in answer[rows.TOGETHER]["buckets"])
    return counts(total, facets, answer, share)


def _commit(generation: Path) -> tuple[Path, int, int]:
    """Tells commits apart: each puts a new file in the place of the last. Raises OSError without one."""
    found = (generation / "meta.json").stat()
    return generation, found.st_ino, found.st_mtime_ns


def _heap_of_a_rebuild() -> int:
    """An eighth of the machine's memory: what fills it becomes one segment, and fewer are searched faster."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(_HEAP_BYTES, min(_MOST_HEAP_BYTES, memory // 8))


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> bytes:
    return bytes(searcher.doc(address)["stored"][0])
