from __future__ import annotations

from typing import Any

import pytest

from api.routes import webhooks as routes
from sarabun import dates
from sarabun.accounts import add_user
from sarabun.hooks import manage
from sarabun.hooks.sender import Sender
from tests.api.receiver import receiving
from tests.api.world import PASSWORD, World, form_token

URL = "/api/v1/webhooks"
TARGET = "https://eoffice.example.go.th/hook"


def made(world: World, **asked: Any) -> dict[str, Any]:
    answer = world.client("admin").post(URL, json={"url": TARGET} | asked)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_only_administrators_have_webhooks(fresh: World) -> None:
    for role in ("clerk", "official", "manager"):
        client = fresh.client(role)
        assert client.get(URL).status_code == 403
        assert client.post(URL, json={"url": TARGET}).json()["code"] == "NOT_ALLOWED"
    assert fresh.services.registry.webhooks() == []
    assert len(fresh.audited("access.refuse")) == 6


def test_a_webhook_is_made_shown_switched_and_deleted(fresh: World) -> None:
    client = fresh.client("admin")
    kept = made(fresh, events=["record.sealed"])
    secret = kept.pop("secret")
    assert secret.startswith("whsec_") and len(secret) == 6 + 44
    assert (kept["url"], kept["events"], kept["active"]) == (TARGET, ["record.sealed"], True)
    assert made(fresh)["events"] == ["record.sealed", "search.matched"]
    one = f"{URL}/{kept['id']}"
    assert client.get(one).json() == kept and kept in client.get(URL).json()["webhooks"]
    assert "secret" not in client.get(one).text
    assert client.get(f"{one}/secret").json() == {"secret": secret}
    assert fresh.audited("webhook.secret") == [("admin.1", kept["id"], {})]
    assert client.patch(one, json={"active": False}).json() == kept | {"active": False}
    assert client.patch(one, json={"url": "https://other.example"}).json()["code"] == "REQUEST_INVALID"
    assert client.patch(one, json={"active": True}).json() == kept
    assert client.delete(one).status_code == 204
    assert client.get(one).json()["code"] == "WEBHOOK_NOT_FOUND"
    assert len(client.get(URL).json()["webhooks"]) == 1
    assert [a for a, s, _ in fresh.audited("webhook.remove")] == ["admin.1"]


def test_no_secret_is_in_the_database(fresh: World) -> None:
    secret = made(fresh)["secret"]
    home = fresh.services.settings.home
    files = [p for p in home.rglob("*") if p.is_file()]
    assert files and not [p for p in files if secret.removeprefix("whsec_").encode() in p.read_bytes()]
    assert (home / "secrets" / "webhooks.key").stat().st_mode & 0o777 == 0o600


