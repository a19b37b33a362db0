"""National ID numbers: never in the index, found by those who may search so."""

from __future__ import annotations

from tests.api.world import World

NUMBER = "3-1006-00445-63-5"


def test_a_national_id_number_is_found_but_is_not_in_the_index(fresh: World) -> None:
    letter = fresh.letter("leave.pdf", [["ขออนุมัติลาพักผ่อน", f"เลขประจำตัวประชาชน {NUMBER}"]], subject="ขอลา")
    fresh.letter("other.pdf", [["ขออนุมัติลาพักผ่อน"]], subject="ขอลา")
    clerk = fresh.client("clerk")
    for typed in (NUMBER, "๓๑๐๐๖๐๐๔๔๕๖๓๕", f"ลาพักผ่อน {NUMBER}"):
        (hit,) = clerk.get("/api/v1/search", params={"q": typed}).json()["hits"]
        assert hit["id"] == letter.id and "1006" not in hit["snippet"]
    shown = clerk.get("/api/v1/search", params={"q": "เลขประจำตัวประชาชน"}).json()["hits"][0]["snippet"]
    assert "•-••••-•••••-••-•" in shown
    for part in ("3-1006", "00445", "100600445"):
        assert clerk.get("/api/v1/search", params={"q": part}).json()["total"] == 0
    kept = b"".join(p.read_bytes() for p in fresh.services.settings.index_dir.rglob("*") if p.is_file())
    assert b"00445" not in kept and "๐๐๔๔๕".encode() not in kept and b"3100600445635" not in kept


def test_others_are_told_that_they_may_not(fresh: World) -> None:
    fresh.letter("leave.pdf", [[f"เลขประจำตัวประชาชน {NUMBER}"]])
    for role in ("official", "manager"):
        answer = fresh.client(role).get("/api/v1/search", params={"q": NUMBER})
        assert answer.json()["code"] == "PERSONS_DENIED" and "hits" not in answer.json()
        export = fresh.client(role).get("/api/v1/search/export", params={"q": NUMBER, "format": "csv"})
        assert export.json()["code"] == "PERSONS_DENIED"


def test_the_audit_trail_and_saved_searches_do_not_keep_it(fresh: World) -> None:
    fresh.letter("leave.pdf", [[f"เลขประจำตัวประชาชน {NUMBER}"]])
    clerk = fresh.client("clerk")
    clerk.get("/api/v1/search", params={"q": NUMBER})
    clerk.get("/api/v1/search/export", params={"q": NUMBER, "format": "csv"})
    saved = clerk.post("/api/v1/searches", json={"name": "ลา", "q": NUMBER})
    assert saved.json()["code"] == "SAVED_SEARCH_PERSON"
    entries = list(fresh.services.registry.audit_entries())
    assert not any("1006" in str(entry.detail) for entry in entries)
    assert any("•-••••" in str(entry.detail) for entry in entries if entry.action == "search")
