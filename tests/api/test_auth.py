from __future__ import annotations

import base64
import stat

import pytest

from api.sessions import Sessions, load_key
from api.throttle import LIMITS, WINDOW_SECONDS, Throttle
from sarabun.accounts import set_active, set_password
from sarabun.errors import ConfigurationError
from tests.api.world import PASSWORD, World, form_token, sign_in


def test_basic_and_session_give_the_same(world: World) -> None:
    for client in (world.client("clerk"), world.client("clerk", browser=True)):
        assert client.get("/api/v1/status").status_code == 200


def test_the_cookie_is_shut_in(fresh: World) -> None:
    client = fresh.client()
    answer = sign_in(client, "clerk.1", PASSWORD, after="/figures")
    assert answer.headers["location"] == "/figures"
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("sarabun_session="))
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= {p.strip() for p in cookie.split(";")}
    assert f"Max-Age={fresh.services.settings.session_hours * 3600}" in cookie


def test_over_plain_http_the_cookie_still_arrives(fresh: World) -> None:
    client = fresh.client()
    client.base_url = "http://sarabun.test"
    answer = sign_in(client, "clerk.1", PASSWORD)
    assert "Secure" not in answer.headers["set-cookie"] and client.get("/").status_code == 200


@pytest.mark.parametrize("after", ["https://evil.test/", "//evil.test", "/\\evil.test", "", "/\nx"])
def test_a_login_leads_nowhere_else(world: World, after: str) -> None:
    assert sign_in(world.client(), "clerk.1", PASSWORD, after=after).headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("clerk.1", "wrong"), ("nobody", PASSWORD), ("clerk.1", ""), ("", "")]
)
def test_one_answer_to_every_failure(fresh: World, name: str, password: str) -> None:
    answer = sign_in(fresh.client(), name, password)
    assert answer.status_code == 401 and "LOGIN_FAILED" in answer.text
    basic = fresh.client().get("/api/v1/search", auth=(name, password))
    assert basic.status_code == 401 and basic.json()["code"] == "LOGIN_FAILED"


@pytest.mark.parametrize("value", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"clerk.1").decode()])
def test_a_broken_basic_header_is_a_failed_login(world: World, value: str) -> None:
    answer = world.client().get("/api/v1/search", headers={"authorization": value})
    assert answer.status_code == 401


def test_a_name_that_is_no_account_is_not_written_down(fresh: World) -> None:
    sign_in(fresh.client(), "my-secret-password", "x")
    sign_in(fresh.client(), "clerk.1", "x")
    assert [subject for _, subject, _ in fresh.audited("user.login_failed")] == ["", "clerk.1"]


def test_closing_the_account_or_a_new_password_ends_sessions_and_basic(fresh: World) -> None:
    registry = fresh.services.registry
    browser, program = fresh.client("clerk", browser=True), fresh.client("clerk")
    assert browser.get("/").status_code == program.get("/api/v1/search").status_code == 200
    set_active(registry, "clerk.1", False, "admin.1")
    assert browser.get("/").status_code == 303 and program.get("/api/v1/search").status_code == 401
    set_active(registry, "clerk.1", True, "admin.1")
    assert browser.get("/").status_code == 200
    set_password(registry, "clerk.1", "another long phrase", "admin.1")
    assert browser.get("/").status_code == 303 and program.get("/api/v1/search").status_code == 401


def test_signing_out_ends_the_session_for_a_stolen_cookie_too(fresh: World) -> None:
    client = fresh.client("clerk", browser=True)
    stolen = client.cookies["sarabun_session"]
    assert client.post("/logout", data={"token": "x"}).status_code == 403
    assert client.post("/logout", data={"token": form_token(client.get("/").text)}).status_code == 303
    again = fresh.client()
    again.cookies.set("sarabun_session", stolen)
    assert again.get("/").status_code == 303


def test_a_session_ends_and_cannot_be_altered(fresh: World) -> None:
    now = [1000.0]
    registry = fresh.services.registry
    sessions = Sessions(b"k" * 32, 1, lambda: now[0])
    user = registry.user("clerk.1")
    assert user is not None
    token = sessions.open(user)
    session = sessions.read(token, registry)
    assert session is not None and session.user == user
    assert Sessions(b"j" * 32, 1, lambda: now[0]).read(token, registry) is None
    for bad in ("", ".", "x.y", token[:-1], "A" + token, token.replace(".", "..")):
        assert sessions.read(bad, registry) is None
    now[0] += 3600
    assert sessions.read(token, registry) is None


