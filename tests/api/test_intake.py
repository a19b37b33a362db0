from __future__ import annotations

from collections.abc import Iterator

import pytest

from api import uploads
from sarabun.errors import ExternalError
from sarabun.model import State
from tests.api.world import World, form_token

PDF = b"%PDF-1.7 scan"
URL = "/api/v1/intake"


def files(*given: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", pair) for pair in given]


def leftovers(world: World) -> list[str]:
    return [str(p) for p in (world.services.settings.home / "work").rglob("*")]


def test_files_are_kept_queued_and_answered(fresh: World) -> None:
    words = {"batch": "กล่อง ๑", "box_no": "12", "unit": "กองคลัง"}
    answer = fresh.client("clerk").post(URL, data=words, files=files(("ก.pdf", PDF), ("b.pdf", PDF + b"b")))
    body = answer.json()
    assert answer.status_code == 202 and body["refused"] == []
    assert {k: body["batch"][k] for k in ("name", "box_no", "unit", "actor")} == {
        "name": "กล่อง ๑", "box_no": "12", "unit": "กองคลัง", "actor": "clerk.1",
    }  # fmt: skip
    ids = [d["id"] for d in body["documents"]]
    assert [d["source"] for d in body["documents"]] == ["ก.pdf", "b.pdf"]
    assert fresh.queue.submitted == [(body["batch"]["id"], ids)]
    row = fresh.services.registry.document(ids[0])
    assert fresh.services.store.get(row.source.sha256) == PDF and row.state is State.RECEIVED
    assert leftovers(fresh) == []


def test_a_duplicate_says_so_and_is_queued_again_only_while_it_waits(fresh: World) -> None:
    client = fresh.client("clerk")
    client.post(URL, files=files(("a.pdf", PDF)))
    body = client.post(URL, files=files(("copy.pdf", PDF), ("again.pdf", PDF))).json()
    assert [d["duplicate"] for d in body["documents"]] == [True, True]
    (_, first), (_, second) = fresh.queue.submitted
    assert first == second
    fresh.services.registry.update(first[0], "flow", "test", state=State.INDEXED)
    assert client.post(URL, files=files(("b.pdf", PDF))).status_code == 202
    assert len(fresh.queue.submitted) == 2


def test_a_refused_file_stands_beside_the_accepted(fresh: World) -> None:
    given = files(("a.pdf", PDF), ("big.pdf", PDF + bytes(2**20)), ("b.pdf", PDF + b"b"))
    body = fresh.client("clerk").post(URL, files=given).json()
    assert [d["source"] for d in body["documents"]] == ["a.pdf", "b.pdf"]
    assert [(r["name"], r["error"]["code"]) for r in body["refused"]] == [("big.pdf", "FILE_TOO_LARGE")]
    assert all(r["error"]["th"] and r["error"]["en"] for r in body["refused"])
    assert fresh.audited("source.refused") == [("clerk.1", "big.pdf", {"code": "FILE_TOO_LARGE"})]
    assert leftovers(fresh) == []


def test_when_all_are_refused_it_is_an_error(fresh: World) -> None:
    answer = fresh.client("clerk").post(URL, files=files(("big.pdf", PDF + bytes(2**20))))
    assert answer.status_code == 422 and answer.json()["code"] == "ALL_REFUSED"
    assert answer.json()["refused"][0]["error"]["code"] == "FILE_TOO_LARGE" and fresh.queue.submitted == []


def test_what_is_no_scan_is_kept_as_bytes_and_only_ever_downloaded(fresh: World) -> None:
    page = b"<script>alert(1)</script>"
    client = fresh.client("clerk")
    body = client.post(URL, files=files(("evil.html", page))).json()
    original = client.get(f"/api/v1/records/{body['documents'][0]['id']}/original")
    assert original.content == page and original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment; ")
    assert original.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\scans\\ก.pdf", "ก.pdf"), ("/abs/x.pdf", "x.pdf"), ("..", ".."),
        ("a\u202efdp.exe", "afdp.exe"), ("x" * 500 + ".pdf", "x" * 196 + ".pdf"), ("a\x00b.pdf", "ab.pdf"),
    ],
)  # fmt: skip
def test_names_are_words_and_never_paths(fresh: World, given: str, kept: str) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + given.encode() + b'"\r\n\r\n'
        + PDF + b"\r\n--x--\r\n"
    )  # fmt: skip
    answer = raw(fresh, body)
    assert [d["source"] for d in answer.json()["documents"]] == [kept]


def raw(world: World, body: bytes | Iterator[bytes], kind: str = "multipart/form-data; boundary=x"):
    return world.client("clerk").post(URL, content=body, headers={"content-type": kind})


