"""A generated scan goes in through the API and comes out as a signed, searchable record: nothing is faked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from samples.box import make_box, secret_letter
from sarabun import pipeline, wiring
from sarabun.accounts import add_user
from sarabun.errors import InputError
from sarabun.pipeline import STAGE_NAMES, Services
from sarabun.settings import Settings
from tests.api.world import PASSWORD


class AtOnce:
    """A work queue that does the work before it returns."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def submit(self, batch_id: str, document_ids: list[str]) -> None:
        for document_id in document_ids:
            for stage in STAGE_NAMES:
                try:
                    pipeline.run_stage(self.services, stage, document_id, "flow")
                except InputError as error:
                    pipeline.quarantine(self.services, document_id, stage, error, "flow")
                    break

    def pending(self) -> int:
        return 0


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    settings = Settings(home=tmp_path_factory.mktemp("real"), workers=1)
    with wiring.services(settings) as opened:
        for role in ("clerk", "official"):
            add_user(opened.registry, f"{role}.1", PASSWORD, role, "test")
        yield opened


def client(services: Services, role: str) -> TestClient:
    made = TestClient(create_app(services, AtOnce(services)), base_url="https://sarabun.test")
    made.auth = (f"{role}.1".encode(), PASSWORD.encode())
    return made


def test_a_scan_becomes_a_record_that_is_found_and_verified(services: Services, tmp_path: Path) -> None:
    (sample,) = make_box(tmp_path, seed=3, count=1)
    scan = (tmp_path / sample.file).read_bytes()
    clerk, official = client(services, "clerk"), client(services, "official")
    taken = clerk.post(
        "/api/v1/intake", data={"batch": "กล่อง ๑"}, files={"files": (sample.file, scan)}
    ).json()
    record = f"/api/v1/records/{taken['documents'][0]['id']}"

    row = official.get(record).json()
    assert row["state"] == "indexed" and row["level"] == "B-LTA" and row["kind"] == sample.kind
    assert row["pages"] == sample.pages

    printed = official.get(f"{record}/pages/1/text").json()
    word = max((w["text"] for line in printed["lines"] for w in line["words"]), key=len)
    found = official.get("/api/v1/search", params={"q": word}).json()
    assert (found["hits"][0]["id"], found["hits"][0]["page"]) == (row["id"], 1)
    page = official.get(f"/records/{row['id']}", params={"q": word}).text
    assert 'class="hit"' in page

    assert clerk.get(f"{record}/original").content == scan
    pdf = official.get(f"{record}/pdf").content
    assert pdf.startswith(b"%PDF-") and pdf == services.store.get(services.registry.document(row["id"]).pdf)
    done = official.get(f"{record}/verification").json()
    assert done["ok"], [c for c in done["checks"] if not c["ok"]]
    assert {"original_sha256", "sha256", "pdfa_claim", "signature_intact"} <= {
        c["name"] for c in done["checks"]
    }


def test_a_letter_of_the_highest_secrecy_is_held_and_hidden(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    sample = secret_letter(path)
    scan = (tmp_path / sample.file).read_bytes()
    clerk, official = client(services, "clerk"), client(services, "official")
    taken = clerk.post("/api/v1/intake", files={"files": (sample.file, scan)}).json()
    record = f"/api/v1/records/{taken['documents'][0]['id']}"
    assert clerk.get(record).json()["error"]["code"] == "TOP_SECRET"
    assert clerk.get(f"{record}/pages/1/text").status_code == 404  # no readable trace is kept
    assert official.get(record).status_code == 404
    assert official.get(f"{record}/pages/1/image").status_code == 404
    reasons = clerk.get("/api/v1/status").json()["quarantine"]
    assert [r["code"] for r in reasons] == ["TOP_SECRET"]
