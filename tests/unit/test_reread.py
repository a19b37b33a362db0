"""Records read again: a new revision beside the sealed file, nothing lost, nothing done twice."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from records.schema import open_registry
from records.store import LocalStore
from sarabun import dates, pipeline, reread
from sarabun.archive import Archive
from sarabun.errors import InputError, NotFoundError
from sarabun.finding import SearchQuery
from sarabun.model import (
    Box,
    ColourMode,
    Description,
    DocumentText,
    Field,
    Kind,
    Level,
    Line,
    PageImage,
    PageText,
    PreparedDocument,
    State,
    Word,
    from_json,
    to_json,
)
from sarabun.pipeline import Made, Services, Stage, Work
from sarabun.settings import Settings
from sarabun.thai import tokens
from search.open import open_index

WRONG = (
    "บันทึกข้อความ",
    "ส่วนราชการ กองคลัง โทร. ๐ ๒๑๑๑ ๒๒๒๒",
    "ที่ กค ๐๑๐๑/๑๑๑ วันที่ ๑๑ มกราคม ๒๕๖๑",
    "เรื่อง ขออนุมัติงบประมาน",
)
RIGHT = (
    "บันทึกข้อความ",
    "ส่วนราชการ กองคลัง โทร. ๐ ๒๑๑๑ ๒๒๒๒",
    "ที่ กค ๐๑๐๑/๔๖๗ วันที่ ๑๔ มกราคม ๒๕๖๗",
    "เรื่อง ขออนุมัติงบประมาณ",
)


class Reader:
    """An engine that sees given lines, and counts how often it is asked."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name, self.lines, self.reads = name, lines, 0

    def read(self, image: Path, page: PageImage) -> PageText:
        self.reads += 1
        assert image.read_bytes()[:4] == b"\x89PNG"
        lines = tuple(_line(text, 100 + 60 * i) for i, text in enumerate(self.lines))
        return PageText(page.number, page.width, page.height, page.dpi, lines, 0.9, self.name)


def _line(text: str, top: int) -> Line:
    words, end = [], 0
    for token in tokens(text):
        box = Box(100 + 14 * token.start, top, 100 + 14 * token.end, top + 40)
        words.append(Word(token.text, box, 0.9, space_before=token.start > end))
        end = token.end
    return Line(tuple(words), Box.around([w.box for w in words]), 0.9)


RUNS: list[str] = []


def _prepare(services: Services, _work: Work) -> Made:
    RUNS.append("prepare")
    out = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(out, "PNG")
    page = PageImage(
        number=1, image=services.store.put_bytes(out.getvalue()), width=1240, height=1754, dpi=150,
        colour_mode=ColourMode.GREY, bit_depth=8, skew=0.0, rotation=0, sharpness=900.0, blank=False,
    )  # fmt: skip
    return Made(to_json(PreparedDocument((page,), "image/png")), {"pages": 1})


def _seal(services: Services, work: Work) -> Made:
    RUNS.append("seal")
    pdf = services.store.put_bytes(f"%PDF {work.results['read']}".encode())
    manifest = services.save({"sealed": {"pdf": pdf}, "retention": {"until": "2034-12-31"}})
    columns = {"pdf": pdf, "manifest": manifest, "level": Level.B_LTA, "sealed_at": dates.now()}
    return Made({"pdf": pdf}, columns, outbox="new", sealed=True)


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    RUNS.clear()
    ours = {"prepare": _prepare, "seal": _seal}
    made = tuple(
        Stage(s.name, s.version, s.reaches, ours[s.name], lambda _s: []) if s.name in ours else s
        for s in pipeline.STAGES
    )
    monkeypatch.setattr(pipeline, "STAGES", made)
    settings = Settings(home=tmp_path)
    registry = open_registry(settings)
    nothing: Any = None
    yield Services(
        settings, registry, LocalStore(tmp_path / "objects"), Reader("old 1 aaaa", WRONG), nothing,
        open_index(settings), nothing,
    )  # fmt: skip
    registry.close()


@pytest.fixture
def key(services: Services) -> str:
    """A sealed and indexed record, read by the old reader."""
    return sealed(services, b"\x89PNG\r\n\x1a\n scan")


def sealed(services: Services, data: bytes) -> str:
    path = services.settings.home / "scan.png"
    path.write_bytes(data)
    batch = services.registry.open_batch("b", "", "", "clerk")
    made = pipeline.receive(services, path, batch, "clerk")[0].id
    pipeline.run_stage(services, "index", made, "clerk")
    return made


def better(services: Services, lines: tuple[str, ...] = RIGHT) -> tuple[Services, Reader]:
    reader = Reader("new 2 bbbb", lines)
    return dataclasses.replace(services, engine=reader), reader


def found(services: Services, text: str) -> list[str]:
    return [h.id for h in services.index.search(SearchQuery(text)).hits]


def test_the_seal_makes_the_first_revision(services: Services, key: str) -> None:
    (first,) = services.registry.revisions(key)
    assert (first.number, first.reader, first.actor) == (1, "old 1 aaaa", "clerk")
    assert reread.is_current(services, first)


