"""Old records read again by the real command, with another reader, and back."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.conftest import Office
from tests.cli.test_commands import sealed

OTHER = {"SARABUN_READER": "first"}


def run(office: Office, *arguments: str, returncode: int = 0, **environment: str) -> Any:
    done = office.run(*arguments, "--json", **environment)
    assert done.returncode == returncode, done.stderr + done.stdout
    return json.loads(done.stdout)


def test_records_are_read_again_beside_their_sealed_files(office: Office) -> None:
    ids = set(sealed(office))
    key = min(ids)
    before = office.json("show", key)
    assert [r["reader"] for r in before["revisions"]] == [before["reader"]]
    plan = run(office, "reread", "--reader-not-current", "--dry-run")
    assert plan["records"] == [], "the present reader read them all"
    done = run(office, "reread", "--all")
    assert {r["id"] for r in done["records"]} == ids
    assert {r["state"] for r in done["records"]} == {"unchanged"}

    plan = run(office, "reread", "--reader-not-current", "--dry-run", **OTHER)
    assert {r["id"] for r in plan["records"] if r["would_read"]} == ids
    done = run(office, "reread", "--reader-not-current", **OTHER)
    assert {(r["id"], r["state"], r["revision"]["revision"]) for r in done["records"]} == {
        (one, "revised", 2) for one in ids
    }, "the dry run had done nothing"
    now = office.json("show", key)
    assert now["reader"] == done["reader"] != before["reader"]
    assert now["sealed"] == before["sealed"] and now["sealed_at"] == before["sealed_at"]
    assert [r["revision"] for r in now["revisions"]] == [1, 2] and now["revisions"][1]["actor"]
    first = office.json("show", key, "--revision", "1")
    assert (first["description"], first["reader"]) == (before["description"], before["reader"])
    assert office.json("verify", "--all")["ok"]

    again = office.run("digitise", str(office.box), "--batch", "กล่อง ๑", "--box", "12", "--json", **OTHER)
    row = next(d for d in json.loads(again.stdout)["documents"] if d["id"] == key)
    assert row["duplicate"] and row["sealed_at"] == before["sealed_at"], "never sealed a second time"
    back = run(office, "reread", *ids)
    assert {r["state"] for r in back["records"]} == {"revised"}
    now = office.json("show", key)
    assert now["description"] == before["description"] and len(now["revisions"]) == 3


def test_what_cannot_be_read_again_is_said_and_the_rest_goes_on(office: Office) -> None:
    held, good = office.row("empty.png")["id"], sealed(office)[0]
    done = run(office, "reread", held, good, returncode=3)
    rows = {r["id"]: r for r in done["records"]}
    assert rows[held]["state"] == "failed" and rows[held]["error"]["code"] == "NOT_SEALED"
    assert rows[good]["state"] == "unchanged"
    assert run(office, "reread", "0" * 16, returncode=5)["error"]["code"] == "DOCUMENT_NOT_FOUND"
    assert run(office, "reread", returncode=4)["error"]["code"] == "NOTHING_TO_REREAD"


def test_a_person_sees_what_changed_and_who_read_it(office: Office) -> None:
    key = sealed(office)[0]
    plan = office.run("reread", key, "--dry-run", **OTHER)
    assert plan.returncode == 0 and key in plan.stdout and "sarabun-first" in plan.stdout
    shown = office.run("show", key)
    assert "read by sarabun-first" in shown.stdout


def test_a_missing_model_is_said_before_anything_is_read(office: Office) -> None:
    error = run(office, "reread", "--all", returncode=8, SARABUN_MODELS_DIR=str(office.box))["error"]
    assert error["code"] == "MODEL_MISSING" and error["th"]
