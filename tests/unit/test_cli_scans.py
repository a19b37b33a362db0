"""Which files of a folder are scans."""

from __future__ import annotations

from pathlib import Path

from sarabun.cli.work import find_scans


def test_folders_are_walked_in_order_and_side_files_named(tmp_path: Path) -> None:
    for name in (
        "b/2.pdf",
        "b/1.PDF",
        "a.tif",
        "notes.txt",
        ".hidden/x.pdf",
        "~$open.docx",
        "old.docx",
        "c/x.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    taken, passed, empty = find_scans([tmp_path])
    assert [p.relative_to(tmp_path).as_posix() for p in taken] == ["a.tif", "b/1.PDF", "b/2.pdf", "old.docx"]
    assert [p.name for p in passed] == ["x.csv", "notes.txt"] and empty == []


def test_a_named_file_is_always_taken_once(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes(b"x")
    gone = tmp_path / "gone.pdf"
    taken, _, _ = find_scans([note, gone, note])
    assert taken == [note, gone]


def test_empty_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert find_scans([tmp_path / "empty"])[2] == [tmp_path / "empty"]