def test_forms_need_the_token_of_their_own_session(fresh: World) -> None:
    clerk, admin = fresh.client("clerk", browser=True), fresh.client("admin", browser=True)
    foreign = form_token(admin.get("/intake").text)
    for token in ("", foreign):
        answer = clerk.post("/intake", data={"token": token}, files={"files": ("a.pdf", b"%PDF-1.7 x")})
        assert answer.status_code == 403 and "FORM_EXPIRED" in answer.text
    assert fresh.services.registry.documents() == []


def test_a_login_form_is_of_the_browser_that_asked_for_it(fresh: World) -> None:
    token = form_token(fresh.client().get("/login").text)
    answer = fresh.client().post("/login", data={"token": token, "name": "clerk.1", "password": PASSWORD})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_the_api_takes_a_cookie_for_changes_only_with_the_token(fresh: World) -> None:
    client = fresh.client("clerk", browser=True)
    files = {"files": ("a.pdf", b"%PDF-1.7 x")}
    assert client.post("/api/v1/intake", files=files).json()["code"] == "FORM_EXPIRED"
    headers = {"x-csrf-token": form_token(client.get("/").text)}
    assert client.post("/api/v1/intake", files=files, headers=headers).status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "https://sarabun.test"},
    ],
)
def test_another_site_cannot_use_a_password_that_the_browser_remembers(
    fresh: World, headers: dict[str, str]
) -> None:
    files = {"files": ("a.pdf", b"%PDF-1.7 x")}
    answer = fresh.client("clerk").post("/api/v1/intake", files=files, headers=headers)
    assert answer.status_code == 403 and answer.json()["code"] == "FORM_EXPIRED"
    assert fresh.services.registry.documents() == []
    own = {"origin": "https://sarabun.test", "sec-fetch-site": "same-origin"}
    assert fresh.client("clerk").post("/api/v1/intake", files=files, headers=own).status_code == 202


def test_guessing_is_slowed_down_and_the_right_password_waits_too(fresh: World) -> None:
    client = fresh.client()
    for _ in range(LIMITS["name at address"]):
        assert sign_in(client, "clerk.1", "wrong").status_code == 401
    answer = sign_in(client, "clerk.1", PASSWORD)
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= WINDOW_SECONDS + 1
    assert client.get("/api/v1/search", auth=("clerk.1", "x")).json()["code"] == "LOGIN_THROTTLED"
    assert sign_in(client, "manager.1", PASSWORD).status_code == 303


def test_the_throttle_counts_names_addresses_and_time() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for i in range(LIMITS["address"]):
        assert throttle.wait(f"user{i}", "10.0.0.1") == 0
        throttle.failed(f"user{i}", "10.0.0.1")
    assert throttle.wait("fresh", "10.0.0.1") > 0 and throttle.wait("fresh", "10.0.0.2") == 0
    for i in range(LIMITS["name"]):
        throttle.failed("clerk", f"10.1.0.{i}")
    assert throttle.wait("clerk", "10.9.9.9") > 0
    now[0] += WINDOW_SECONDS + 1
    assert throttle.wait("clerk", "10.9.9.9") == throttle.wait("fresh", "10.0.0.1") == 0


def test_success_forgives_slips_of_the_same_person(fresh: World) -> None:
    client = fresh.client()
    for _ in range(3):
        for _ in range(LIMITS["name at address"] - 1):
            assert sign_in(client, "clerk.1", "wrong").status_code == 401
        assert sign_in(client, "clerk.1", PASSWORD).status_code == 303


def test_the_key_is_made_once_private_and_checked(fresh: World) -> None:
    folder = fresh.services.settings.secrets_dir
    key = load_key(folder)
    path = folder / "session.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(key) == 32 and load_key(folder) == key
    assert [p.name for p in folder.iterdir()] == ["session.key"]
    path.chmod(0o640)
    with pytest.raises(ConfigurationError) as caught:
        load_key(folder)
    assert caught.value.code == "SESSION_KEY"
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(ConfigurationError):
        load_key(folder)


def test_every_answer_carries_the_headers(world: World) -> None:
    client = world.client("clerk")
    for path in ("/", "/api/v1/search", "/nowhere", "/login", "/api/v1/records/x"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "connect-src 'self'" in policy  # suggestions as one types
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
        assert (
            headers["referrer-policy"] == "no-referrer" and "max-age" in headers["strict-transport-security"]
        )
    assert "immutable" in client.get("/static/sarabun.css").headers["cache-control"]
