"""Both engines: tantivy always, Elasticsearch where TEST_ELASTICSEARCH_URL names one; each of them also as if
all that match were many, of which the best are found in other ways."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

from sarabun.ports import SearchIndex
from search.counting import SCALE, Scale
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from tests.contract.search.letters import CORPUS, ENGINES, MANY, Make


@pytest.fixture(scope="module", params=(*ENGINES, *MANY))
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Makes empty indexes; every call another one."""
    engine, _, many = request.param.partition("-")
    usual = SCALE._replace(few=1) if many else SCALE
    if engine == "embedded":

        def embedded(scale: Scale = usual) -> SearchIndex:
            return EmbeddedIndex(tmp_path_factory.mktemp("search") / "index", 0.1, scale)

        yield embedded
        return
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip(
            "no Elasticsearch: bash scripts/test --stack starts one, or TEST_ELASTICSEARCH_URL names one"
        )
    prefix = f"sarabun-test-{uuid.uuid4().hex[:8]}"
    numbers = iter(range(1000))

    def elastic(scale: Scale = usual) -> SearchIndex:
        return ElasticIndex(url, index=f"{prefix}-{next(numbers)}", scale=scale)

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
