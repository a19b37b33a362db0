"""Both engines: tantivy always, Elasticsearch where TEST_ELASTICSEARCH_URL names one, which answers otherwise
where many letters match."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

from sarabun.ports import SearchIndex
from search.counting import SAMPLING, Sampling
from search.elastic import FEW, ElasticIndex
from search.embedded import EmbeddedIndex
from tests.contract.search.letters import CORPUS, Make

ENGINES = ["embedded", *(pytest.param(name, marks=pytest.mark.stack) for name in ("elastic", "elastic-many"))]


@pytest.fixture(scope="module", params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Makes empty indexes; every call another one."""
    if request.param == "embedded":

        def embedded(sampling: Sampling = SAMPLING) -> SearchIndex:
            return EmbeddedIndex(tmp_path_factory.mktemp("search") / "index", 0.1, sampling)

        yield embedded
        return
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip(
            "no Elasticsearch: bash scripts/test --stack starts one, or TEST_ELASTICSEARCH_URL names one"
        )
    prefix = f"sarabun-test-{uuid.uuid4().hex[:8]}"
    numbers = iter(range(1000))
    few, usual = (1, Sampling(over=1, share=1)) if request.param == "elastic-many" else (FEW, SAMPLING)

    def elastic(sampling: Sampling = usual) -> SearchIndex:
        return ElasticIndex(url, index=f"{prefix}-{next(numbers)}", sampling=sampling, few=few)

    yield elastic
    from elasticsearch import Elasticsearch

    client = Elasticsearch(url)
    for name in client.indices.get(index=f"{prefix}-*"):
        client.indices.delete(index=name)
    client.indices.delete_index_template(name=f"{prefix}-*")


@pytest.fixture(scope="module")
def corpus(make: Make) -> SearchIndex:
    index = make()
    index.add(CORPUS)
    return index


@pytest.fixture
def index(make: Make) -> SearchIndex:
    return make()
