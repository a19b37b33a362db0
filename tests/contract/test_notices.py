"""What every registry must do with saved searches, webhooks, events and deliveries: SQLite always, PostgreSQL
where TEST_POSTGRES_URL names an empty database."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from records.registry import SqlRegistry
from records.schema import open_registry
from sarabun import dates
from sarabun.errors import InputError
from sarabun.finding import Facet, Order
from sarabun.notices import Delivery, DeliveryState, Event, EventType, SavedSearch, Webhook
from sarabun.ports import User
from sarabun.settings import Settings

NOW = dates.now().replace(microsecond=0)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRegistry]:
    url = ""
    if request.param == "postgresql":
        url = os.environ.get("TEST_POSTGRES_URL", "")
        if not url:
            pytest.skip("no PostgreSQL: set TEST_POSTGRES_URL to the URL of an empty database")
        with create_engine(make_url(url)).begin() as c:
            c.execute(text("drop schema public cascade"))
            c.execute(text("create schema public"))
    opened = open_registry(Settings(home=tmp_path, registry_url=url))
    for name in ("ann", "bob"):
        opened.save_user(User(name, "admin", "hash", True), "test")
    yield opened
    opened.close()


def search(id: str, owner: str = "ann", name: str = "งบ", **values: object) -> SavedSearch:
    blank = SavedSearch(id, owner, name, "งบประมาณ", (), "", Order.RELEVANCE, False, NOW)
    return replace(blank, **values)  # type: ignore[arg-type]


def webhook(id: str, owner: str = "ann", **values: object) -> Webhook:
    blank = Webhook(id, owner, f"https://{id}.example/", (EventType.RECORD_SEALED,), True, NOW)
    return replace(blank, **values)  # type: ignore[arg-type]


def event(id: str, at: float = 0) -> Event:
    return Event(id, EventType.RECORD_SEALED, "0" * 16, "", NOW + at * MINUTE)


def actions(registry: SqlRegistry, subject: str) -> list[str]:
    return [entry.action for entry in registry.audit_entries(subject)]


def claimed(registry: SqlRegistry, after: float = 0, **values: object) -> Delivery | None:
    """What is due so many minutes after everything was announced, with a lease of one minute."""
    at = dates.now() + after * MINUTE
    return registry.claim(at, at + MINUTE, **values)  # type: ignore[arg-type]


# --- saved searches


def test_a_saved_search_is_kept_whole_and_its_owner_has_it_by_name(registry: SqlRegistry) -> None:
    full = search(
        "1", name="ข", chosen=((Facet.KIND, "external"), (Facet.YEAR, "2024")), agency="กรม",
        order=Order.NEWEST, alerts=True,
    )  # fmt: skip
    plain = search("2", name="ก")
    for one in (full, plain, search("3", "bob", "ก", alerts=True)):
        registry.save_search(one, 10)
    assert registry.saved_search("1") == full and registry.saved_search("9") is None
    assert registry.saved_searches("ann") == [plain, full]
    assert [s.id for s in registry.alerting_searches()] == ["1", "3"]
    registry.remove_search("1", "ann")
    registry.remove_search("1", "ann")
    assert registry.saved_searches("ann") == [plain]
    assert actions(registry, "1") == ["search.save", "search.remove"]


def test_names_differ_and_there_is_a_limit_for_each_owner(registry: SqlRegistry) -> None:
    registry.save_search(search("1", name="a"), 2)
    with pytest.raises(InputError) as caught:
        registry.save_search(search("2", name="a"), 2)
    assert caught.value.code == "SAVED_SEARCH_EXISTS"
    registry.save_search(search("2", name="b"), 2)
    with pytest.raises(InputError) as caught:
        registry.save_search(search("3", name="c"), 2)
    assert caught.value.code == "SAVED_SEARCH_LIMIT"
    registry.save_search(search("3", "bob", "a"), 2)
    assert len(registry.saved_searches("ann")) == 2


# --- webhooks


def test_webhooks_come_and_go_with_their_deliveries(registry: SqlRegistry) -> None:
    both = webhook("1", events=(EventType.RECORD_SEALED, EventType.SEARCH_MATCHED))
    registry.add_webhook(both, "root", 1)
    registry.add_webhook(webhook("2", "bob", created_at=NOW + MINUTE), "root", 1)
    with pytest.raises(InputError) as caught:
        registry.add_webhook(webhook("3"), "root", 1)
    assert caught.value.code == "WEBHOOK_LIMIT"
    assert registry.webhook("1") == both and registry.webhook("9") is None
    assert [w.id for w in registry.webhooks()] == ["1", "2"] and registry.webhooks("ann") == [both]
    registry.set_webhook_active("1", False, "ann")
    assert registry.webhook("1") == replace(both, active=False)
    registry.announce([(event("e"), ["1", "2"])])
    registry.remove_webhook("1", "ann")
    registry.remove_webhook("1", "ann")
    assert registry.webhooks("ann") == [] and registry.deliveries("1") == []
    assert len(registry.deliveries("2")) == 1
    assert actions(registry, "1") == ["webhook.add", "webhook.change", "webhook.remove"]


# --- events and deliveries


@pytest.fixture
def told(registry: SqlRegistry) -> SqlRegistry:
    """Two webhooks, three events for the first, one of them for the second too."""
    for id, owner in (("1", "ann"), ("2", "bob")):
        registry.add_webhook(webhook(id, owner), "root", 9)
    registry.announce([(event("a"), ["1", "2"]), (event("b", 1), ["1"]), (event("c", 2), ["1"])])
    return registry


def test_an_event_told_twice_is_one(told: SqlRegistry) -> None:
    assert told.announce([(event("a", 5), ["1", "2"]), (event("d", 3), [])]) == 1
    assert [e for _, e in told.events(NOW)] == [event("a"), event("b", 1), event("c", 2), event("d", 3)]
    assert [e.id for _, e in told.events(NOW + MINUTE)] == ["b", "c", "d"]
    (first, _), (second, _) = told.events(NOW, limit=2)
    assert first < second and [e.id for _, e in told.events(NOW, after=second)] == ["c", "d"]
    assert [d.event.id for d in told.deliveries("1")] == ["c", "b", "a"]
    assert [d.event.id for d in told.deliveries("2")] == ["a"]


def test_a_claimed_delivery_is_not_claimed_again_before_its_lease_ends(told: SqlRegistry) -> None:
    first = claimed(told, skip=["2"])
    assert first is not None and (first.event, first.attempts) == (event("a"), 1)
    assert first.state is DeliveryState.PENDING and first.claim
    others = [claimed(told), claimed(told), claimed(told)]
    assert sorted((d.webhook_id, d.event.id) for d in others if d) == [("1", "b"), ("1", "c"), ("2", "a")]
    assert claimed(told) is None and claimed(told, 0.9) is None
    again = claimed(told, 1.1)
    assert again is not None and (again.seq, again.attempts) == (first.seq, 2)
    now = dates.now()
    assert not told.settle(first, DeliveryState.DELIVERED, now, status=200), "its lease was over"
    assert told.settle(again, DeliveryState.DELIVERED, now, status=204)
    assert not told.settle(again, DeliveryState.FAILED, now), "it is settled"
    kept = told.delivery("1", "a")
    assert kept is not None and (kept.state, kept.status, kept.claim) == (DeliveryState.DELIVERED, 204, "")


def test_many_senders_claim_each_delivery_once(told: SqlRegistry) -> None:
    told.announce([(event(f"more {n}"), ["1"]) for n in range(20)])
    claims: list[int] = []

    def work() -> None:
        while delivery := claimed(told):
            claims.append(delivery.seq)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == len(set(claims)) == 24


def test_what_failed_waits_and_what_is_given_up_stays(told: SqlRegistry) -> None:
    told.remove_webhook("2", "root")
    now = dates.now()
    first, second, third = (claimed(told) for _ in range(3))
    assert first and second and third
    told.settle(first, DeliveryState.PENDING, now, next_at=now + 5 * MINUTE, status=500, error="x" * 999)
    told.settle(second, DeliveryState.FAILED, now, status=410, error="gone")
    told.settle(third, DeliveryState.DELIVERED, now, status=200)
    assert claimed(told, 4) is None
    again = claimed(told, 5.1)
    assert again and again.seq == first.seq and again.status == 500 and len(again.error) == 300
    (failed,) = told.deliveries("1", [DeliveryState.FAILED])
    assert (failed.event.id, failed.status, failed.error) == ("b", 410, "gone")
    assert failed.updated_at == now and failed.next_at <= now
    found = told.deliveries("1", [DeliveryState.FAILED, DeliveryState.DELIVERED])
    assert [d.event.id for d in found] == ["c", "b"]
    newest = told.deliveries("1", limit=1)[0]
    assert [d.event.id for d in told.deliveries("1", before=newest.seq)] == ["b", "a"]
    entries = list(told.audit_entries("0" * 16))
    assert [(e.action, e.detail["event"]) for e in entries] == [
        ("webhook.give_up", "b"), ("webhook.deliver", "c"),
    ]  # fmt: skip


def test_a_webhook_that_is_off_is_left_alone(told: SqlRegistry) -> None:
    told.set_webhook_active("1", False, "root")
    first = claimed(told)
    assert first is not None and first.webhook_id == "2" and claimed(told) is None
    told.set_webhook_active("1", True, "root")
    assert claimed(told) is not None


def test_a_replay_tells_again_and_tells_what_was_never_told(told: SqlRegistry) -> None:
    now = dates.now()
    for _ in range(4):
        delivery = claimed(told)
        assert delivery is not None
        told.settle(delivery, DeliveryState.FAILED, now, status=500)
    told.replay("2", ["a", "b"], "bob")
    assert [(d.event.id, d.state, d.attempts) for d in told.deliveries("2")] == [
        ("b", DeliveryState.PENDING, 0), ("a", DeliveryState.PENDING, 0),
    ]  # fmt: skip
    assert {d.state for d in told.deliveries("1")} == {DeliveryState.FAILED}
    assert {claimed(told).event.id for _ in range(2)} == {"a", "b"}  # type: ignore[union-attr]
    assert actions(told, "2")[-1] == "webhook.replay"


def test_a_replay_does_not_take_a_delivery_from_the_sender_that_is_at_it(told: SqlRegistry) -> None:
    mine = claimed(told, skip=["2"])
    assert mine is not None
    told.replay("1", [mine.event.id], "ann")
    claims = [claimed(told) for _ in range(4)]
    assert mine.seq not in [d.seq for d in claims if d]
    assert told.settle(mine, DeliveryState.DELIVERED, dates.now(), status=200)