def test_one_sees_ones_own_only(fresh: World) -> None:
    add_user(fresh.services.registry, "other.admin", PASSWORD, "admin", "test")
    mine = made(fresh)
    other = fresh.client()
    other.auth = (b"other.admin", PASSWORD.encode())
    assert other.get(URL).json() == {"webhooks": []}
    one = f"{URL}/{mine['id']}"
    for method, path in (
        ("GET", one), ("PATCH", one), ("DELETE", one), ("GET", f"{one}/secret"), ("POST", f"{one}/ping"),
        ("GET", f"{one}/deliveries"), ("POST", f"{one}/deliveries/msg_{'0' * 32}/replay"),
        ("POST", f"{one}/replay?since=2026-01-01"),
    ):  # fmt: skip
        answer = other.request(method, path, json={"active": False} if method == "PATCH" else None)
        assert answer.status_code == 404 and answer.json()["code"] == "WEBHOOK_NOT_FOUND", path
    assert fresh.services.registry.webhook(mine["id"]).active  # type: ignore[union-attr]
    assert fresh.audited("webhook.secret") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"url": "http://8.8.8.8/"}, "WEBHOOK_URL"), ({"url": "https://a:b@e.th/"}, "WEBHOOK_URL"),
        ({"url": ""}, "WEBHOOK_URL"), ({}, "REQUEST_INVALID"), ({"url": 1}, "REQUEST_INVALID"),
        ({"url": TARGET, "events": ["record.gone"]}, "WEBHOOK_EVENT"),
        ({"url": TARGET, "events": ["ping"]}, "WEBHOOK_EVENT"),
        ({"url": TARGET, "owner": "clerk.1"}, "REQUEST_INVALID"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_says_what_to_do(
    fresh: World, asked: dict[str, Any], code: str
) -> None:
    answer = fresh.client("admin").post(URL, json=asked)
    assert answer.status_code == 422 and answer.json()["code"] == code and answer.json()["th"]
    assert fresh.services.registry.webhooks() == []


def test_there_is_a_limit(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage, "MOST", 1)
    made(fresh)
    assert fresh.client("admin").post(URL, json={"url": TARGET}).json()["code"] == "WEBHOOK_LIMIT"


def test_no_webhook_without_a_key(fresh: World) -> None:
    made(fresh)
    path = fresh.services.settings.secrets_dir / "webhooks.key"
    path.chmod(0o644)
    answer = fresh.client("admin").post(URL, json={"url": TARGET})
    assert answer.status_code == 500 and answer.json()["code"] == "WEBHOOK_KEY"
    assert len(fresh.services.registry.webhooks()) == 1


def test_a_browser_needs_the_form_token(fresh: World) -> None:
    client = fresh.client("admin", browser=True)
    assert client.post(URL, json={"url": TARGET}).json()["code"] == "FORM_EXPIRED"
    token = form_token(client.get("/").text)
    headers = {"x-csrf-token": token}
    assert client.post(URL, json={"url": TARGET}, headers=headers).status_code == 201


def test_pings_deliveries_and_replays(fresh: World) -> None:
    client = fresh.client("admin")
    sender = Sender(fresh.services.registry, fresh.services.settings)
    with receiving() as receiver:
        one = f"{URL}/{made(fresh, url=receiver.url)['id']}"
        ping = client.post(f"{one}/ping")
        assert ping.status_code == 202
        letters = [fresh.letter(f"{n}.pdf", [["งบ"]], subject="งบ").id for n in range(2)]
        assert sender.deliver() == 3
        assert receiver.got[0].json["type"] == "ping" and receiver.got[0].json["data"] == {}
        assert receiver.got[0].id == ping.json()["id"]

        listed = client.get(f"{one}/deliveries", params={"limit": 2}).json()
        assert [d["record"] for d in listed["deliveries"]] == letters[::-1]
        last = client.get(f"{one}/deliveries", params={"after": listed["next"]}).json()
        assert last["next"] is None and [d["id"] for d in last["deliveries"]] == [ping.json()["id"]]
        assert last["deliveries"][0] | {"updated_at": ""} == {
            "id": ping.json()["id"], "type": "ping", "record": None, "search": None, "state": "delivered",
            "attempts": 1, "next_attempt_at": None, "updated_at": "", "status": 204, "error": None,
        }  # fmt: skip
        assert client.get(f"{one}/deliveries", params={"state": "failed"}).json()["deliveries"] == []
        assert client.get(f"{one}/deliveries", params={"state": "lost"}).json()["code"] == "REQUEST_INVALID"

        again = client.post(f"{one}/deliveries/{listed['deliveries'][0]['id']}/replay")
        assert again.status_code == 202 and again.json() == {"events": 1}
        pending = client.get(f"{one}/deliveries", params={"state": "pending"}).json()["deliveries"]
        assert [d["record"] for d in pending] == [letters[1]] and pending[0]["next_attempt_at"]
        assert sender.deliver() == 1 and receiver.got[-1].body == receiver.got[-2].body
        missing = client.post(f"{one}/deliveries/msg_{'0' * 32}/replay").json()
        assert missing["code"] == "DELIVERY_NOT_FOUND"

        today = dates.bangkok(dates.now()).date().isoformat()
        assert client.post(f"{one}/replay", params={"since": today}).json() == {"events": 2}
        assert client.post(f"{one}/replay", params={"since": "2099-01-01"}).json() == {"events": 0}
        assert client.post(f"{one}/replay", params={"since": "soon"}).json()["code"] == "SINCE_INVALID"
        assert client.post(f"{one}/replay").json()["code"] == "REQUEST_INVALID"
        assert sender.deliver() == 2
        assert [m.json["type"] for m in receiver.got].count("ping") == 1

        client.patch(one, json={"active": False})
        for path in ("ping", "replay?since=2020-01-01", f"deliveries/{listed['deliveries'][0]['id']}/replay"):
            assert client.post(f"{one}/{path}").json()["code"] == "WEBHOOK_OFF"
    for action in ("webhook.ping", "webhook.replay", "webhook.list_deliveries"):
        assert fresh.audited(action), action


def test_records_from_before_a_webhook_come_by_a_replay(fresh: World) -> None:
    document = fresh.letter("a.pdf", [["งบ"]], subject="งบ")
    with receiving() as receiver:
        one = f"{URL}/{made(fresh, url=receiver.url)['id']}"
        sender = Sender(fresh.services.registry, fresh.services.settings)
        assert sender.deliver() == 0
        assert fresh.client("admin").post(f"{one}/replay?since=2020-01-01").json() == {"events": 1}
        sender.deliver()
        assert receiver.got[0].json["data"]["record"]["id"] == document.id


def test_the_description_tells_of_the_bodies(fresh: World) -> None:
    paths = fresh.app.openapi()["paths"]
    schema = paths[URL]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == set(routes.NewWebhook.model_fields)
    assert (
        "requestBody" in paths[f"{URL}/{{webhook_id}}"]["patch"]
        and "requestBody" in paths["/api/v1/searches"]["post"]
    )
