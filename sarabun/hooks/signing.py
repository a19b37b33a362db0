"""How a message is signed, as Standard Webhooks has it: HMAC-SHA256 over id, time and body.

No secret is kept in the database: that of a webhook follows from one key of the installation and its id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

from sarabun import keyfile
from sarabun.errors import ConfigurationError

PREFIX = "whsec_"


def load_key(folder: Path) -> bytes:
    """The key in ``folder``/webhooks.key, made with mode 0600 the first time.

    Raises ConfigurationError where it cannot be kept, is damaged, or others on the machine may read it.
    """
    path = folder / "webhooks.key"
    try:
        return keyfile.load(path)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "WEBHOOK_KEY",
            f"กุญแจ {path} อ่านหรือสร้างไม่ได้ เสียหาย หรือผู้อื่นอ่านได้ โปรดตรวจสอบสิทธิ์ (0600) หรือกู้คืนจากสำเนาสำรอง",
            f"the key {path} cannot be read or made, is damaged, or is readable by others: "
            "check its rights (0600), or restore it from backup",
            str(error),
        ) from error


def secret_of(key: bytes, webhook_id: str) -> bytes:
    """The secret of a webhook, 32 bytes."""
    return hmac.new(key, webhook_id.encode(), hashlib.sha256).digest()


def shown(secret: bytes) -> str:
    """A secret as people and libraries exchange it: ``whsec_`` and base64."""
    return PREFIX + base64.b64encode(secret).decode()


def headers(secret: bytes, message_id: str, seconds: int, body: bytes) -> dict[str, str]:
    """The three headers of a message sent at ``seconds`` since 1970."""
    signed = f"{message_id}.{seconds}.".encode() + body
    signature = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}",
    }
