"""Adding, replacing, removing, rebuilding."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from sarabun import thai
from sarabun.errors import ConfigurationError, ExternalError
from sarabun.finding import SearchDocument, SearchQuery
from sarabun.ports import SearchIndex
from search import rows
from tests.contract.search.letters import ids, letter


def test_before_anything_is_indexed(index: SearchIndex) -> None:
    assert index.count() == 0
    assert index.search(SearchQuery("")).total == 0
    assert index.search(SearchQuery("บริหาร")).hits == ()
    index.remove(["nobody"])
    assert index.name


def test_add_replaces_all_pages(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน", "ชอล์ก", "แปรง"), letter("other", "ชอล์ก")])
    index.add([letter("d", "ปากกา")])
    assert index.count() == 2
    assert ids(index, "กระดาน") == []
    assert ids(index, "ชอล์ก") == ["other"]
    assert ids(index, "ปากกา") == ["d"]


def test_same_id_twice_in_one_call_is_one_document(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน", "ชอล์ก"), letter("d", "ปากกา")])
    assert index.count() == 1
    assert ids(index, "กระดาน") == []
    assert ids(index, "ปากกา") == ["d"]


def test_remove(index: SearchIndex) -> None:
    index.add([letter("a", "กระดาน", "กระดาน"), letter("b", "กระดาน")])
    index.remove(["a", "nobody"])
    assert index.count() == 1
    assert ids(index, "กระดาน") == ["b"]
    index.remove(["b"])
    assert index.count() == 0


def test_add_and_remove_nothing(index: SearchIndex) -> None:
    index.add([])
    index.remove([])
    assert index.count() == 0


def test_add_is_all_or_nothing_for_a_document_that_fails(index: SearchIndex) -> None:
    index.add([letter("kept", "กระดาน")])

    def failing() -> Iterator[SearchDocument]:
        yield letter("kept", "ปากกา")
        raise RuntimeError("the registry is gone")

    with pytest.raises(RuntimeError):
        index.add(failing())
    assert ids(index, "กระดาน") == ["kept"]
    index.add([letter("kept", "ปากกา")])
    assert ids(index, "ปากกา") == ["kept"]


def test_rebuild_replaces_everything(index: SearchIndex) -> None:
    index.add([letter("old", "กระดาน"), letter("both", "ชอล์ก")])
    assert index.rebuild([letter("both", "แปรง"), letter("new", "ปากกา"), letter("new", "ปากกา")]) == 2
    assert index.count() == 2
    assert ids(index, "กระดาน") == [] == ids(index, "ชอล์ก")
    assert ids(index, "แปรง") == ["both"]
    index.add([letter("later", "กระดาน")])
    assert ids(index, "กระดาน") == ["later"]


def test_rebuild_from_nothing(index: SearchIndex) -> None:
    assert index.rebuild([]) == 0
    assert index.rebuild([letter("a", "กระดาน")]) == 1


def test_failed_rebuild_leaves_the_old_index(index: SearchIndex) -> None:
    index.add([letter("old", "กระดาน")])

    def failing() -> Iterator[SearchDocument]:
        yield letter("new", "ปากกา")
        raise RuntimeError("the registry is gone")

    with pytest.raises(RuntimeError):
        index.rebuild(failing())
    assert ids(index, "") == ["old"]
    assert index.rebuild([letter("new", "ปากกา")]) == 1
    assert ids(index, "") == ["new"]


def test_what_comes_and_goes_during_a_rebuild(index: SearchIndex) -> None:
    """It is either done in the old and the new index, or refused to be tried again; never lost."""
    index.add([letter("stays", "กระดาน"), letter("goes", "กระดาน"), letter("changes", "กระดาน")])
    later: list[Callable[[], None]] = []

    def attempt(work: Callable[[], None]) -> None:
        try:
            work()
        except ExternalError as error:
            assert error.code == "INDEX_BUSY"
            later.append(work)

    def documents() -> Iterator[SearchDocument]:
        attempt(lambda: index.add([letter("comes", "กระดาน"), letter("changes", "ปากกา")]))
        attempt(lambda: index.remove(["goes"]))
        yield from (letter(name, "กระดาน") for name in ("stays", "goes", "changes"))

    index.rebuild(documents())
    for work in later:
        work()
    assert set(ids(index, "กระดาน")) == {"stays", "comes"}
    assert ids(index, "ปากกา") == ["changes"]
    assert index.count() == 3


def test_index_of_another_version_asks_for_a_rebuild(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([letter("first", "กระดาน")])
    monkeypatch.setattr(rows, "FORMAT", "f999")
    for work in (
        lambda: index.search(SearchQuery("กระดาน")),
        lambda: index.add([letter("second", "กระดาน")]),
        lambda: index.remove(["first"]),
        lambda: index.count(),
    ):
        with pytest.raises(ConfigurationError) as caught:
            work()
        assert caught.value.code == "INDEX_FORMAT"
    assert index.rebuild([letter("first", "กระดาน")]) == 1
    assert ids(index, "กระดาน") == ["first"]


def test_searches_go_on_during_rebuilds(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน")])
    stop = threading.Event()
    answers: set[tuple[str, ...]] = set()
    problems: list[Exception] = []

    def search() -> None:
        while not stop.is_set():
            try:
                answers.add(tuple(ids(index, "กระดาน")))
            except Exception as error:
                problems.append(error)

    reader = threading.Thread(target=search)
    reader.start()
    for _ in range(5):
        index.rebuild([letter("d", "กระดาน")])
    stop.set()
    reader.join()
    assert problems == []
    assert answers == {("d",)}


def test_damaged_characters_in_pages(index: SearchIndex) -> None:
    index.add([letter("d", "ก\x00ข\ud800ค\x1f กระดาน \U0001f600" + "ก" * 5000 + " " + "x" * 70_000)])
    (hit,) = index.search(SearchQuery("กระดาน")).hits
    assert hit.snippet.isprintable()
    assert thai.normalise(hit.snippet) == hit.snippet


def test_contents_tell_every_document_and_its_state(index: SearchIndex) -> None:
    assert dict(index.contents()) == {}
    documents = [letter(f"d{n}", "รายงาน", date="2024-01-01") for n in range(30)]
    index.add(documents)
    assert dict(index.contents()) == {document.id: document.stamp for document in documents}
    index.add([letter("d3", "แก้ไขแล้ว")])
    index.remove(["d4"])
    found = dict(index.contents())
    assert found["d3"] == letter("d3", "แก้ไขแล้ว").stamp != documents[3].stamp
    assert "d4" not in found and len(found) == 29
