"""Searches among given documents and by the strict meaning alone, as alerts ask them: tantivy always,
Elasticsearch where TEST_ELASTICSEARCH_URL names one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

from sarabun.finding import EVERYTHING, Access, Facet, SearchDocument, SearchPage, SearchQuery
from sarabun.model import Kind
from sarabun.ports import SearchIndex
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex


def letter(id: str, subject: str, text: str, secrecy: str = "", unit: str = "") -> SearchDocument:
    return SearchDocument(
        id=id, kind=Kind.EXTERNAL, number="", date="2024-01-01", subject=subject, agency="กองคลัง",
        addressee="", urgency="", secrecy=secrecy, unit=unit, box_no="", batch="",
        pages=(SearchPage(1, text),),
    )  # fmt: skip


LETTERS = (
    letter("budget", "ขออนุมัติงบประมาณ", "งบประมาณรายจ่ายประจำปี", unit="กองคลัง"),
    letter("supplies", "ตรวจรับพัสดุ", "ใช้จ่ายจากงบประมาณ", unit="กองช่าง"),
    letter("flood", "รายงานอุทกภัย", "น้ำท่วมในพื้นที่"),
    letter("secret", "งบประมาณลับ", "งบประมาณของหน่วย", secrecy="ลับ"),
)


@pytest.fixture(scope="module", params=["embedded", pytest.param("elastic", marks=pytest.mark.stack)])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    if request.param == "embedded":
        made: SearchIndex = EmbeddedIndex(tmp_path_factory.mktemp("search") / "index")
        made.add(LETTERS)
        yield made
        return
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip("no Elasticsearch: set TEST_ELASTICSEARCH_URL to the URL of a server for tests")
    name = f"sarabun-test-{uuid.uuid4().hex[:8]}"
    made = ElasticIndex(url, index=name)
    made.add(LETTERS)
    yield made
    from elasticsearch import Elasticsearch

    client = Elasticsearch(url)
    for found in client.indices.get(index=f"{name}*"):
        client.indices.delete(index=found)


def ids(index: SearchIndex, text: str, **values: object) -> set[str]:
    query = SearchQuery(text, **({"access": EVERYTHING} | values))  # type: ignore[arg-type]
    result = index.search(query)
    assert result.total == len(result.hits)
    return {hit.id for hit in result.hits}


def test_only_the_named_documents_are_found(index: SearchIndex) -> None:
    assert ids(index, "งบประมาณ") == {"budget", "supplies", "secret"}
    assert ids(index, "งบประมาณ", among=("budget", "flood")) == {"budget"}
    assert ids(index, "งบประมาณ", among=("flood",), strict=True) == set()
    assert ids(index, "", among=("flood", "secret")) == {"flood", "secret"}
    assert ids(index, "", among=("nothing",)) == set()
    assert ids(index, "NOT งบประมาณ", among=("flood", "budget")) == {"flood"}


def test_many_names_are_one_query(index: SearchIndex) -> None:
    many = tuple(f"{n:016x}" for n in range(499))
    assert ids(index, "งบประมาณ", among=(*many, "supplies"), limit=500) == {"supplies"}


def test_names_add_to_rights_and_choices(index: SearchIndex) -> None:
    everyone = tuple(one.id for one in LETTERS)
    assert ids(index, "งบประมาณ", among=everyone, access=Access()) == {"budget", "supplies"}
    assert ids(index, "งบประมาณ", among=everyone, access=Access(units=("กองช่าง",))) == {"supplies"}
    assert ids(index, "", among=everyone, chosen=((Facet.UNIT, "กองคลัง"),)) == {"budget"}
    assert ids(index, "", among=("flood",), agency="กองคลัง") == {"flood"}
    facets = index.search(SearchQuery("", among=("budget",), facets=(Facet.UNIT,))).facets
    assert [(f, [c.value for c in counted]) for f, counted in facets] == [(Facet.UNIT, ["กองคลัง"])]


@pytest.mark.parametrize("text", ["งบประมาณ เชียงราย", "งบประมาน", "อุทกภัยยย"])
def test_strictly_nothing_is_found_by_likeness(index: SearchIndex, text: str) -> None:
    assert ids(index, text), "else this shows nothing"
    assert ids(index, text, strict=True) == set()


def test_strictly_all_else_is_as_ever(index: SearchIndex) -> None:
    for text in (
        "งบประมาณ",
        "งบประมาณ -พัสดุ",
        "เรื่อง:พัสดุ OR อุทกภัย",
        '"งบประมาณรายจ่าย"',
        "งบปร*",
        "งบประมาณ พัสดุ",
    ):
        assert ids(index, text, strict=True) == ids(index, text), text
