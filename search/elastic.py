"""The same index on Elasticsearch 8, for agencies whose archive outgrows one machine.

All terms are made here, by ``search.analysis``; the server only splits them at spaces, so both engines give
the same answers. Searches go to an alias. A rebuild fills a new index under an alias of its own, then moves
the first alias to it; what is added or removed meanwhile goes to both.

Indexes are made after a template, which takes in ``<index>@custom`` where there is one: shards, replicas
and tiers are the site's. The letters of an agency that shares an index lie on one shard, and its searches ask
that alone.
"""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from elasticsearch import BadRequestError, NotFoundError, helpers

from sarabun.finding import Facet, Order, SearchDocument, SearchQuery, SearchResult
from search import cursor, elastic_queries, nodes, plan, rows
from search.client import connect, errors, failed, searched
from search.counting import SCALE, Counts, Scale, ToCount, counts, to_count, together
from search.cursor import Place
from search.elastic_queries import Lists
from search.meant import meant
from search.plan import Plan, Tier
from search.preparing import prepared
from search.sought import Sought

_CHUNK = 100
_WRITE_TIMEOUT_SECONDS = 300
_PRIORITY = 200  # of our template: above those that take any index
_NO_LISTS = Lists(())
_LISTED_AT_ONCE = 4  # classes of letters in one request; most often the first have enough
_SEGMENT_BYTES = 12 * 2**30  # where more than one is asked for, the server makes none beyond 5 GB
_PREFIXES = {"min_chars": 1, "max_chars": 5}  # as terms; longer ones stand for few words
_SETTINGS = {
    "analysis": elastic_queries.ANALYSIS,
    "sort": {"field": "sort", "order": "desc"},  # the newest lie first, where a search soon has enough
}


def _mappings() -> dict[str, Any]:
    terms = {"type": "text", "analyzer": "whitespace"}
    properties: dict[str, Any] = {
        "id": {"type": "keyword"},
        "office": {"type": "keyword"},
        "stamp": {"type": "keyword", "index": False},
        "secret": {"type": "boolean"},
        rows.SAMPLED: {"type": "boolean", "doc_values": False},
        "removed": {"type": "boolean"},
        rows.WORTH: {"type": "sparse_vector"},  # a term that it has scores its weight
        elastic_queries.STORED: {"type": "binary", "doc_values": True},
    }
    properties |= {
        name: terms | {"norms": False, "index_options": "docs"}
        for name in (rows.NUMBER, rows.NUMBER_NOISE, rows.PERSONS, rows.ANYWHERE)
    }
    for name in (*rows.FACETS, *rows.KEYS, rows.TOGETHER):
        properties[name] = {"type": "keyword", "doc_values": False, "index": name != rows.TOGETHER}
    for name in rows.COUNTED:  # by a field without terms: the server would try each of them
        properties[name]["fields"] = {elastic_queries.COUNTED: {"type": "keyword", "index": False}}
    properties |= {name: {"type": "long"} for name in rows.NUMBERS}
    for name in rows.ATOM_FIELDS:
        properties[name] = terms | {"index_phrases": True}  # pairs of atoms: of a phrase far fewer letters
        properties[rows.words_of(name)] = terms | {"index_options": "freqs", "index_prefixes": _PREFIXES}
        properties[rows.shapes_of(name)] = terms | {"norms": False, "index_options": "docs"}
        properties[rows.noise_of(name)] = terms | {"norms": False}
    # The index is derived and is never read back. What a hit shows is a value, not in the source, since the
    # server would take apart the sources of several letters to read one.
    meta = {"format": rows.FORMAT}
    return {"dynamic": "strict", "_meta": meta, "_source": {"enabled": False}, "properties": properties}


class _Answer(NamedTuple):
    """What a tier found; ``in_brief``: how it was listed."""

    counts: Counts
    hits: list[elastic_queries.Body]
    in_brief: bool


