"""How webhooks are sent, to real servers, and what may go wrong."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sarabun import dates
from sarabun.errors import ExternalError
from sarabun.hooks import addresses, events, manage, sender, signing
from sarabun.hooks.sender import SCHEDULE, Sender
from sarabun.notices import DeliveryState, EventType
from tests.api.hooks import ADMIN, Clock, deliveries, hook, letter
from tests.api.receiver import Receiver, drip, flood, hang, receiving, redirect
from tests.api.world import World


def test_a_failure_is_tried_again_with_the_same_id_and_body(
    fresh: World, receiver: Receiver, sending: Sender, clock: Clock
) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh)
    receiver.answers = [500, 200]
    assert sending.deliver() == 1 and sending.deliver() == 0
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.status, kept.error) == (DeliveryState.PENDING, 500, "HTTP 500")
    clock.ahead += timedelta(seconds=4)
    assert sending.deliver() == 0
    clock.ahead += timedelta(seconds=2)
    assert sending.deliver() == 1
    first, second = receiver.got
    assert first.id == second.id and first.body == second.body
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    secret = signing.secret_of(signing.load_key(fresh.services.settings.secrets_dir), webhook.id)
    assert first.is_signed_with(signing.shown(secret)) and second.is_signed_with(signing.shown(secret))
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.status, kept.attempts, kept.error) == (DeliveryState.DELIVERED, 200, 2, "")


def test_after_ten_attempts_it_is_given_up(
    fresh: World, receiver: Receiver, sending: Sender, clock: Clock
) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh)
    receiver.answers = [503] * 20
    for pause in SCHEDULE:
        assert sending.deliver() == 1
        (kept,) = deliveries(fresh, webhook)
        assert kept.state is DeliveryState.PENDING
        assert abs(kept.next_at - clock() - pause) < timedelta(seconds=3)
        clock.ahead += pause
    assert sending.deliver() == 1
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.attempts, kept.status) == (DeliveryState.FAILED, 10, 503)
    clock.ahead += timedelta(days=30)
    assert sending.deliver() == 0 and len(receiver.got) == 10
    manage.replay_one(fresh.services.registry, webhook, kept.event.id, ADMIN)
    receiver.answers = []
    assert sending.deliver() == 1 and deliveries(fresh, webhook)[0].state is DeliveryState.DELIVERED


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (redirect, 307, "HTTP 307"),
        (hang, None, "no answer within 0.5 s"),
        (drip, None, "no answer within 0.5 s"),
    ],
)
def test_redirects_are_not_followed_and_nobody_is_waited_for_without_end(
    fresh: World, receiver: Receiver, sending: Sender, answer: Any, status: int | None, said: str
) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh)
    receiver.answers = [answer]
    began = time.monotonic()
    assert sending.deliver() == 1 and time.monotonic() - began < 5
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.status, kept.error) == (DeliveryState.PENDING, status, said)
    assert [got.path for got in receiver.got] == ["/hook"]


def test_an_answer_without_an_end_is_not_read(fresh: World, receiver: Receiver, sending: Sender) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh)
    receiver.answers = [flood]
    began = time.monotonic()
    sending.deliver()
    assert deliveries(fresh, webhook)[0].state is DeliveryState.DELIVERED and time.monotonic() - began < 5


def test_gone_switches_the_webhook_off(
    fresh: World, receiver: Receiver, sending: Sender, clock: Clock
) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh, "a")
    letter(fresh, "b")
    receiver.answers = [410]
    assert sending.deliver() == 1
    registry = fresh.services.registry
    off = registry.webhook(webhook.id)
    assert off is not None and not off.active
    assert {d.state for d in deliveries(fresh, webhook)} == {DeliveryState.FAILED, DeliveryState.PENDING}
    assert ("webhooks", webhook.id, {"active": False}) in fresh.audited("webhook.change")
    letter(fresh, "c")
    clock.ahead += timedelta(days=9)
    assert sending.deliver() == 0
    registry.set_webhook_active(webhook.id, True, ADMIN)
    assert sending.deliver() == 1, "what waited; what happened meanwhile comes by a replay"
    assert manage.replay(registry, replace(off, active=True), dates.now() - timedelta(days=1), ADMIN) == 3
    assert sending.deliver() == 3
    assert len({got.id for got in receiver.got}) == 3


def test_nothing_listens(fresh: World, sending: Sender) -> None:
    with receiving() as receiver:
        webhook = hook(fresh, receiver)
    letter(fresh)
    sending.deliver()
    assert deliveries(fresh, webhook)[0].error.startswith("ConnectError")


def test_a_name_that_leads_elsewhere_by_now_is_not_called(
    fresh: World, receiver: Receiver, sending: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = httpx.URL(receiver.url).port
    found = ["127.0.0.1"]
    monkeypatch.setattr(addresses, "resolve", lambda host, port: tuple(found))
    webhook = manage.add(
        fresh.services.registry, ADMIN, f"http://eoffice.example:{port}", [], "t", public_http=False
    )
    letter(fresh, "a")
    sending.deliver()
    assert receiver.got[0].headers["host"] == f"eoffice.example:{port}"
    found[0] = "93.184.216.34"
    letter(fresh, "b")
    sending.deliver()
    kept = deliveries(fresh, webhook)[0]
    assert kept.state is DeliveryState.PENDING and kept.status is None and "private networks" in kept.error
    assert len(receiver.got) == 1


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = dates.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / "tls.pem", folder / "tls.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return paths


def test_over_https_a_server_must_prove_itself(
    fresh: World, sending: Sender, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    with receiving(context) as receiver:
        webhook = hook(fresh, receiver)
        assert webhook.url.startswith("https://")
        letter(fresh)
        sending.deliver()
        assert receiver.got == [] and "CERTIFICATE_VERIFY_FAILED" in deliveries(fresh, webhook)[0].error
        monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
        clock.ahead += timedelta(seconds=6)
        sending.deliver()
        assert len(receiver.got) == 1 and deliveries(fresh, webhook)[0].state is DeliveryState.DELIVERED


def test_one_that_hangs_does_not_hold_up_the_others(fresh: World, receiver: Receiver, clock: Clock) -> None:
    slow = Sender(fresh.services.registry, fresh.services.settings, attempt_seconds=3, clock=clock)
    with receiving() as other:
        hook(fresh, other)
        hook(fresh, receiver)
        other.answers = [hang]
        for name in "abc":
            letter(fresh, name)
        thread = threading.Thread(target=slow.deliver)
        thread.start()
        receiver.wait_for(3, 2.5)
        other.stop.set()
        thread.join()


def test_several_senders_send_each_message_once(fresh: World, receiver: Receiver, clock: Clock) -> None:
    for _ in range(3):
        hook(fresh, receiver)
    for name in "abcd":
        letter(fresh, name)
    senders = [Sender(fresh.services.registry, fresh.services.settings, clock=clock) for _ in range(3)]
    threads = [threading.Thread(target=one.deliver) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.got) == 12
    assert all([m.id for m in receiver.got].count(got.id) == 3 for got in receiver.got)


def test_a_thread_sends_what_comes(fresh: World, receiver: Receiver) -> None:
    with sender.in_background(Sender(fresh.services.registry, fresh.services.settings)):
        hook(fresh, receiver)
        letter(fresh)
        receiver.wait_for(1)
    assert not [t for t in threading.enumerate() if t.name == "webhooks"]


def test_the_thread_outlives_a_registry_that_does_not_answer(
    fresh: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hook(fresh, receiver)
    letter(fresh)
    real, fails = fresh.services.registry.claim, [1]

    def claim(*arguments: Any, **named: Any) -> Any:
        if fails:
            fails.pop()
            raise ExternalError("REGISTRY_UNAVAILABLE", "", "")
        return real(*arguments, **named)

    monkeypatch.setattr(fresh.services.registry, "claim", claim)
    with sender.in_background(Sender(fresh.services.registry, fresh.services.settings)):
        receiver.wait_for(1)
    assert "they stay in the registry" in caplog.text


def test_what_a_killed_sender_was_at_is_sent_after_its_lease(
    fresh: World, receiver: Receiver, sending: Sender, clock: Clock
) -> None:
    webhook = hook(fresh, receiver)
    letter(fresh)
    receiver.answers = [hang]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "sarabun", "hooks", "deliver", "--watch"],
        env={**os.environ, "PYTHONPATH": str(root), "SARABUN_HOME": str(fresh.services.settings.home)},
    )  # fmt: skip
    receiver.wait_for(1, 60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert sending.deliver() == 0, "its lease is not over"
    clock.ahead += sender.LEASE
    assert sending.deliver() == 1
    assert [got.id for got in receiver.got] == [receiver.got[0].id] * 2
    (kept,) = deliveries(fresh, webhook)
    assert (kept.state, kept.attempts) == (DeliveryState.DELIVERED, 2)


def test_ids_of_events_say_what_happened(fresh: World) -> None:
    document = letter(fresh)
    ((_, event),) = fresh.services.registry.events(dates.now() - timedelta(days=1))
    assert event.id == events.event_id(EventType.RECORD_SEALED, document.id, document.pdf or "")


def test_what_the_documentation_says_of_signatures_is_so(
    fresh: World, receiver: Receiver, sending: Sender
) -> None:
    text = (Path(__file__).parents[2] / "docs/webhooks.md").read_text("utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    assert len(code.strip().splitlines()) <= 15
    given: dict[str, Any] = {}
    exec(compile(code, "webhooks.md", "exec"), given)
    webhook = hook(fresh, receiver)
    letter(fresh)
    sending.deliver()
    (got,) = receiver.got
    key = signing.load_key(fresh.services.settings.secrets_dir)
    secret = signing.shown(signing.secret_of(key, webhook.id))
    is_genuine = given["is_genuine"]
    assert is_genuine(secret, got.headers, got.body)
    assert not is_genuine(secret, got.headers, got.body + b" ")
    assert not is_genuine(secret, got.headers | {"webhook-id": "msg_1"}, got.body)
    assert not is_genuine(secret, got.headers | {"webhook-timestamp": "1614265330"}, got.body)
