"""One tree of errors with stable codes; every message is a Thai and an English sentence that says what to do.

InputError          the file is at fault: never retried, the document is quarantined.
ExternalError       a tool or service is at fault: retried with back-off.
IntegrityError      something kept has changed: never retried, raises an alarm.
ConfigurationError  the installation is at fault: refuses to start.

All of them pickle, because they cross process borders.
"""

from __future__ import annotations

from typing import Any, ClassVar


class SarabunError(Exception):
    """Base of all errors that a user may see.

    ``code`` is stable and never reused. ``detail`` is for the log: what the tool said, never shown alone.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, code: str, th: str, en: str, detail: str = "") -> None:
        super().__init__(code, th, en, detail)
        self.code = code
        self.th = th
        self.en = en
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.en}" + (f" ({self.detail})" if self.detail else "")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.code, self.th, self.en, self.detail))

    def as_dict(self) -> dict[str, str]:
        """``{code, th, en}`` as the command line and the API print it."""
        return {"code": self.code, "th": self.th, "en": self.en}


class InputError(SarabunError):
    """The file or the request is at fault."""

    exit_code = 4
    http_status = 422


class NotFoundError(InputError):
    """What was asked for is not there (or not for this user)."""

    exit_code = 5
    http_status = 404


class ExternalError(SarabunError):
    """A tool or a service that we call is at fault; trying again may help."""

    exit_code = 6
    http_status = 503


class IntegrityError(SarabunError):
    """Something that must never change has changed."""

    exit_code = 7
    http_status = 500


class ConfigurationError(SarabunError):
    """A setting, a tool or a file of the installation is missing or wrong."""

    exit_code = 8
    http_status = 500


EXIT_OK = 0
EXIT_USAGE = 2
EXIT_SOME_QUARANTINED = 3
