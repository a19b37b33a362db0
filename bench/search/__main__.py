"""How well and how fast searches answer: both engines, and Elasticsearch as it comes.

    bash scripts/bench search                                            quality, on 20,000 pages
    bash scripts/bench search --pages 100000 --engines embedded --latency
    bash scripts/bench search --pages 1000000 --engines elasticsearch --latency
    bash scripts/bench search … --engines elasticsearch --latency --node     its server alone, too
    bash scripts/bench search --keep /some/folder …                      the index is made once and used again

Elasticsearch is asked at SEARCH_URL (http://localhost:9200); its indexes are removed at the end unless kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from bench.search import engines, judged, latency, node, noise
from bench.search.corpus import Corpus
from bench.search.engines import Engine

_SEED = 7
_WARM = 8  # the seed of what is asked before it is measured
_CLIENTS = (1, 8, 32)
_SAMPLE = 60_000  # letters that queries are made of
_ENGINES = ("embedded", "elasticsearch", "standard", "thai")
_ERRORS = "0,measured,0.02,0.08"
_COLUMNS = f"{'engine':<15}{'errors':>8}{'pages':>9}{'ms/page':>9}{'B/page':>8}"


def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(
        prog="bench search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--engines", default=",".join(_ENGINES), help=f"of {', '.join(_ENGINES)}; all")
    parser.add_argument("--errors", help=f"shares of characters misread; {_ERRORS}, with --latency measured")
    parser.add_argument("--latency", action="store_true", help="how long answers take, instead of how good")
    parser.add_argument("--clients", default=",".join(map(str, _CLIENTS)), help="that ask at once")
    parser.add_argument("--node", action="store_true", help="the same requests from clients without work")
    parser.add_argument("--sorts", action="store_true", help="merit by sort of query too")
    parser.add_argument("--keep", type=Path, help="folder of embedded indexes, by name of what is in them")
    given = parser.parse_args()
    names = [name.strip() for name in given.engines.split(",")]
    if unknown := set(names) - set(_ENGINES):
        sys.exit(f"not known: {', '.join(sorted(unknown))}; there are: {', '.join(_ENGINES)}")
    if given.node and not (given.latency and "elasticsearch" in names):
        sys.exit("--node needs --latency and the engine elasticsearch")
    print(_COLUMNS + "  " + ("clients: p50/p95/p99 ms, answers/s" if given.latency else "recall@10    MRR"))
    for share in (given.errors or ("measured" if given.latency else _ERRORS)).split(","):
        errors = noise.measured() if share == "measured" else float(share)
        corpus = Corpus(given.pages, _SEED, errors)
        letters = list(islice(corpus.letters(), _SAMPLE))
        asked = judged.queries(letters, _SEED)
        for name in names:
            with _built(name, corpus, given.keep) as (make, about):
                start = f"{name:<15}{errors:>8.4f}{given.pages:>9}{about}"
                if given.latency:
                    texts = latency.Texts(
                        latency.texts(letters, [query.text for query in asked], _SEED),
                        latency.texts(letters, [q.text for q in judged.queries(letters, _WARM)], _WARM),
                    )
                    clients = [int(n) for n in given.clients.split(",")]
                    _time(start, make, texts, clients)
                    if given.node and name == "elasticsearch":
                        alone = partial(node.Node, make, _url(), node.record(make, texts.asked + texts.warm))
                        _time(f"{'  its node alone':<{len(start)}}", alone, texts, clients)
                else:
                    _judge(start, make(), asked, given.sorts)


@contextmanager
def _built(name: str, corpus: Corpus, keep: Path | None) -> Iterator[tuple[Callable[[], Engine], str]]:
    """How to open the engine with the corpus in it, and what making it took."""
    url = _url()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        kept = f"bench-{name}-{corpus.pages}-{corpus.seed}-{corpus.errors:.4f}"
        index = kept if keep else engines.unique()
        if name == "embedded":
            make: Callable[[], Engine] = partial(engines.Embedded, (keep or Path(folder)) / kept)
        elif name == "elasticsearch":
            make = partial(engines.Elastic, url, index)
        else:
            make = partial(engines.Stock, url, index, name)
        engine = make()
        try:
            if keep and engine.find(""):
                yield make, f"{'kept':>9}{engine.size() / corpus.pages:>8.0f}"
            else:
                built = engines.build(engine, corpus.documents())
                yield make, f"{built.seconds / corpus.pages * 1000:>9.2f}{built.size / corpus.pages:>8.0f}"
        finally:
            if not keep:
                engine.remove()


def _url() -> str:
    return os.environ.get("SEARCH_URL", "http://localhost:9200")


def _time(start: str, make: Callable[[], latency.Finder], texts: latency.Texts, clients: list[int]) -> None:
    for count in clients:
        found = latency.measure(make, texts, count)
        took = "/".join(f"{ms:.1f}" for ms in found[:3])
        print(f"{start}  {count:>2}: {took}, {found.rate:.0f}", flush=True)


def _judge(start: str, engine: Engine, asked: list[judged.Judged], by_sort: bool) -> None:
    answers = [engine.find(query.text) for query in asked]
    merit = judged.merit(asked, answers)
    print(f"{start}{merit.recall:>11.3f}{merit.mrr:>7.3f}", flush=True)
    for sort in dict.fromkeys(query.sort for query in asked) if by_sort else ():
        chosen = [(q, a) for q, a in zip(asked, answers, strict=True) if q.sort == sort]
        merit = judged.merit([q for q, _ in chosen], [a for _, a in chosen])
        print(f"    {sort:<46}{merit.recall:>11.3f}{merit.mrr:>7.3f}", flush=True)


if __name__ == "__main__":
    main()
