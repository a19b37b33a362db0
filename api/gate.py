"""Passwords at the door: checked with a throttle, refused tries audited."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict

from api.errors import LoginFailed, LoginThrottled
from api.throttle import Throttle
from sarabun import accounts
from sarabun.ports import Registry, User

_REMEMBER_SECONDS, _REMEMBER_MAX = 300, 1000


class Gate:
    """Checks passwords, with a throttle. Safe to use from several threads."""

    def __init__(self, registry: Registry, throttle: Throttle) -> None:
        self._registry = registry
        self._throttle = throttle
        # One hash takes 64 MiB; without a bound a burst of logins would take it forty times.
        self._hashing = threading.BoundedSemaphore(2)
        self._remembered: OrderedDict[bytes, float] = OrderedDict()
        self._key = secrets.token_bytes(32)

    def login(self, name: str, password: str, address: str) -> User:
        """The account. Raises LoginFailed, or LoginThrottled without looking at the password."""
        with self._hashing:
            if wait := self._throttle.wait(name, address):
                raise LoginThrottled(wait)
            user = accounts.authenticate(self._registry, name, password)
            if user is None:
                self._throttle.failed(name, address)
                # An unknown name may be a password in the wrong box: it is not written down.
                known = name if self._registry.user(name) is not None else ""
                self._registry.audit("anonymous", "user.login_failed", known, {"address": address})
                raise LoginFailed
            self._throttle.succeeded(name, address)
        self._registry.audit(name, "user.login", name, {"address": address})
        return user

    def basic(self, name: str, password: str, address: str) -> User:
        """Like :meth:`login`, but a program that sends its password each time is hashed once in five minutes.

        What is remembered is a keyed digest of name, password and stored hash, so a change of either ends it.
        """
        user = self._registry.user(name)
        if user is not None and user.active:
            text = "\0".join((name, password, user.password_hash))
            if self._remembered.get(self._digest(text), 0) > time.monotonic():
                return user
        user = self.login(name, password, address)
        key = self._digest("\0".join((name, password, user.password_hash)))
        self._remembered[key] = time.monotonic() + _REMEMBER_SECONDS
        while len(self._remembered) > _REMEMBER_MAX:
            self._remembered.popitem(last=False)
        return user

    def _digest(self, text: str) -> bytes:
        return hmac.new(self._key, text.encode(), hashlib.sha256).digest()