FIELD = b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\na\r\n'
HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"), (b"junk", "multipart/form-data; boundary=x"),
        (HEAD + PDF, "multipart/form-data; boundary=x"),
        (HEAD + PDF + b"\r\n--x", "multipart/form-data; boundary=x"),
        (HEAD + PDF + b"\r\n--x--\r\n", "multipart/form-data"), (b"{}", "application/json"),
        (b'--x\r\nContent-Disposition: form-data; name="batch"\r\n\r\n' + b"a" * 5000 + b"\r\n--x--\r\n",
         "multipart/form-data; boundary=x"),
        (b"".join(FIELD % n for n in range(30)) + b"--x--\r\n", "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_a_broken_upload_keeps_nothing(fresh: World, body: bytes, kind: str) -> None:
    answer = raw(fresh, body, kind)
    assert answer.status_code == 422 and answer.json()["code"] == "UPLOAD_INVALID"
    assert fresh.services.registry.documents() == [] and leftovers(fresh) == []


def test_an_upload_without_files_says_so(fresh: World) -> None:
    empty_choice = b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n'
    assert raw(fresh, empty_choice).json()["code"] == "NO_FILES"


def test_an_upload_in_small_chunks_is_the_same(fresh: World) -> None:
    body = HEAD + PDF + b"\r\n--x--\r\n"
    answer = raw(fresh, iter([body[i : i + 1] for i in range(len(body))]))
    row = fresh.services.registry.document(answer.json()["documents"][0]["id"])
    assert fresh.services.store.get(row.source.sha256) == PDF


def test_a_request_is_bounded_with_and_without_a_length(fresh: World) -> None:
    most = uploads.REQUEST_FILES * fresh.services.settings.upload_max_bytes
    for body in (HEAD + bytes(most), iter([HEAD, *[bytes(2**20)] * 5])):
        answer = raw(fresh, body)
        assert answer.status_code == 413 and answer.json()["code"] == "UPLOAD_TOO_LARGE"
    assert fresh.services.registry.documents() == [] and leftovers(fresh) == []


def test_the_number_of_files_is_bounded(fresh: World) -> None:
    answer = fresh.client("clerk").post(URL, files=files(*[("a.pdf", PDF)] * (uploads.MAX_FILES + 1)))
    assert answer.status_code == 413 and answer.json()["code"] == "TOO_MANY_FILES"


def test_nothing_is_read_from_those_who_may_not(fresh: World) -> None:
    read = []

    def body() -> Iterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield bytes(1000)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert fresh.client("official").post(URL, content=body(), headers=headers).status_code == 403
    assert fresh.client().post(URL, content=body(), headers=headers).status_code == 401
    assert fresh.services.registry.documents() == [] and leftovers(fresh) == []


def test_what_was_kept_before_a_failure_is_still_worked_on(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_file, calls = fresh.services.store.put_file, []

    def full_disk(path):
        calls.append(path)
        if len(calls) == 2:
            raise ExternalError("STORE_WRITE", "ดิสก์เต็ม", "the disk is full")
        return put_file(path)

    monkeypatch.setattr(fresh.services.store, "put_file", full_disk)
    answer = fresh.client("clerk").post(URL, files=files(("a.pdf", PDF), ("b.pdf", PDF + b"b")))
    assert answer.status_code == 503 and answer.json()["code"] == "STORE_WRITE"
    assert answer.headers["retry-after"]
    kept = [d.id for d in fresh.services.registry.documents()]
    assert len(kept) == 1 and [ids for _, ids in fresh.queue.submitted] == [kept]


def test_words_that_are_too_long_are_refused(fresh: World) -> None:
    answer = fresh.client("clerk").post(URL, data={"batch": "ก" * 300}, files=files(("a.pdf", PDF)))
    assert answer.json()["code"] == "TEXT_TOO_LONG" and fresh.services.registry.documents() == []


def test_status_counts_what_waits(fresh: World) -> None:
    fresh.client("clerk").post(URL, files=files(("a.pdf", PDF)))
    status = fresh.client("manager").get("/api/v1/status").json()
    assert status["pending"] == 1 and status["documents"] == {"received": 1}


def test_the_page_does_the_same(fresh: World) -> None:
    client = fresh.client("clerk", browser=True)
    token = form_token(client.get("/intake").text)
    page = client.post(
        "/intake",
        data={"token": token, "batch": "ก"},
        files=files(("<i>.pdf", PDF), ("big.pdf", PDF + bytes(2**20))),
    )
    assert page.status_code == 200
    assert "&lt;i&gt;.pdf" in page.text and "FILE_TOO_LARGE" in page.text and "ใหม่ กำลังเข้าคิวอ่าน" in page.text
    again = client.post("/intake", data={"token": token}, files=files(("a.pdf", PDF)))
    assert "เคยรับไว้แล้ว" in again.text
    nothing = client.post("/intake", data={"token": token}, files=files(("", b"")))
    assert nothing.status_code == 422 and "NO_FILES" in nothing.text