class _Wanted(NamedTuple):
    """What is asked of a tier: counts, and where ``listed`` hits from ``place`` on."""

    query: SearchQuery
    asked: Plan
    tier: Tier
    place: Place | None
    listed: bool

    def to_count(self) -> list[ToCount]:
        return to_count(self.tier.node, self.asked, self.query.facets if self.listed else ())

    def lists(self, *, in_brief: bool) -> Lists:
        if not self.listed or not self.query.limit:
            return _NO_LISTS
        node = nodes.narrowed(self.tier.of(in_brief=in_brief), self.asked.narrow.values())
        return elastic_queries.lists(node, self.query, self.asked.order, self.place)

    @property
    def is_ranked(self) -> bool:
        """Whether a list from the beginning is asked for, the best first."""
        ranked = self.asked.order is Order.RELEVANCE and self.query.limit > 0
        return ranked and self.listed and not self.place

    @property
    def is_scored_if_few(self) -> bool:
        """Whether a list of few is another one than that in brief."""
        return self.is_ranked and self.tier.in_brief is not None

    @property
    def is_found_once(self) -> bool:
        """Whether few are likely, or to find takes long and to score does not (phrases): then one search
        first counts and lists them, which is of no use where they are many."""
        is_phrase = bool(nodes.by_place(self.tier.node)) and not nodes.begins(self.tier.node)
        return self.is_ranked and (self.tier.few_likely or (self.tier.in_brief is not None and is_phrase))

    def all_scored(self) -> elastic_queries.Body:
        """A list without looking for what need not be, which takes longer where there are few."""
        node = nodes.narrowed(self.tier.node, self.asked.narrow.values())
        listing = elastic_queries.listing(node, self.query, self.asked.order, None)
        return listing | {"track_total_hits": True}


