"""Where webhooks may go: anywhere over https; over http to this machine and private networks only.

The rule is held to when a webhook is made and at every sending, for a name may lead elsewhere by then.
"""

from __future__ import annotations

import ipaddress
import socket

import httpx

from sarabun.errors import InputError

MAX_URL = 2000  # characters

# Loopback (RFC 1122, RFC 4291) and private networks (RFC 1918, RFC 4193). Not link-local: machines in a cloud
# give out their own secrets there.
_LOCAL = tuple(
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def check(url: str, *, public_http: bool) -> httpx.URL:
    """The address to send to; of http the host is a number that was looked up and checked just now, unless
    ``public_http``.

    Raises InputError WEBHOOK_URL.
    """
    target = _parsed(url)
    if target.scheme == "https" or public_http:
        return target
    try:
        found = resolve(target.host, target.port or 80)
    except OSError as error:
        raise _refused(
            "ไม่รู้จักชื่อเครื่องปลายทาง โปรดตรวจสอบ", "the host is not known: check its name", str(error)
        ) from error
    if not found or not all(map(is_local, found)):
        raise _refused(
            "http ใช้ได้เฉพาะเครื่องนี้และเครือข่ายภายใน โปรดใช้ https",
            "http goes to this machine and private networks only: use https",
        )
    return target.copy_with(host=found[0])


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, as numbers. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def is_local(address: str) -> bool:
    """Whether it is of this machine or a private network; ``address`` as a number."""
    ip = ipaddress.ip_address(address)
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return any((mapped or ip) in network for network in _LOCAL)


def _parsed(url: str) -> httpx.URL:
    try:
        if len(url) > MAX_URL or not url.isprintable() or " " in url:
            raise ValueError("too long, or characters that no address has")
        target = httpx.URL(url)
        target.host.encode("idna")
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused("ใช้รูปแบบ https://เครื่อง/ทาง", "write it as https://host/path", str(error)) from error
    usable = target.port is None or 0 < target.port < 2**16
    if target.scheme not in ("https", "http") or not target.host or not usable:
        raise _refused("ใช้รูปแบบ https://เครื่อง/ทาง", "write it as https://host/path")
    if target.userinfo or target.fragment:
        raise _refused(
            "ห้ามมีชื่อผู้ใช้ รหัสผ่าน หรือ # ในที่อยู่ โปรดนำออก", "no user, password or # may be in it: take them out"
        )
    return target


def _refused(th: str, en: str, detail: str = "") -> InputError:
    return InputError(
        "WEBHOOK_URL",
        f"ที่อยู่ของ webhook ใช้ไม่ได้: {th}",
        f"the address of the webhook cannot be used: {en}",
        detail,
    )
