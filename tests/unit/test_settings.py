"""Settings: order of the sources, and mistakes that are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sarabun.errors import ConfigurationError
from sarabun.model import Level
from sarabun.settings import Settings, load

OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [n for n in os.environ if n.startswith("SARABUN_")]:
        monkeypatch.delenv(name)


def test_toml_then_environment_then_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sarabun.toml").write_text('port = 9000\nsignature_level = "B-B"\nhost = "::1"\n')
    monkeypatch.setenv("SARABUN_PORT", "9001")
    made = load(tmp_path, host="127.0.0.2")
    assert (made.port, made.host, made.signature_level) == (9001, "127.0.0.2", Level.B_B)


@pytest.mark.parametrize(
    ("toml", "names"), [("colour = 1", "colour"), ("port = 99999", "port"), ("port = [", "")]
)
def test_mistakes_in_the_file(tmp_path: Path, toml: str, names: str) -> None:
    (tmp_path / "sarabun.toml").write_text(toml)
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert caught.value.code == "SETTING_INVALID" and names in caught.value.en


def test_unknown_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SARABUN_PROT", "1")
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert caught.value.code == "SETTING_UNKNOWN" and "SARABUN_PROT" in caught.value.en


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(tmp_path).port = 1  # type: ignore[misc]


def test_every_setting_is_documented() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"| `{name}`" not in text]
    assert missing == []
