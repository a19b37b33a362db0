from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from sarabun import accounts
from sarabun.model import Description, DocumentText, from_json
from tests.api.conftest import Letters
from tests.api.world import PASSWORD, WIDTH, World, page_text


def test_a_record_is_whole(world: World, letters: Letters) -> None:
    record = world.client("official").get(f"/api/v1/records/{letters.budget.id}").json()
    assert record["state"] == "indexed" and record["level"] == "B-LTA" and record["pages"] == 2
    assert record["description"]["fields"]["number"]["value"] == "มท 0808.2/ว 1234"
    assert record["description"]["fields"]["phone"][0]["flags"] == ["unusual_length"]
    assert record["page_images"][0]["findings"][0]["code"] == "LOW_DPI"
    assert record["retention"] == {"until": "2034-12-31"}


def test_a_page_has_an_image_and_words_with_boxes(world: World, letters: Letters) -> None:
    client, page = world.client("official"), f"/api/v1/records/{letters.budget.id}/pages/2"
    text = client.get(f"{page}/text").json()
    assert text["text"] == "หน้าสอง มีรายละเอียดงบประมาณ" and len(text["lines"][0]["words"][0]["box"]) == 4
    image = client.get(f"{page}/image", params={"width": 300})
    assert image.headers["content-type"] == "image/jpeg" and image.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(image.content)).width == 300
    full = Image.open(io.BytesIO(client.get(f"{page}/image", params={"width": 3000}).content))
    assert full.width == WIDTH  # never larger than the scan