def test_a_better_reader_makes_a_second_revision_beside_the_sealed_file(services: Services, key: str) -> None:
    before = services.registry.document(key)
    assert before.number == "กค 0101/111" and before.date == "2018-01-11"
    now, reader = better(services)
    done = reread.reread(now, key, "somchai")
    pipeline.deliver_outbox(now)
    assert done.new and done.before == "old 1 aaaa" and reader.reads == 1
    assert done.changed["number"] == ("กค 0101/111", "กค 0101/467")
    assert done.changed["date"] == ("2018-01-11", "2024-01-14") and "from" not in done.changed

    after = services.registry.document(key)
    assert (after.number, after.date, after.subject) == ("กค 0101/467", "2024-01-14", "ขออนุมัติงบประมาณ")
    for column in ("pdf", "manifest", "sealed_at", "level", "state", "pages"):
        assert getattr(after, column) == getattr(before, column), column
    assert services.store.get(after.pdf or "").startswith(b"%PDF") and RUNS == ["prepare", "seal"]
    assert found(now, "๔๖๗") == [key] and found(now, "๑๑๑") == []


def test_earlier_revisions_are_kept_and_told(services: Services, key: str) -> None:
    now, _ = better(services)
    reread.reread(now, key, "somchai")
    archive = Archive(now)
    record = archive.record(key, "x")
    assert record["reader"] == "new 2 bbbb" and record["number"] == "กค 0101/467"
    told = [(r["revision"], r["actor"], r["reader"]) for r in record["revisions"]]
    assert told == [(1, "clerk", "old 1 aaaa"), (2, "somchai", "new 2 bbbb")]
    assert archive.page_text(key, 1).text == "\n".join(RIGHT)
    assert archive.page_text(key, 1, revision=1).text == "\n".join(WRONG)
    old = archive.record(key, "x", revision=1)
    assert old["reader"] == "old 1 aaaa"
    assert old["description"]["fields"]["number"]["value"] == "กค 0101/111"
    with pytest.raises(NotFoundError) as caught:
        archive.record(key, "x", revision=3)
    assert caught.value.code == "REVISION_NOT_FOUND"
    entry = [e for e in services.registry.audit_entries(key) if e.action == "record.reread"][-1]
    assert entry.actor == "somchai" and entry.detail["revision"] == 2 and "number" in entry.detail["changed"]
    assert "467" not in str(entry.detail["changed"]), "names of fields, not what they say"
    assert services.registry.verify_audit() > 0


def test_the_same_reader_does_nothing_unless_forced(services: Services, key: str) -> None:
    now, reader = better(services)
    reread.reread(now, key, "x")
    again = reread.reread(now, key, "x")
    assert not again.new and again.revision is not None and again.revision.number == 2 and reader.reads == 1
    forced = reread.reread(now, key, "x", force=True)
    assert reader.reads == 2 and not forced.new, "it saw the same"
    reader.lines = WRONG
    assert reread.reread(now, key, "x", force=True).new
    assert [r.number for r in services.registry.revisions(key)] == [1, 2, 3]


def test_a_reader_that_was_here_before_need_not_read_again(services: Services, key: str) -> None:
    now, _ = better(services)
    reread.reread(now, key, "x")
    old: Any = services.engine
    done = reread.reread(services, key, "x")
    assert done.new and old.reads == 1
    last = services.registry.revisions(key)[-1]
    assert (last.number, last.reader) == (3, "old 1 aaaa")
    assert services.registry.document(key).number == "กค 0101/111"