class ElasticIndex:
    """A search index under the alias ``index``; made when first written to.

    ``credentials_file`` holds one line: ``user:password`` or an API key. Raises ExternalError
    SEARCH_UNAVAILABLE or SEARCH_FAILED, ConfigurationError SEARCH_REFUSED or SEARCH_CREDENTIALS.
    """

    def __init__(
        self,
        url: str,
        credentials_file: Path | None = None,
        index: str = "sarabun",
        scale: Scale = SCALE,
    ) -> None:
        self._index = index
        self._scale = scale
        self._building = f"{index}-building-"
        self._checked = ""  # the format that the index is known to have
        self._client = connect(url, credentials_file)

    @property
    def name(self) -> str:
        with errors():
            return f"Elasticsearch {self._client.info()['version']['number']}"

    def add(self, documents: Iterable[SearchDocument]) -> None:
        with errors():
            self._create_first()
            self._check_format()
            remaining = iter(documents)
            while chunk := {d.id: d for d in islice(remaining, _CHUNK)}:
                for alias in (self._index, *self._builds()):
                    self._put(alias, map(rows.row, chunk.values()))

    def remove(self, ids: Iterable[str]) -> None:
        with errors():
            self._check_format()
            remaining = iter(ids)
            while chunk := list(islice(remaining, _CHUNK)):
                query = {"terms": {"id": chunk}}
                for build in self._builds():
                    self._bury(build, query)
                self._delete(self._index, query)

    def count(self) -> int:
        with errors():
            self._check_format()
            try:
                return int(self._client.count(index=self._index)["count"])
            except NotFoundError:
                return 0

    def contents(self) -> Iterator[tuple[str, str]]:
        with errors():
            self._check_format()
            query = {"query": {"match_all": {}}, "docvalue_fields": ["id", "stamp"]}
            try:
                for hit in helpers.scan(self._client, index=self._index, query=query, _source=False):
                    yield hit["fields"]["id"][0], hit["fields"]["stamp"][0]
            except NotFoundError:
                return

    def search(self, query: SearchQuery) -> SearchResult:
        started = time.perf_counter()
        cursor.check(query)
        asked, place = plan.make(query), cursor.read(query)
        with errors():
            self._check_format()
            try:
                found = self._found(query, asked, place)
            except NotFoundError:  # nothing was ever indexed
                found = rows.nothing(query)
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """A rebuild that another one overtakes fails with SEARCH_FAILED; the other one's index is used."""
        with errors():
            self._create_first()
            for build in self._builds():  # killed, or overtaken now
                self._client.indices.delete(index=list(self._client.indices.get_alias(name=build)))
            build = f"{self._building}{uuid.uuid4().hex}"
            name = f"{self._index}-{uuid.uuid4().hex}"
            self._create(name, build, {"refresh_interval": "-1"})  # nobody searches it yet
            self._put(build, prepared(documents), keep_newer=True)
            self._client.indices.put_settings(index=name, settings={"refresh_interval": None})
            self._client.indices.refresh(index=build)
            self._delete(build, {"term": {"removed": True}})
            old = list(self._client.indices.get_alias(name=self._index))
            actions: list[dict[str, Any]] = [
                {"add": {"index": name, "alias": self._index}},
                {"remove": {"index": name, "alias": build}},
                *({"remove_index": {"index": index}} for index in old),
            ]
            self._client.indices.update_aliases(actions=actions)
            self._merge(name)
        return self.count()

    def _check_format(self) -> None:
        """Raises ConfigurationError INDEX_FORMAT. Asks the server once."""
        if self._checked == rows.FORMAT:
            return
        try:
            mappings = self._client.indices.get_mapping(index=self._index)
        except NotFoundError:
            return  # nothing was ever indexed
        for name, index in mappings.items():
            found = index["mappings"].get("_meta", {}).get("format")
            if found != rows.FORMAT:
                raise rows.other_format(f"{name}: {found}")
        self._checked = rows.FORMAT

    # --- reading -----------------------------------------------------------------------------------------

    def _found(self, query: SearchQuery, asked: Plan, place: Place | None) -> SearchResult:
        """The answer of the tier that counts, or of that which a list began with."""
        best: tuple[int, _Answer] | None = None
        complete = 0
        for number, tier in enumerate(asked.tiers):
            if place and number not in (0, place.tier):
                continue
            answer = self._answer(_Wanted(query, asked, tier, place, not place or number == place.tier))
            complete = answer.counts.total if number == 0 else complete
            if place and number != place.tier:
                continue
            if answer.counts.total > (best[1].counts.total if best else 0):
                best = number, answer
            if answer.counts.total >= tier.enough:
                break
        if best is None:
            return rows.nothing(query)
        number, (told, hits, in_brief) = best
        shown, after = hits[: query.limit], ""
        if shown and len(hits) > len(shown):
            passed = place.shown if place else query.offset
            last = elastic_queries.place(shown[-1], passed + len(shown), number, in_brief=in_brief)
            after = cursor.write(query, last)
        sought = Sought(asked.clauses)
        found = tuple(rows.hit(elastic_queries.stored(h), h["_score"] or 0.0, sought) for h in shown)
        facets = tuple((facet, told.facets[facet]) for facet in query.facets)
        did_you_mean = meant(query.text, found)
        return SearchResult(told.total, found, 0.0, facets, after, did_you_mean, complete, told.estimated)

    def _answer(self, wanted: _Wanted) -> _Answer:
        """What a tier finds: few letters scored, many in brief. A search that gives up where they are many
        tells which; beside it a part is counted, which the server remembers. All are counted where the part
        tells that they are not too many. A request costs more than most searches do."""
        place, limit, (few, over, share) = wanted.place, wanted.query.limit, self._scale
        asked_of = dict(enumerate(wanted.to_count()))
        in_brief = place.in_brief if place else True
        told: dict[int, Counts] = {}
        many: set[int] = set()
        hits: list[elastic_queries.Body] = []
        if wanted.is_found_once:
            bodies = [elastic_queries.counting(*one, at_most=few) for one in asked_of.values()]
            bodies[0] |= wanted.all_scored()
            answers, _ = self._asked(wanted, bodies, _NO_LISTS)
            many = {n for n, answer in enumerate(answers) if _has_more(answer, few)}
            told = {n: _counts(answers[n], one.facets) for n, one in asked_of.items() if n not in many}
            if 0 in told:
                in_brief, hits = False, answers[0]["hits"]["hits"]

        unknown = {n: one for n, one in asked_of.items() if n not in told}
        unsure = {n: one for n, one in unknown.items() if n not in many}
        if is_anew := wanted.is_scored_if_few and 0 in unsure:
            unsure[0] = unsure[0]._replace(facets=())  # few are listed again, and counted beside
        bodies = [elastic_queries.counting(*one, at_most=few) for one in unsure.values()]
        bodies += [elastic_queries.counting(self._scale.part(node), f) for node, f in unknown.values()]
        lists = _NO_LISTS if 0 in told else wanted.lists(in_brief=in_brief)
        some, lists = lists.cut(_LISTED_AT_ONCE)
        answers, found = self._asked(wanted, bodies, some)
        hits += found
        firsts, parts = iter(answers[: len(unsure)]), iter(answers[len(unsure) :])
        for n, one in unknown.items():
            first, part = next(firsts) if n in unsure else None, next(parts)
            if first is None or _has_more(first, few):
                many.add(n)
                told[n] = _counts(part, one.facets, share)
            else:
                told[n] = _counts(first, unsure[n].facets)

        all_counted = [n for n in many if wanted.query.exact or told[n].total <= over]
        again = {n: elastic_queries.counting(*asked_of[n]) for n in all_counted}
        if is_anew and 0 not in many and told[0].total:
            in_brief, hits, lists = False, [], _NO_LISTS
            again[0] = elastic_queries.counting(*asked_of[0]) | wanted.all_scored()
        while again or (lists.bodies and len(hits) <= limit):
            some, lists = lists.cut(_LISTED_AT_ONCE if len(hits) <= limit else 0)
            answers, found = self._asked(wanted, [*again.values()], some)
            hits += [hit for answer in answers for hit in answer["hits"]["hits"]] + found
            told |= {n: _counts(answer, asked_of[n].facets) for n, answer in zip(again, answers, strict=True)}
            again = {}
        return _Answer(together(told[n] for n in asked_of), hits[: limit + 1], in_brief)

    def _asked(
        self, wanted: _Wanted, bodies: Sequence[elastic_queries.Body], lists: Lists
    ) -> tuple[list[elastic_queries.Body], list[elastic_queries.Body]]:
        """The answers to searches, and the hits of lists."""
        answers = searched(self._client, self._index, _routing(wanted.query), [*bodies, *lists.bodies])
        return answers[: len(bodies)], lists.together(iter(answers[len(bodies) :]))

    # --- writing -----------------------------------------------------------------------------------------

    def _create_first(self) -> None:
        if not self._client.indices.exists_alias(name=self._index):
            try:
                self._create(f"{self._index}-first", self._index)
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise

    def _create(self, name: str, alias: str, settings: dict[str, Any] | None = None) -> None:
        custom = f"{self._index}@custom"
        self._client.indices.put_index_template(
            name=self._index,
            index_patterns=[f"{self._index}-*"],
            template={"mappings": _mappings(), "settings": _SETTINGS},
            composed_of=[custom],
            ignore_missing_component_templates=[custom],
            priority=_PRIORITY,
        )
        self._client.indices.create(index=name, aliases={alias: {}}, settings=settings)

    def _merge(self, name: str) -> None:
        """Has the server make few large segments in its own time: each is searched anew by every query."""
        stats = self._client.indices.stats(index=name, metric="store", level="shards")["indices"][name]
        size = stats["primaries"]["store"]["size_in_bytes"] / len(stats["shards"])
        self._client.indices.forcemerge(
            index=name, max_num_segments=1 + int(size / _SEGMENT_BYTES), wait_for_completion=False
        )

    def _builds(self) -> list[str]:
        """The alias of the rebuild in progress, if any."""
        found = self._client.indices.get_alias(name=f"{self._building}*")
        return [alias for index in found.values() for alias in index["aliases"]]

    def _put(self, alias: str, made: Iterable[rows.Row], *, keep_newer: bool = False) -> None:
        """Replaces documents, visible when it returns. ``keep_newer`` leaves pages that are there already."""
        operation = "create" if keep_newer else "index"
        actions = ({"_op_type": operation} | _addressed(row.id, row.office, _source(row)) for row in made)
        for done, item in helpers.streaming_bulk(
            self._client.options(request_timeout=_WRITE_TIMEOUT_SECONDS),
            actions,
            index=alias,
            require_alias=True,
            raise_on_error=False,
            max_retries=5,
            initial_backoff=1,
        ):
            result = next(iter(item.values()))
            if not done and not (keep_newer and result.get("status") == 409):
                raise failed(str(result.get("error", result)))
        if not keep_newer:
            self._client.indices.refresh(index=alias)

    def _delete(self, alias: str, query: dict[str, Any]) -> None:
        try:
            self._client.options(request_timeout=_WRITE_TIMEOUT_SECONDS).delete_by_query(
                index=alias, query=query, refresh=True, conflicts="proceed"
            )
        except NotFoundError:
            return

    def _bury(self, build: str, query: dict[str, Any]) -> None:
        """Takes the places of the pages in a rebuild, so that it cannot bring back what was removed."""
        found = helpers.scan(self._client, index=self._index, query={"query": query}, _source=False)
        graves = [_addressed(hit["_id"], hit.get("_routing", ""), {"removed": True}) for hit in found]
        helpers.bulk(self._client, graves, index=build, require_alias=True)