@pytest.mark.parametrize(
    ("rest", "status", "code"),
    [
        ("/pages/3/image", 404, "PAGE_NOT_FOUND"), ("/pages/3/text", 404, "PAGE_NOT_FOUND"),
        ("/pages/0/image", 422, "REQUEST_INVALID"), ("/pages/1/image?width=99999", 422, "REQUEST_INVALID"),
        ("/nothing", 404, "NOT_FOUND"),
    ],
)  # fmt: skip
def test_what_is_not_there(world: World, letters: Letters, rest: str, status: int, code: str) -> None:
    answer = world.client("clerk").get(f"/api/v1/records/{letters.budget.id}{rest}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("document_id", ["x", "0" * 17, "0" * 15 + "G", "%00" * 16])
def test_an_id_that_cannot_be_one_is_refused(world: World, document_id: str) -> None:
    assert world.client("clerk").get(f"/api/v1/records/{document_id}").status_code == 422


def test_the_sealed_file_and_the_original_come_bit_for_bit(world: World, letters: Letters) -> None:
    client = world.client("clerk")
    pdf = client.get(f"/api/v1/records/{letters.budget.id}/pdf")
    assert pdf.content == world.services.store.get(letters.budget.pdf)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-length"] == str(len(pdf.content))
    original = client.get(f"/api/v1/records/{letters.budget.id}/original")
    assert original.content == world.services.store.get(letters.budget.source.sha256)
    name = f'attachment; filename="{letters.budget.id}.original.pdf"'
    assert original.headers["content-disposition"] == name


def test_a_document_that_is_not_sealed_has_no_pdf(world: World, letters: Letters) -> None:
    answer = world.client("clerk").get(f"/api/v1/records/{letters.waiting.id}/pdf")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_SEALED")


def test_a_changed_blob_is_an_alarm_and_not_an_answer(fresh: World) -> None:
    letter = fresh.letter("a.pdf", [["งบประมาณ"]], subject="ก")
    path = next(p for p in fresh.services.settings.objects_dir.rglob(f"*{letter.pdf[4:]}*") if p.is_file())
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 something else")
    client = fresh.client("clerk")
    answer = client.get(f"/api/v1/records/{letter.id}/pdf")
    assert answer.status_code == 500 and b"%PDF" not in answer.content
    assert answer.headers["content-type"] == "application/problem+json"
    checks = client.get(f"/api/v1/records/{letter.id}/verification").json()
    assert not checks["ok"] and not next(c for c in checks["checks"] if c["name"] == "sha256")["ok"]


def test_verification_says_each_check(world: World, letters: Letters) -> None:
    done = world.client("official").get(f"/api/v1/records/{letters.budget.id}/verification").json()
    assert done["subject"] == letters.budget.id and not done["ok"]  # the test's file is no PDF
    assert {c["name"]: c["ok"] for c in done["checks"]}["original_sha256"]
    assert all(c["th"] and c["en"] for c in done["checks"])


HIDDEN = ("", "/pages/1/image", "/pages/1/text", "/pdf", "/verification")


@pytest.mark.parametrize("role", ["official", "manager"])
@pytest.mark.parametrize("which", ["secret", "held", "waiting"])
def test_secret_and_unread_documents_do_not_exist_for_readers(
    world: World, letters: Letters, role: str, which: str
) -> None:
    client, hidden = world.client(role), getattr(letters, which).id
    for rest in HIDDEN:
        answer = client.get(f"/api/v1/records/{hidden}{rest}")
        nowhere = client.get(f"/api/v1/records/{'0' * 16}{rest}")
        assert answer.status_code == nowhere.status_code == 404
        assert answer.json() == nowhere.json()
    for rest in ("", "/verification"):
        assert client.get(f"/records/{hidden}{rest}").status_code == 404


def test_clerks_see_them(world: World, letters: Letters) -> None:
    client = world.client("clerk")
    for document in (letters.secret, letters.held, letters.waiting):
        assert client.get(f"/api/v1/records/{document.id}").status_code == 200
    assert client.get(f"/api/v1/records/{letters.held.id}").json()["error"]["code"] == "PDF_ENCRYPTED"


def test_the_list_is_in_order_filtered_and_paged(world: World, letters: Letters) -> None:
    client = world.client("clerk")
    everything = client.get("/api/v1/records").json()
    assert len(everything["documents"]) == 5 and everything["next_offset"] is None
    held = client.get("/api/v1/records", params={"state": ["quarantined", "received"]}).json()["documents"]
    assert [d["id"] for d in held] == [letters.held.id, letters.waiting.id]
    first = client.get("/api/v1/records", params={"limit": 3}).json()
    rest = client.get("/api/v1/records", params={"limit": 3, "offset": first["next_offset"]}).json()
    assert first["documents"] + rest["documents"] == everything["documents"] and rest["next_offset"] is None
    assert client.get("/api/v1/records", params={"state": "lost"}).json()["code"] == "REQUEST_INVALID"


def test_every_view_is_audited(fresh: World) -> None:
    letter = fresh.letter("a.pdf", [["งบประมาณ"]], subject="ก")
    client, record = fresh.client("clerk"), f"/api/v1/records/{letter.id}"
    for rest in ("", "/pages/1/image", "/pages/1/text", "/pdf", "/original", "/verification"):
        assert client.get(record + rest).status_code == 200
    seen = [
        (e.action, e.detail) for e in fresh.services.registry.audit_entries(letter.id) if e.actor == "clerk.1"
    ]
    assert seen[-6:] == [
        ("record.view", {}), ("record.view_page", {"page": 1}), ("record.view_text", {"page": 1}),
        ("record.download", {"what": "pdf"}), ("record.download", {"what": "original"}),
        ("record.verify", {}),
    ]  # fmt: skip
    assert fresh.services.registry.verify_audit() > 0


def test_a_record_says_who_read_it_and_keeps_what_was_read_before(fresh: World) -> None:
    letter = fresh.letter("old.pdf", [["บันทึกข้อความ", "เรื่อง เก่า"]], subject="เก่า")
    described = from_json(
        Description, fresh.services.load(fresh.services.registry.revisions(letter.id)[0].described)
    )
    newer = replace(page_text(1, ["บันทึกข้อความ", "เรื่อง ใหม่"]), reader="network 2 bbbb")
    fresh.services.registry.revise(
        fresh.revision(letter, 2, DocumentText((newer,)), described, "network 2 bbbb"), ["subject"]
    )
    client, path = fresh.client("official"), f"/api/v1/records/{letter.id}"
    record = client.get(path).json()
    assert record["reader"] == "network 2 bbbb"
    assert [(r["revision"], r["reader"], r["actor"]) for r in record["revisions"]] == [
        (1, "test", "clerk.1"), (2, "network 2 bbbb", "clerk.1"),
    ]  # fmt: skip
    assert client.get(path, params={"revision": 1}).json()["reader"] == "test"
    assert client.get(f"{path}/pages/1/text").json()["text"].endswith("ใหม่")
    assert client.get(f"{path}/pages/1/text", params={"revision": 1}).json()["text"].endswith("เก่า")
    missing = client.get(f"{path}/pages/1/text", params={"revision": 9})
    assert (missing.status_code, missing.json()["code"]) == (404, "REVISION_NOT_FOUND")
    page = fresh.client("official", browser=True).get(f"/records/{letter.id}").text
    assert "network 2 bbbb" in page and "อ่านแล้ว 2 ครั้ง" in page


def test_a_record_that_has_not_changed_is_not_sent_again(world: World, letters: Letters) -> None:
    client, path = world.client("official"), f"/api/v1/records/{letters.budget.id}"
    first = client.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"x", W/{tag}', "*"):
        again = client.get(path, headers={"If-None-Match": given})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"x"'}).json() == first.json()


def test_an_account_of_one_unit_sees_its_letters_only(fresh: World) -> None:
    accounts.add_user(fresh.services.registry, "one.unit", PASSWORD, "clerk", "admin.1", units=["กองอื่น"])
    document = fresh.letter("a.pdf", [["งบประมาณ"]], subject="งบประมาณ", date="2024-01-01")
    client = fresh.client()
    client.auth = (b"one.unit", PASSWORD.encode())
    assert client.get(f"/api/v1/records/{document.id}").status_code == 404
    assert client.get("/api/v1/records").json()["documents"] == []
    assert client.get("/api/v1/search", params={"q": "งบประมาณ"}).json()["total"] == 0
    assert client.get("/api/v1/facets").json()["total"] == 0
