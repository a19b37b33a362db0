"""Every command on real scans, as a clerk, an official and a manager type them."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Office


def sealed(office: Office) -> list[str]:
    return [d["id"] for d in office.first["documents"] if d["state"] == "indexed" and not d["duplicate"]]


def test_digitise_says_what_became_of_every_file(office: Office) -> None:
    assert office.returncode == 3
    assert {Path(d["source"]).name for d in office.first["documents"]} == {
        p.name for p in office.box.iterdir() if p.name != "truth.jsonl"
    }
    assert [Path(p).name for p in office.first["skipped"]] == ["truth.jsonl"]
    assert office.first["batch"]["name"] == "กล่อง ๑" and office.first["batch"]["box_no"] == "12"
    for name, truth in office.truth.items():
        row = office.row(name)
        assert row["state"] == "indexed" and row["level"] == "B-LTA" and row["pages"] == truth.pages
        assert row["sha256"] == hashlib.sha256((office.box / name).read_bytes()).hexdigest()
        assert row["kind"] == truth.kind and 0.5 < row["confidence"] <= 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("broken.pdf", "FILE_BROKEN"),
        ("empty.png", "FILE_EMPTY"),
        ("letters.zip", "FILE_TYPE"),
        ("secret.png", "TOP_SECRET"),
    ],
)
def test_what_is_wrong_is_set_aside_with_its_reason(office: Office, name: str, code: str) -> None:
    row = office.row(name)
    assert row["state"] == "quarantined" and row["error"]["code"] == code
    assert row["error"]["th"] and row["error"]["en"]
    shown = office.json("show", row["id"])
    assert shown["error"]["code"] == code


def test_the_same_letter_twice_is_one_record(office: Office) -> None:
    first, copy = office.row(min(office.truth)), office.row("a copy of the first.bin")
    assert first["id"] == copy["id"] and {first["duplicate"], copy["duplicate"]} == {False, True}


def test_the_same_command_again_does_nothing_twice(office: Office) -> None:
    again = office.json(
        "digitise", str(office.box), "--batch", "กล่อง ๑", "--box", "12", "--unit", "0017", returncode=3
    )
    assert all(d["duplicate"] for d in again["documents"])
    for row in again["documents"]:
        assert office.json("show", row["id"])["sealed_at"] == row["sealed_at"]
    assert sum(office.json("status")["documents"].values()) == len({d["id"] for d in again["documents"]})


def test_top_secret_text_is_nowhere(office: Office) -> None:
    row = office.row("secret.png")
    shown = office.json("show", row["id"])
    assert "description" not in shown and shown["level"] is None
    hits = office.json("search", "")["hits"]
    assert row["id"] not in {h["id"] for h in hits} and len(hits) == len(sealed(office))


def test_search_finds_a_letter_by_its_subject(office: Office) -> None:
    row = next(d for d in office.first["documents"] if d["subject"] and d["state"] == "indexed")
    found = office.json("search", row["subject"])
    assert found["hits"][0]["id"] == row["id"] and found["hits"][0]["page"] >= 1
    hit = found["hits"][0]
    assert {"score", "number", "date", "subject", "snippet"} <= set(hit)
    assert office.json("search", row["subject"], "--kind", "evidence.minutes")["total"] == 0
    year = int(row["date"][:4]) if row["date"] else None
    if year:
        assert office.json("search", row["subject"], "--year", str(year + 543))["total"] >= 1
        assert row["id"] not in {
            h["id"] for h in office.json("search", row["subject"], "--year", str(year + 544))["hits"]
        }


def test_a_list_goes_into_files(office: Office, tmp_path: Path) -> None:
    table, book = tmp_path / "list.csv", tmp_path / "list.xlsx"
    made = office.json("search", "", "--csv", str(table), "--xlsx", str(book))
    count = len(sealed(office))
    assert made["files"] == [{"file": str(f), "rows": count} for f in (table, book)]
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert {row[0] for row in rows[1:]} == set(sealed(office))
    assert rows[1][-1].startswith("http://127.0.0.1:8460/records/")
    assert "เลขประจำเอกสาร" not in rows[0] and zipfile.is_zipfile(book)
    office.run("search", "", "--csv", str(table), LANG="th_TH.UTF-8")
    assert table.read_text("utf-8-sig").startswith("เลขประจำเอกสาร,")
    lost = office.json("search", "", "--csv", str(tmp_path / "no" / "list.csv"), returncode=6)
    assert lost["error"]["code"] == "SYSTEM"


def test_show_and_export(office: Office, tmp_path: Path) -> None:
    key = sealed(office)[0]
    record = office.json("show", key)
    assert (
        record["description"]["fields"]["subject"] is None
        or record["description"]["fields"]["subject"]["box"]
    )
    assert record["page_images"][0]["dpi"] > 100 and record["retention"]["until"].endswith("-12-31")
    files = [Path(p) for p in office.json("export", key, str(tmp_path / "out"))["files"]]
    assert files[0].read_bytes()[:5] == b"%PDF-"
    assert hashlib.sha256(files[2].read_bytes()).hexdigest() == record["sha256"]
    manifest = json.loads(files[1].read_text())
    assert manifest["sealed"]["pdf"] == hashlib.sha256(files[0].read_bytes()).hexdigest()
    assert office.json("verify", str(files[0]))["ok"]


def test_verify_says_every_check(office: Office, tmp_path: Path) -> None:
    result = office.json("verify", "--all")
    assert result["ok"] and set(result["subjects"]) == set(sealed(office))
    names = {c["name"] for c in result["checks"]}
    assert {"original_sha256", "sha256", "pdfa_claim", "signature_intact", "timestamp", "level"} <= names
    assert all(c["ok"] and c["detail"] for c in result["checks"])

    files = [Path(p) for p in office.json("export", sealed(office)[0], str(tmp_path))["files"]]
    data = bytearray(files[0].read_bytes())
    data[len(data) // 3] ^= 1
    files[0].write_bytes(data)
    broken = office.json("verify", str(files[0]), returncode=7)
    assert not broken["ok"]


def test_a_changed_record_in_the_store_is_found(office: Office, tmp_path: Path) -> None:
    key = sealed(office)[-1]
    digest = json.loads(office.run("show", key, "--json").stdout)["sealed"]["pdf"]
    path = office.home / "objects" / digest[:2] / digest[2:4] / digest
    good = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(good + b"\n")
    try:
        failed = [c["name"] for c in office.json("verify", key, returncode=7)["checks"] if not c["ok"]]
        assert "sha256" in failed
    finally:
        path.write_bytes(good)
    assert office.json("verify", key)["ok"]


def test_status_counts(office: Office) -> None:
    figures = office.json("status")
    assert figures["documents"] == {"indexed": len(sealed(office)), "quarantined": 4}
    assert {q["code"] for q in figures["quarantine"]} == {
        "FILE_BROKEN",
        "FILE_EMPTY",
        "FILE_TYPE",
        "TOP_SECRET",
    }
    assert [s["stage"] for s in figures["stages"]] == ["prepare", "read", "describe", "seal", "index"]
    assert figures["days"][-1]["sealed"]["documents"] == len(sealed(office))


def test_retry_takes_up_what_was_set_aside(office: Office) -> None:
    key = office.row("empty.png")["id"]
    again = office.json("retry", key, returncode=3)
    assert [d["error"]["code"] for d in again["documents"]] == ["FILE_EMPTY"]


def test_read_and_describe_keep_nothing(office: Office, tmp_path: Path) -> None:
    scan = office.box / min(office.truth)
    before = sorted(p.name for p in office.home.rglob("*") if p.is_file() and "prefect" not in p.parts)
    pages = office.json("read", str(scan))["pages"]
    page = pages[0]
    assert {"page", "width", "height", "dpi", "text", "confidence", "lines"} <= set(page)
    word = page["lines"][0]["words"][0]
    left, top, right, bottom = word["box"]
    assert 0 <= left < right <= page["width"] and 0 <= top < bottom <= page["height"]
    assert office.run("read", str(scan)).stdout.split("\n")[0] == page["lines"][0]["text"]
    described = office.json("describe", str(scan))
    assert described["kind"] == office.truth[scan.name].kind
    for name in ("number", "date", "subject", "from", "to", "reference", "urgency", "secrecy"):
        value = described["fields"][name]
        assert value is None or {"value", "raw", "page", "box", "confidence"} <= set(value)
    assert isinstance(described["fields"]["received_stamps"], list)
    after = sorted(p.name for p in office.home.rglob("*") if p.is_file() and "prefect" not in p.parts)
    assert after == before


def test_a_file_may_be_named_from_where_one_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.box)
    name = min(office.truth)
    assert office.json("read", name)["pages"][0]["lines"]
    assert office.json("digitise", name)["documents"][0]["duplicate"]


def test_index_rebuild_and_check(office: Office) -> None:
    assert office.json("index", "rebuild")["documents"] == len(sealed(office))
    assert office.json("check")["ok"]
    checked = office.json("index", "check")
    assert checked["ok"] and checked["documents"] == len(sealed(office))


@pytest.mark.parametrize(
    ("arguments", "returncode", "code"),
    [
        (["show", "0" * 16], 5, "DOCUMENT_NOT_FOUND"),
        (["verify"], 4, "NOTHING_TO_VERIFY"),
        (["search", "x", "--kind", "poem"], 4, "KIND_UNKNOWN"),
        (["search", "x", "--year", "ก"], 4, "YEAR_INVALID"),
        (["read", "/nowhere.pdf"], 4, "FILE_MISSING"),
    ],
)
def test_mistakes_are_said_in_both_languages(
    office: Office, arguments: list[str], returncode: int, code: str
) -> None:
    error = office.json(*arguments, returncode=returncode)["error"]
    assert error["code"] == code and error["th"] and error["en"]


def test_an_empty_folder(office: Office, tmp_path: Path) -> None:
    assert office.json("digitise", str(tmp_path), returncode=4)["error"]["code"] == "FOLDER_EMPTY"


def test_a_vanished_file_and_a_good_one(office: Office, tmp_path: Path) -> None:
    scan = str(office.box / min(office.truth))
    rows = office.json("digitise", scan, str(tmp_path / "gone.tif"), returncode=3)["documents"]
    assert [r["state"] for r in rows] == ["indexed", "refused"] and rows[1]["error"]["code"] == "FILE_MISSING"


def test_accounts(office: Office, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("correct horse battery\n")
    made = office.json("user", "add", "malee", "--role", "manager", "--password-file", str(password))
    assert made == {"name": "malee", "role": "manager"}
    known = {"name": "malee", "role": "manager", "active": True, "units": [], "clearance": ""}
    assert known in office.json("user", "list")["users"]
    office.json("user", "close", "malee")
    assert known | {"active": False} in office.json("user", "list")["users"]
    password.write_text("short\n")
    weak = office.json("user", "add", "mana", "--password-file", str(password), returncode=4)
    assert weak["error"]["code"] == "PASSWORD_WEAK"


def test_help_speaks_thai_and_english(office: Office) -> None:
    assert "แปลงแฟ้มสแกน" in office.run("--help", LANG="th_TH.UTF-8").stdout
    english = office.run("--help", LANG="en_US.UTF-8").stdout
    assert "signed, searchable records" in english and "Exit codes" in english


def test_unknown_settings_refuse_to_start(office: Office) -> None:
    done = office.run("status", "--json", SARABUN_PROT="1")
    assert done.returncode == 8 and json.loads(done.stdout)["error"]["code"] == "SETTING_UNKNOWN"