def _has_more(answer: dict[str, Any], most: int) -> bool:
    """Where all match that a shard has, the server counts them without going through them."""
    return bool(answer.get("terminated_early") or answer["hits"]["total"]["value"] > most)


def _counts(answer: dict[str, Any], facets: Iterable[Facet], share: int = 1) -> Counts:
    return counts(answer["hits"]["total"]["value"], facets, answer.get("aggregations", {}), share)


def _addressed(document_id: str, office: str, source: dict[str, Any]) -> dict[str, Any]:
    """With the shard that the letters of an office lie on."""
    return {"_id": document_id, "_source": source} | ({"routing": office} if office else {})


def _routing(query: SearchQuery) -> str | None:
    """The shards that hold all that may be found; None for all shards. A comma would name two offices."""
    offices = [rows.value_of(office) for office in query.access.offices or ()]
    return ",".join(offices) if all(office and "," not in office for office in offices) and offices else None


def _source(row: rows.Row) -> dict[str, Any]:
    known = {
        "id": row.id,
        "stamp": row.stamp,
        "office": row.office,
        "secret": row.secret,
        rows.SAMPLED: row.sampled,
        elastic_queries.STORED: base64.b64encode(row.stored).decode("ascii"),
    }
    return known | row.numbers | row.values | row.terms | {rows.WORTH: row.worth}