def test_better_rules_make_a_revision_without_reading(
    services: Services, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import classify.describe

    real = classify.describe.describe

    def newer(*arguments: Any) -> Description:
        return dataclasses.replace(real(*arguments), circular=True, describer="classify 99")

    monkeypatch.setattr(classify.describe, "describe", newer)
    monkeypatch.setattr(classify.describe, "VERSION", "classify 99")
    made = tuple(
        dataclasses.replace(s, version="classify 99") if s.name == "describe" else s for s in pipeline.STAGES
    )
    monkeypatch.setattr(pipeline, "STAGES", made)
    done = reread.reread(services, key, "x")
    engine: Any = services.engine
    assert done.new and engine.reads == 1 and done.revision is not None
    assert done.revision.describer == "classify 99"


def test_a_work_cut_off_after_reading_goes_on_without_reading(
    services: Services, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, reader = better(services)
    with monkeypatch.context() as broken:
        made = [
            dataclasses.replace(s, run=lambda *_: 1 / 0) if s.name == "describe" else s
            for s in pipeline.STAGES
        ]
        broken.setattr(pipeline, "STAGES", tuple(made))
        with pytest.raises(ZeroDivisionError):
            reread.reread(now, key, "x")
    assert len(services.registry.revisions(key)) == 1
    assert Archive(now).page_text(key, 1).text == "\n".join(WRONG), "half a revision is none"
    assert reread.reread(now, key, "x").new and reader.reads == 1


def test_what_a_person_confirmed_stays(services: Services, key: str) -> None:
    now, _ = better(services)
    first = services.registry.revisions(key)[0]
    described = from_json(Description, services.load(first.described))
    number = described.fields["number"]
    assert number is not None
    mended = dataclasses.replace(number, value="กค 0101/999", source=reread.BY_PERSON, confidence=1.0)
    by_person = dataclasses.replace(
        described, kind=Kind.ORDER, fields=described.fields | {"number": mended},
        flags=described.flags | {"by_person": ["kind"]},
    )  # fmt: skip
    confirmed = dataclasses.replace(first, number=2, described=services.save(to_json(by_person)), actor="ann")
    services.registry.revise(confirmed, ["number", "kind"], **pipeline.described_columns(by_person))

    done = reread.reread(now, key, "x")
    document = services.registry.document(key)
    assert done.new and "number" not in done.changed and "kind" not in done.changed
    assert (document.number, document.kind) == ("กค 0101/999", Kind.ORDER)
    assert document.date == "2024-01-14", "what nobody confirmed is read anew"
    last = from_json(Description, services.load(services.registry.revisions(key)[-1].described))
    assert last.fields["number"] == mended and last.flags["by_person"] == ["kind"]


def field(value: str, source: str = "ocr") -> Field:
    return Field(value, value, 1, Box(0, 0, 9, 9), 0.9, source)


def described(**fields: Field | None) -> Description:
    return Description(Kind.EXTERNAL, 0.9, False, fields, {"phone": (field("1"),)})


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        (field("ลับ"), None, "ลับ"),
        (field("ลับมาก"), field("ลับ"), "ลับมาก"),
        (field("ลับ"), field("ลับมาก"), "ลับมาก"),
        (None, field("ลับ"), "ลับ"),
        (None, None, None),
    ],
)
def test_no_machine_takes_a_grade_of_secrecy_away(
    before: Field | None, after: Field | None, stays: str | None
) -> None:
    assert reread.merged(described(secrecy=before), described(secrecy=after)).value("secrecy") == stays


def test_a_person_may_take_it_away() -> None:
    none = Field(None, "", source=reread.BY_PERSON)
    assert reread.merged(described(secrecy=none), described(secrecy=None)).fields["secrecy"] == none


def test_a_list_that_a_person_touched_stays_whole() -> None:
    mine = dataclasses.replace(described(), lists={"phone": (field("2"), field("3", reread.BY_PERSON))})
    assert reread.merged(mine, described()).lists == mine.lists
    assert reread.merged(described(), mine).lists == mine.lists


def test_a_reader_that_sees_top_secret_leaves_the_record_and_says_so(services: Services, key: str) -> None:
    now, _ = better(services, ("ลับที่สุด", *RIGHT))
    with pytest.raises(InputError) as caught:
        reread.reread(now, key, "x")
    assert caught.value.code == "TOP_SECRET"
    assert len(services.registry.revisions(key)) == 1
    assert services.registry.document(key).number == "กค 0101/111"


def test_what_is_not_sealed_is_said(services: Services) -> None:
    path = services.settings.home / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n other")
    batch = services.registry.open_batch("b", "", "", "clerk")
    document = pipeline.receive(services, path, batch, "clerk")[0]
    with pytest.raises(NotFoundError) as caught:
        reread.reread(services, document.id, "x")
    assert caught.value.code == "NOT_SEALED"
    assert [d.id for d, _ in reread.records(services, [document.id])] == [document.id]
    assert list(reread.records(services)) == []
    with pytest.raises(NotFoundError):
        list(reread.records(services, ["0" * 16]))


def test_records_are_chosen_by_reader(services: Services, key: str) -> None:
    other = sealed(services, b"\x89PNG\r\n\x1a\n second scan")
    now, _ = better(services)
    reread.reread(now, other, "x")
    assert {d.id for d, _ in reread.records(now)} == {key, other}
    assert [d.id for d, _ in reread.records(now, reader_not_current=True)] == [key]
    assert list(reread.records(now, [other], reader_not_current=True)) == []


def test_a_sealed_record_is_never_sealed_again_by_the_usual_line(services: Services, key: str) -> None:
    before = services.registry.document(key)
    now, reader = better(services)
    services.registry.update(key, "x", "document.retry", state=State.RECEIVED)
    after = pipeline.run_stage(now, "index", key, "x")
    assert (after.pdf, after.manifest, after.state) == (before.pdf, before.manifest, State.INDEXED)
    assert RUNS == ["prepare", "seal"] and reader.reads == 0


def test_the_kept_text_is_whole(services: Services, key: str) -> None:
    """Both revisions can be loaded as what they are."""
    now, _ = better(services)
    reread.reread(now, key, "x")
    for one in services.registry.revisions(key):
        text = from_json(DocumentText, services.load(one.read))
        assert {page.reader for page in text.pages} == {one.reader}
