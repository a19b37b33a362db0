"""The index follows the registry: through the outbox, and where it did not, by a check that repairs."""

from __future__ import annotations

from dataclasses import replace

from sarabun import pipeline
from sarabun.archive import Archive
from sarabun.finding import EVERYTHING, SearchQuery
from tests.api.world import World


def found(world: World, text: str) -> set[str]:
    result = world.services.index.search(SearchQuery(text, access=EVERYTHING))
    return {hit.id for hit in result.hits}


def test_a_check_finds_what_is_missing_stale_and_left_over_and_repairs_it(fresh: World) -> None:
    archive = Archive(fresh.services)
    kept, lost, changed = (
        fresh.letter(f"{name}.pdf", [[f"งบประมาณ {name}"]], subject=name, date="2024-01-01") for name in "abc"
    )
    assert archive.check_index("admin.1", repair=False).ok
    documents = {d.id: d for d in pipeline.sealed_documents(fresh.services)}
    fresh.services.index.remove([lost.id])
    fresh.services.index.add([replace(documents[changed.id], subject="อย่างอื่น", id=changed.id)])
    fresh.services.index.add([replace(documents[kept.id], id="0123456789abcdef")])
    check = archive.check_index("admin.1", repair=False)
    assert (check.missing, check.stale, check.extra) == ((lost.id,), (changed.id,), ("0123456789abcdef",))
    assert found(fresh, "งบประมาณ") == {kept.id, changed.id, "0123456789abcdef"}
    assert archive.check_index("admin.1", repair=True) == check
    assert archive.check_index("admin.1", repair=True).ok
    assert found(fresh, "งบประมาณ") == {kept.id, lost.id, changed.id}
    detail = {"missing": 1, "stale": 1, "extra": 1, "repair": True}
    assert ("admin.1", fresh.services.index.name, detail) in fresh.audited("index.check")


def test_a_grade_that_a_person_corrects_reaches_the_index(fresh: World) -> None:
    graded = fresh.letter("b.pdf", [["งบประมาณ ข"]], subject="ข", date="2024-01-02")
    fresh.services.registry.update(graded.id, "clerk.1", "document.correct", secrecy="ลับมาก")
    pipeline.deliver_outbox(fresh.services)
    assert fresh.services.index.search(SearchQuery("งบประมาณ")).total == 0
    assert found(fresh, "งบประมาณ") == {graded.id}
    fresh.services.registry.update(graded.id, "clerk.1", "document.correct", secrecy="ลับที่สุด")
    pipeline.deliver_outbox(fresh.services)
    assert found(fresh, "งบประมาณ") == set()
