"""Which webhooks are told of what: from a record that is sealed to a real server elsewhere."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from sarabun import dates, pipeline, queries, searches
from sarabun.archive import Archive
from sarabun.errors import ExternalError
from sarabun.hooks import manage, signing
from sarabun.hooks.sender import Sender
from sarabun.notices import DeliveryState, EventType
from tests.api.hooks import ADMIN, Clock, alert, allow_hooks, deliveries, happened, hook, letter
from tests.api.receiver import Receiver
from tests.api.world import World


def test_a_sealed_record_is_told_signed_and_thin(fresh: World, receiver: Receiver, sending: Sender) -> None:
    webhook = hook(fresh, receiver, "record.sealed")
    document = letter(fresh)
    assert sending.deliver() == 1
    (got,) = receiver.got
    key = signing.load_key(fresh.services.settings.secrets_dir)
    assert got.is_signed_with(signing.shown(signing.secret_of(key, webhook.id)))
    assert not got.is_signed_with(signing.shown(signing.secret_of(key, "0" * 32)))
    assert abs(int(got.headers["webhook-timestamp"]) - time.time()) < 5
    assert got.headers["content-type"] == "application/json" and got.path == "/hook"
    assert got.headers["host"] == receiver.url.split("/")[2]
    assert set(got.json) == {"id", "type", "timestamp", "data"} and got.json["id"] == got.id
    assert got.json["type"] == "record.sealed" and set(got.json["data"]) == {"record"}
    assert got.json["data"]["record"] == {
        "id": document.id, "kind": "external", "number": "มท 0808.2/1", "date": "2024-07-24",
        "subject": "ขออนุมัติงบประมาณ", "agency": "กองคลัง", "secrecy": None,
        "sealed_at": dates.bangkok(document.sealed_at).isoformat(timespec="seconds"),
        "url": f"/api/v1/records/{document.id}",
    }  # fmt: skip
    assert fresh.client("admin").get(got.json["data"]["record"]["url"]).status_code == 200
    assert sending.deliver() == 0
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.status, kept.attempts, kept.error) == (DeliveryState.DELIVERED, 204, 1, "")
    audited = fresh.audited("webhook.deliver")
    assert [(actor, subject) for actor, subject, _ in audited] == [("webhooks", document.id)]


def test_a_saved_search_that_finds_a_new_record_is_told(
    fresh: World, receiver: Receiver, sending: Sender
) -> None:
    webhook = hook(fresh, receiver, "search.matched")
    found = alert(fresh, "งบประมาณ -พัสดุ", choose=["agency:กองคลัง"], year="2567")
    alert(fresh, "อุทกภัย", name="other")
    alert(fresh, "งบประมาณ", choose=["agency:กองช่าง"], name="other agency")
    alert(fresh, "งบประมาณ พัสดุ", name="alike only")
    quiet = queries.search_query("งบประมาณ")
    searches.save(fresh.services.registry, ADMIN, "no alerts", quiet)
    document = letter(fresh)
    assert happened(fresh) == [("record.sealed", document.id), ("search.matched", found)]
    sending.deliver()
    (got,) = receiver.got
    assert got.json["type"] == "search.matched"
    assert got.json["data"]["search"] == {"id": found, "name": "งบ"}
    assert got.json["data"]["record"]["id"] == document.id
    assert [d.event.type for d in deliveries(fresh, webhook)] == [EventType.SEARCH_MATCHED]


def test_alerts_are_told_to_the_webhooks_of_their_owner_only(
    fresh: World, receiver: Receiver, sending: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_hooks(fresh, "manager.1", monkeypatch)
    hook(fresh, receiver)
    theirs = hook(fresh, receiver, owner="manager.1")
    mine = alert(fresh, "งบประมาณ", owner=ADMIN)
    theirs_too = alert(fresh, "งบประมาณ", owner="manager.1")
    alert(fresh, "งบประมาณ", owner="official.1")
    letter(fresh)
    assert [type for type, _ in happened(fresh)] == ["record.sealed"] + 3 * ["search.matched"]
    sending.deliver()
    told = [m.json["data"].get("search", {}).get("id") for m in receiver.got]
    assert sorted(told, key=str) == sorted([None, None, mine, theirs_too], key=str)
    searches_told = {d.event.search_id for d in deliveries(fresh, theirs)}
    assert searches_told == {"", theirs_too}


def test_nobody_is_told_of_what_he_may_not_see(
    fresh: World, receiver: Receiver, sending: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_hooks(fresh, "official.1", monkeypatch)
    allow_hooks(fresh, "manager.1", monkeypatch, units=("อื่น",))
    low, other_unit = hook(fresh, receiver, owner="official.1"), hook(fresh, receiver, owner="manager.1")
    for owner in ("official.1", "manager.1"):
        alert(fresh, "", owner=owner)
    secret = letter(fresh, "ลับ", secrecy="ลับ")
    assert happened(fresh) == [("record.sealed", secret.id)]
    open_one = letter(fresh, "เปิด")
    assert [d.event.document_id for d in deliveries(fresh, low)] == [open_one.id] * 2
    assert deliveries(fresh, other_unit) == []
    manage.replay(fresh.services.registry, low, dates.now() - timedelta(days=1), "test")
    sending.deliver()
    assert {m.json["data"]["record"]["id"] for m in receiver.got} == {open_one.id}


def test_what_became_secret_on_the_way_is_not_told(
    fresh: World, receiver: Receiver, sending: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_hooks(fresh, "official.1", monkeypatch)
    webhook = hook(fresh, receiver, owner="official.1")
    graded = letter(fresh)
    fresh.services.registry.update(graded.id, "clerk.1", "document.correct", secrecy="ลับ")
    sending.deliver()
    (kept,) = deliveries(fresh, webhook)
    assert receiver.got == [] and kept.state is DeliveryState.FAILED and "may no longer know" in kept.error
    assert fresh.audited("webhook.give_up")[0][1] == graded.id


def test_a_closed_account_and_a_deleted_search_are_told_nothing_more(
    fresh: World, receiver: Receiver, sending: Sender, clock: Clock
) -> None:
    registry = fresh.services.registry
    hook(fresh, receiver)
    search = alert(fresh, "งบประมาณ")
    letter(fresh)
    registry.remove_search(search, ADMIN)
    sending.deliver()
    assert [m.json["type"] for m in receiver.got] == ["record.sealed"]
    letter(fresh, "b")
    user = registry.user(ADMIN)
    assert user is not None
    registry.save_user(replace(user, active=False), "test")
    sending.deliver()
    letter(fresh, "c")
    assert sending.deliver() == 0 and len(receiver.got) == 1


# --- once


def test_a_record_is_told_once_whatever_happens_to_it_later(fresh: World) -> None:
    alert(fresh, "")
    document = letter(fresh)
    first = happened(fresh)
    assert [type for type, _ in first] == ["record.sealed", "search.matched"]
    alert(fresh, "งบประมาณ", name="saved after the record was there")
    services, archive = fresh.services, Archive(fresh.services)
    services.registry.update(document.id, "clerk.1", "document.correct", secrecy="ลับ")
    services.registry.update(document.id, "clerk.1", "document.correct", secrecy=None)
    last = services.registry.revisions(document.id)[-1]
    services.registry.revise(replace(last, number=2), ["subject"], subject="ใหม่")
    assert len(services.registry.outbox()) == 3
    pipeline.deliver_outbox(services)
    archive.rebuild_index(ADMIN)
    services.index.remove([document.id])
    archive.check_index(ADMIN, repair=True)
    assert happened(fresh) == first and services.registry.outbox() == []


def test_a_correction_before_the_index_is_told_does_not_hide_that_a_record_is_new(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(pipeline, "deliver_outbox", lambda services: 0)
        document = letter(fresh)
        fresh.services.registry.update(document.id, "clerk.1", "document.correct", secrecy="ลับ")
    assert happened(fresh) == []
    pipeline.deliver_outbox(fresh.services)
    assert happened(fresh) == [("record.sealed", document.id)]


@pytest.mark.parametrize("where", ["announce", "acknowledge"])
def test_a_process_that_dies_on_the_way_loses_nothing_and_tells_nothing_twice(
    fresh: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    webhook = hook(fresh, receiver)
    with monkeypatch.context() as broken:
        broken.setattr(type(fresh.services.registry), where, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            letter(fresh)
    pipeline.deliver_outbox(fresh.services)
    assert [type for type, _ in happened(fresh)] == ["record.sealed"]
    assert len(deliveries(fresh, webhook)) == 1


def test_two_machines_that_deliver_the_same_outbox_make_one_event(
    fresh: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = hook(fresh, receiver)
    alert(fresh, "")
    with monkeypatch.context() as away:
        away.setattr(pipeline, "deliver_outbox", lambda services: 0)
        letter(fresh)
    other = replace(fresh.services, index_lock=threading.Lock())
    threads = [threading.Thread(target=pipeline.deliver_outbox, args=(s,)) for s in (fresh.services, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type for type, _ in happened(fresh)] == ["record.sealed", "search.matched"]
    assert len(deliveries(fresh, webhook)) == 2


def test_a_top_secret_letter_is_no_event(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(pipeline, "deliver_outbox", lambda services: 0)
        document = letter(fresh)
        fresh.services.registry.update(document.id, "x", "document.correct", secrecy=pipeline.BARRED_GRADE)
    pipeline.deliver_outbox(fresh.services)
    assert happened(fresh) == [] and fresh.services.registry.outbox() == []


def test_a_saved_search_of_another_age_does_not_keep_records_from_the_index(
    fresh: World, caplog: pytest.LogCaptureFixture
) -> None:
    good = alert(fresh, "งบประมาณ", name="good")
    saved = fresh.services.registry.saved_search(good)
    assert saved is not None
    fresh.services.registry.save_search(replace(saved, id="f" * 32, name="bad", text="งบ OR"), 10)
    document = letter(fresh)
    assert happened(fresh) == [("record.sealed", document.id), ("search.matched", good)]
    assert "f" * 32 in caplog.text


def test_an_index_that_does_not_answer_is_asked_again(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = alert(fresh, "งบประมาณ")

    def down(_query: object) -> None:
        raise ExternalError("SEARCH_UNAVAILABLE", "", "")

    with monkeypatch.context() as broken:
        broken.setattr(fresh.services.index, "search", down)
        with pytest.raises(ExternalError):
            letter(fresh)
    assert len(fresh.services.registry.outbox()) == 1
    pipeline.deliver_outbox(fresh.services)
    assert [subject for _, subject in happened(fresh)][1:] == [found]
