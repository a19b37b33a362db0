"""Webhooks by the command line, on an office whose records the real pipeline sealed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.receiver import receiving
from tests.cli.conftest import Office
from tests.cli.test_commands import sealed


def test_an_office_tells_another_system_of_its_records(office: Office, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("ฝนตกที่เชียงราย-๒๕๖๗\n")
    for name, role in (("chief", "admin"), ("reader", "official")):
        office.json("user", "add", name, "--role", role, "--password-file", str(password))
    with receiving() as receiver:
        refused = office.json("hooks", "add", receiver.url, "--account", "reader", returncode=4)
        assert refused["error"]["code"] == "WEBHOOK_OWNER"
        made = office.json("hooks", "add", receiver.url, "--account", "chief", "--event", "record.sealed")
        assert office.json("hooks", "deliver") == {"attempts": 0}
        ids = set(sealed(office))
        done = office.json("hooks", "replay", made["id"], "--since", "2020-01-01")
        assert done == {"events": len(ids)}, "each record that the pipeline sealed is one event"
        assert office.json("hooks", "deliver") == {"attempts": len(ids)}
        assert {got.json["data"]["record"]["id"] for got in receiver.got} == ids
        assert all(got.is_signed_with(made["secret"]) for got in receiver.got)
    assert [one["id"] for one in office.json("hooks", "list")["webhooks"]] == [made["id"]]
    assert made["id"] in office.run("hooks", "list").stdout
    assert made["secret"] not in json.dumps(office.json("hooks", "list"))
    assert office.json("hooks", "remove", made["id"])["removed"]
    assert office.json("hooks", "remove", made["id"], returncode=5)["error"]["code"] == "WEBHOOK_NOT_FOUND"
    late = office.json("hooks", "replay", made["id"], "--since", "soon", returncode=5)
    assert late["error"]["code"] == "WEBHOOK_NOT_FOUND"
