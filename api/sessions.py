"""Session cookies and form tokens, signed with a key of this installation; nothing is kept on the server but
the sessions that were closed before their time.

A token names the account, a session id, when it ends and a fingerprint of the password's hash: a new password
or a closed account ends every session, after a restart too.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sarabun import keyfile
from sarabun.errors import ConfigurationError
from sarabun.ports import Registry, User


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. ``ends`` in seconds since 1970."""

    id: str
    user: User
    ends: int


class Sessions:
    """Opens, reads and closes sessions. Safe to use from several threads."""

    def __init__(self, key: bytes, hours: int, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self.seconds = hours * 3600
        self._clock = clock
        self._closed: dict[str, int] = {}
        self._lock = threading.Lock()

    def open(self, user: User) -> str:
        """A cookie value for a new session of ``user``."""
        ends = int(self._clock()) + self.seconds
        body = json.dumps([secrets.token_urlsafe(18), user.name, ends, self._fingerprint(user)])
        encoded = base64.urlsafe_b64encode(body.encode()).decode()
        return f"{encoded}.{self._sign('session', encoded)}"

    def read(self, token: str, registry: Registry) -> Session | None:
        """The session, or None where the cookie is not ours, is over or closed, or its account changed."""
        encoded, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", encoded).encode()):
            return None
        try:
            session_id, name, ends, fingerprint = json.loads(base64.urlsafe_b64decode(encoded))
        except (ValueError, binascii.Error):
            return None
        if ends <= self._clock() or session_id in self._closed:
            return None
        user = registry.user(name)
        if user is None or not user.active or not hmac.compare_digest(fingerprint, self._fingerprint(user)):
            return None
        return Session(session_id, user, ends)

    def close(self, session: Session) -> None:
        """The cookie is worth nothing from now on (in this process, until it would have ended anyway)."""
        now = self._clock()
        with self._lock:
            self._closed = {key: ends for key, ends in self._closed.items() if ends > now}
            self._closed[session.id] = session.ends

    def form_token(self, session_id: str) -> str:
        """What a form of this session must send back."""
        return self._sign("form", session_id)

    def is_form_token(self, session_id: str, token: str) -> bool:
        return hmac.compare_digest(self.form_token(session_id).encode(), token.encode())

    def _fingerprint(self, user: User) -> str:
        return self._sign("account", user.name + "\0" + user.password_hash)[:22]

    def _sign(self, purpose: str, text: str) -> str:
        mac = hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac.digest()).rstrip(b"=").decode()


def load_key(folder: Path) -> bytes:
    """The key in ``folder``/session.key, made with mode 0600 the first time.

    Raises ConfigurationError where it cannot be kept, is damaged, or others on the machine may read it.
    """
    path = folder / "session.key"
    try:
        return keyfile.load(path)
    except OSError as error:
        raise ConfigurationError(
            "SESSION_KEY",
            f"อ่านหรือสร้างกุญแจ {path} ไม่ได้ โปรดตรวจสอบสิทธิ์ของโฟลเดอร์",
            f"the key {path} cannot be read or made: check the rights on its folder",
            str(error),
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            "SESSION_KEY",
            f"กุญแจ {path} เสียหายหรือผู้อื่นอ่านได้ โปรดลบทิ้ง ระบบจะสร้างใหม่และทุกคนต้องเข้าสู่ระบบอีกครั้ง",
            f"the key {path} is damaged or readable by others: delete it; "
            "a new one is made and everybody signs in again",
            str(error),
        ) from error
