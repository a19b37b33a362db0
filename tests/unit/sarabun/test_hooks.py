"""Signatures, where webhooks may go, when they are tried again, and the key that secrets follow from."""

from __future__ import annotations

import base64
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sarabun.errors import ConfigurationError, InputError
from sarabun.hooks import addresses, events, manage, sender, signing
from sarabun.notices import Delivery, DeliveryState, Event, EventType


def test_the_published_vector_of_standard_webhooks() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert signing.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}') == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert signing.shown(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_secrets_follow_from_the_key_and_differ(tmp_path: Path) -> None:
    key = signing.load_key(tmp_path / "secrets")
    path = tmp_path / "secrets" / "webhooks.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(key) == 32
    assert signing.load_key(tmp_path / "secrets") == key != signing.load_key(tmp_path / "other")
    one, two = (signing.secret_of(key, id) for id in ("1", "2"))
    assert one != two and len(one) == 32 and one == signing.secret_of(key, "1")
    assert base64.b64decode(signing.shown(one).removeprefix("whsec_")) == one


def test_a_key_that_others_may_read_or_that_is_cut_is_refused(tmp_path: Path) -> None:
    signing.load_key(tmp_path)
    path = tmp_path / "webhooks.key"
    for mode, data in ((0o640, bytes(32)), (0o600, b"short")):
        path.chmod(0o600)
        path.write_bytes(data)
        path.chmod(mode)
        with pytest.raises(ConfigurationError) as caught:
            signing.load_key(tmp_path)
        assert caught.value.code == "WEBHOOK_KEY"
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError):
        signing.load_key(tmp_path / "file")


# --- where webhooks may go


@pytest.mark.parametrize(
    "url",
    [
        "https://example.go.th/hook", "https://10.1.2.3:8443/", "https://ตัวอย่าง.ไทย/", "http://127.0.0.1:9/x?a=b",
        "http://[::1]:80/", "http://10.0.0.7/", "http://172.31.255.1/", "http://192.168.1.1/",
        "http://[fd00::1]/", "http://localhost/", "http://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_addresses_that_are_taken(url: str) -> None:
    addresses.check(url, public_http=False)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.go.th", "/hook", "ftp://10.0.0.1/", "file:///etc/passwd", "https://", "https:///x",
        "https://user:pass@example.go.th/", "https://user@example.go.th/", "https://example.go.th/#a",
        "https://example.go.th/a b", "https://example.go.th/\n", "https://e.th/" + "a" * 2000,
        "https://example.go.th:99999999/", f"https://{'a' * 64}.th/",
        f"http://{'a' * 64}.th/", "http://8.8.8.8/", "http://172.32.0.1/", "http://11.0.0.1/",
        "http://[2001:4860:4860::8888]/", "http://[::ffff:8.8.8.8]/", "http://0.0.0.0/", "http://169.254.169.254/",
        "http://100.64.0.1/", "http://[fe80::1]/", "http://no-such-host.invalid/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(InputError) as caught:
        addresses.check(url, public_http=False)
    assert caught.value.code == "WEBHOOK_URL"


def test_a_name_counts_by_where_it_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ["10.0.0.5", "10.0.0.6"]
    monkeypatch.setattr(addresses, "resolve", lambda host, port: tuple(found))
    target = addresses.check("http://eoffice.example:8080/hook?a=1", public_http=False)
    assert str(target) == "http://10.0.0.5:8080/hook?a=1", "what was checked is what is called"
    found.append("8.8.8.8")
    with pytest.raises(InputError):
        addresses.check("http://eoffice.example:8080/hook", public_http=False)
    assert addresses.check("http://eoffice.example/", public_http=True).host == "eoffice.example"
    assert addresses.check("https://eoffice.example/", public_http=False).host == "eoffice.example"


# --- when, and what


def test_the_schedule_is_three_days_and_a_bit_with_ten_attempts() -> None:
    assert len(sender.SCHEDULE) == 9 and list(sender.SCHEDULE) == sorted(sender.SCHEDULE)
    assert timedelta(days=3) < sum(sender.SCHEDULE, timedelta()) < timedelta(days=4)
    assert sender.LEASE.total_seconds() > 2 * sender.ATTEMPT_SECONDS
    waits = {sender.jittered(timedelta(hours=1)) for _ in range(50)}
    assert len(waits) > 1 and all(timedelta(minutes=54) <= w <= timedelta(minutes=66) for w in waits)


def test_the_same_happening_has_the_same_id() -> None:
    matched, sealed = EventType.SEARCH_MATCHED, EventType.RECORD_SEALED
    one = events.event_id(matched, "a", "b", "c")
    assert one == events.event_id(matched, "a", "b", "c") and len(one) == 36
    others = [
        (matched, "a", "b", "d"),
        (sealed, "a", "b", "c"),
        (matched, "ab", "", "c"),
        (matched, "a", "bc"),
    ]
    assert len({events.event_id(*other) for other in others} - {one}) == 4


def test_a_message_says_when_it_happened_on_the_clock_of_the_office() -> None:
    at = datetime(2026, 1, 31, 17, 30, tzinfo=UTC)
    event = Event("msg_1", EventType.PING, "", "", at)
    delivery = Delivery(1, "w", event, DeliveryState.PENDING, 1, at, at)
    assert sender.message(delivery, {"ก": 1}).decode() == (
        '{"id":"msg_1","type":"ping","timestamp":"2026-02-01T00:30:00+07:00","data":{"ก":1}}'
    )


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-31", "2026-01-30T17:00:00+00:00"), ("2026-01-31T08:30", "2026-01-31T01:30:00+00:00"),
        (" 2026-01-31T08:30:00Z ", "2026-01-31T08:30:00+00:00"),
        ("2026-01-31T08:30+07:00", "2026-01-31T01:30:00+00:00"),
    ],
)  # fmt: skip
def test_times_that_people_give(text: str, utc: str) -> None:
    assert manage.moment(text).isoformat() == utc


@pytest.mark.parametrize("text", ["", "yesterday", "31/1/2569", "0001-01-01", "2026-13-01"])
def test_times_that_are_not_understood(text: str) -> None:
    with pytest.raises(InputError) as caught:
        manage.moment(text)
    assert caught.value.code == "SINCE_INVALID"
