"""docker-compose.yml cannot be run where these tests run; hold it to the settings that exist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sarabun.settings import Settings

COMPOSE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docker-compose.yml").read_text(encoding="utf-8")
)
SERVICES: dict[str, Any] = COMPOSE["services"]


@pytest.mark.parametrize("name", ["api", "worker"])
def test_every_setting_passed_exists(name: str) -> None:
    passed = SERVICES[name]["environment"]
    ours = {k.removeprefix("SARABUN_").lower() for k in passed if k.startswith("SARABUN_")}
    assert ours and ours <= set(Settings.model_fields)


def test_the_settings_are_accepted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key, value in SERVICES["api"]["environment"].items():
        if key.startswith("SARABUN_"):
            monkeypatch.setenv(key, value)
    made = Settings(home=tmp_path)
    assert made.uploads == "worker" and made.store_url == "s3://sarabun"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_has_a_health_check_and_its_secrets(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"]
    secrets = set(service.get("secrets", []))
    assert secrets <= set(COMPOSE["secrets"])
    named = {
        v.rsplit("/", 1)[1] for v in service.get("environment", {}).values() if "/run/secrets/" in str(v)
    }
    assert named <= secrets


def test_no_password_is_written_down() -> None:
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            secret = any(word in key for word in ("PASSWORD", "CREDENTIALS", "SECRET", "MINIO_ROOT"))
            assert not secret or str(value).startswith("/run/secrets/"), (name, key)


def test_commands_name_programs_of_ours() -> None:
    assert SERVICES["api"]["command"] == ["sarabun", "serve"]
    import flows.deployments

    assert callable(flows.deployments.main) and SERVICES["worker"]["command"][-1] == "flows.deployments"
