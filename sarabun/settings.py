"""Settings: ``sarabun.toml`` in the home folder, then ``SARABUN_*`` variables, then secret files.

One frozen object, made once by the command line (:func:`load`); unknown keys are errors; nothing is read at
import.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from sarabun.errors import ConfigurationError
from sarabun.model import Level


def default_home() -> Path:
    """``SARABUN_HOME``, or the platform's data folder."""
    return Path(os.environ.get("SARABUN_HOME") or platformdirs.user_data_dir("sarabun", appauthor=False))


class Settings(BaseSettings):
    """Every setting of Sarabun. Sizes in bytes, times in seconds, areas in pixels."""

    model_config = SettingsConfigDict(env_prefix="SARABUN_", extra="forbid", frozen=True)

    home: Path
    language: Literal["th", "en", ""] = Field("", description="language of messages; empty: by locale")

    registry_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the home folder")
    registry_password_file: Path | None = Field(None, description="file with the database password")
    store_url: str = Field("", description="s3://bucket/prefix; empty: a folder in the home folder")
    store_endpoint: str = Field("", description="URL of an S3-compatible service; empty: AWS")
    store_credentials_file: Path | None = Field(None, description="two lines: access key id, secret key")
    search_url: str = Field("", description="URL of Elasticsearch; empty: the embedded index")
    search_credentials_file: Path | None = Field(None, description="one line: user:password or API key")
    office: str = Field("", description="this agency, in an index that several share; empty: it has its own")

    workers: int = Field(0, ge=0, le=256, description="documents at work at once; 0: one a core")
    reader: Literal["both", "first", "second", "tesseract-lines", "tesseract"] = Field(
        "both", description="who reads: two networks, one of them, or Tesseract with our model or its own"
    )
    models_dir: Path | None = Field(None, description="folder of our reading models; empty: those shipped")
    ocr_language: str = Field("tha", description="model of the reader tesseract")
    tessdata_dir: Path | None = Field(None, description="folder of its models; empty: the system's")
    ocr_page_seconds: int = Field(120, ge=5, description="time limit of reading one page")

    max_file_bytes: int = Field(512 * 2**20, ge=2**20)
    max_pages: int = Field(2000, ge=1)
    max_page_pixels: int = Field(120_000_000, ge=10**6, description="A3 at 600 dpi is 70 million")
    child_memory_bytes: int = Field(3 * 2**30, ge=2**29, description="address space of a converting process")
    child_seconds: int = Field(300, ge=10, description="time limit of converting one document")

    signature_level: Level = Level.B_LTA
    signer_pkcs12_file: Path | None = Field(None, description="key and certificate; empty: development CA")
    signer_password_file: Path | None = None
    timestamp_url: str = Field("", description="RFC 3161 service; empty: the development authority")
    trust_roots_dir: Path | None = Field(None, description="folder of PEM roots beside the development CA")

    retention_years: int = Field(10, ge=1, description="default retention, ข้อ 57 of the Regulation")

    host: str = "127.0.0.1"
    port: int = Field(8460, ge=1, le=65535)
    session_hours: int = Field(10, ge=1, le=168)
    uploads: Literal["here", "worker"] = Field("here", description="who digitises what is uploaded")
    upload_max_bytes: int = Field(128 * 2**20, ge=2**20)
    webhook_public_http: bool = Field(False, description="webhooks may go to public addresses unencrypted")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = Path(init_settings().get("home", default_home()))
        toml = TomlConfigSettingsSource(settings_cls, home / "sarabun.toml")
        return init_settings, env_settings, toml

    @property
    def objects_dir(self) -> Path:
        return self.home / "objects"

    @property
    def index_dir(self) -> Path:
        return self.home / "index"

    @property
    def pki_dir(self) -> Path:
        return self.home / "pki"

    @property
    def secrets_dir(self) -> Path:
        return self.home / "secrets"

    @property
    def worker_count(self) -> int:
        return self.workers or len(os.sched_getaffinity(0))


def load(home: Path | None = None, **values: Any) -> Settings:
    """The settings of the installation in ``home``.

    Raises ConfigurationError that names the setting at fault.
    """
    folder = (home or default_home()).expanduser().absolute()
    known = {f"SARABUN_{name}".upper() for name in Settings.model_fields} | {"SARABUN_LANG"}
    unknown = sorted(k for k in os.environ if k.startswith("SARABUN_") and k not in known)
    if unknown:
        raise ConfigurationError(
            "SETTING_UNKNOWN",
            f"ไม่รู้จักค่าตั้ง {', '.join(unknown)} โปรดแก้ชื่อหรือลบออก",
            f"unknown setting {', '.join(unknown)}: correct the name or remove it",
        )
    try:
        return Settings(home=folder, **values)
    except (ValidationError, ValueError) as error:
        problems = (
            "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            if isinstance(error, ValidationError)
            else str(error)
        )
        raise ConfigurationError(
            "SETTING_INVALID",
            f"ค่าตั้งไม่ถูกต้อง ({problems}) โปรดแก้ไข sarabun.toml หรือตัวแปร SARABUN_*",
            f"a setting is wrong ({problems}): correct sarabun.toml or the SARABUN_* variable",
        ) from error
