"""A small installation for tests of the web: the real registry, store and index, with letters whose stage
results are written as the stages would have, so that no OCR runs."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

from api.app import create_app
from records.schema import open_registry
from records.store import open_store
from sarabun import dates, pipeline
from sarabun.accounts import add_user
from sarabun.isolation import ChildPool
from sarabun.model import (
    Batch,
    Box,
    ColourMode,
    Description,
    Document,
    DocumentText,
    Field,
    Finding,
    Kind,
    Level,
    Line,
    PageImage,
    PageText,
    PreparedDocument,
    Problem,
    Sealed,
    Source,
    State,
    Word,
    to_json,
)
from sarabun.pipeline import Services
from sarabun.ports import Revision, StageResult
from sarabun.settings import Settings
from sarabun.thai import tokens
from search.open import open_index

PASSWORD = "ฝนตกที่เชียงราย-๒๕๖๗"
WIDTH, HEIGHT = 620, 877
LINE_TOP, LINE_STEP, CHARACTER = 60, 40, 12  # pixels


class Queue:
    """A work queue that only takes note."""

    def __init__(self) -> None:
        self.submitted: list[tuple[str, list[str]]] = []

    def submit(self, batch_id: str, document_ids: list[str]) -> None:
        self.submitted.append((batch_id, list(document_ids)))

    def pending(self) -> int:
        return sum(len(ids) for _, ids in self.submitted)


class Unused:
    """An engine or a signer that these tests never call."""

    name = "unused"


@dataclass
class World:
    services: Services
    queue: Queue = field(default_factory=Queue)
    batch: Batch = field(init=False)

    def __post_init__(self) -> None:
        registry = self.services.registry
        for role in ("clerk", "official", "manager", "admin"):
            add_user(registry, f"{role}.1", PASSWORD, role, "test")
        self.batch = registry.open_batch("กล่องทดสอบ", "7", "0017", "clerk.1")
        self.app = create_app(self.services, self.queue)

    def client(self, role: str | None = None, *, browser: bool = False) -> TestClient:
        """A program with the password of the account of ``role``; ``browser`` signs in with the form."""
        client = TestClient(
            self.app, base_url="https://sarabun.test", follow_redirects=False, raise_server_exceptions=False
        )
        if role and browser:
            answer = sign_in(client, f"{role}.1", PASSWORD)
            assert answer.status_code == 303, answer.text
        elif role:
            # httpx encodes the password of ``auth=`` as UTF-8, as curl and browsers do.
            client.auth = (f"{role}.1".encode(), PASSWORD.encode())
        return client

    def audited(self, action: str) -> list[tuple[str, str, dict[str, object]]]:
        entries = self.services.registry.audit_entries()
        return [(e.actor, e.subject, e.detail) for e in entries if e.action == action]

    def receive(self, name: str) -> Document:
        """A document of which only the scan is kept."""
        data = f"%PDF-1.7 {name}".encode()
        source = Source(self.services.store.put_bytes(data), name, len(data), "application/pdf")
        return self.services.registry.receive(self.batch.id, source, "clerk.1")[0]

    def quarantine(self, name: str) -> Document:
        problem = Problem(
            "PDF_ENCRYPTED", "แฟ้มนี้ใส่รหัสผ่าน โปรดถอดรหัส", "the file has a password: remove it", "prepare"
        )
        return self.services.registry.quarantine(self.receive(name).id, problem, "flow")

    def letter(
        self,
        name: str,
        pages: list[list[str]],
        *,
        number: str = "",
        date: str = "",
        subject: str = "",
        agency: str = "",
        secrecy: str | None = None,
        kind: Kind = Kind.EXTERNAL,
        images: list[Image.Image] | None = None,
        texts: list[PageText] | None = None,
    ) -> Document:
        """A sealed and indexed letter; ``pages`` are the lines of each page."""
        document = self.receive(name)
        texts = texts or [page_text(n, lines) for n, lines in enumerate(pages, 1)]
        images = images or [picture(text) for text in texts]
        prepared = PreparedDocument(
            tuple(self._page_image(t, i) for t, i in zip(texts, images, strict=True)), "application/pdf"
        )
        first = texts[0].lines[0]
        values = {"number": number, "date": date, "subject": subject, "from": agency, "secrecy": secrecy}
        fields = {
            key: Field(value, value, 1, first.box, 0.95 if key != "date" else 0.6) if value else None
            for key, value in values.items()
        }
        phone = Field("021234567", "โทร. ๐ ๒๑๒๓ ๔๕๖๗", 1, first.box, 0.9, flags=("unusual_length",))
        described = Description(kind, 0.97, False, fields, {"phone": (phone,)}, {}, "test")
        columns = {"kind": kind, "number": number, "date": date or None, "subject": subject}
        self._finish(document, "prepare", prepared, pages=len(texts))
        self._finish(document, "read", DocumentText(tuple(texts)), confidence=0.93)
        self._finish(document, "describe", described, **columns, agency=agency, secrecy=secrecy)
        pdf = self.services.store.put_bytes(b"%PDF-1.7 sealed " + name.encode())
        now = dates.now()
        sealed = Sealed(
            pdf=pdf, unsigned_pdf=pdf, unsigned_size=10, size=20, pages=len(texts), pdfa="PDF/A-2b",
            level=Level.B_LTA, signer="test", sealed_at=now, changes=(), tools={},
        )  # fmt: skip
        manifest = self.services.save({"sealed": to_json(sealed), "retention": {"until": "2034-12-31"}})
        columns = {"pdf": pdf, "level": Level.B_LTA, "sealed_at": now, "manifest": manifest}
        columns["revision"] = self.revision(document, 1, DocumentText(tuple(texts)), described, "test")
        self._finish(document, "seal", sealed, outbox="new", **columns)
        pipeline.deliver_outbox(self.services)
        return self._finish(document, "index", {"index": "test"}, state=State.INDEXED)

    def revision(
        self, document: Document, number: int, text: DocumentText, described: Description, reader: str
    ) -> Revision:
        """What a reader made of a document, its text and description kept."""
        kept = (self.services.save(to_json(value)) for value in (text, described))
        return Revision(document.id, number, *kept, reader, "test", "clerk.1", dates.now())

    def _page_image(self, text: PageText, image: Image.Image) -> PageImage:
        out = io.BytesIO()
        image.save(out, "PNG")
        findings = (Finding("LOW_DPI", "ความละเอียดต่ำกว่าเกณฑ์", "resolution below the minimum"),)
        return PageImage(
            number=text.page, image=self.services.store.put_bytes(out.getvalue()), width=image.width,
            height=image.height, dpi=text.dpi, colour_mode=ColourMode.COLOUR, bit_depth=24, skew=0.0,
            rotation=0, sharpness=100.0, blank=False, findings=findings if text.page == 1 else (),
        )  # fmt: skip

    def _finish(
        self, document: Document, stage: str, value: object, outbox: str | None = None, **columns: object
    ) -> Document:
        key = hashlib.sha256(f"{document.id} {stage}".encode()).hexdigest()
        digest = self.services.save(to_json(value))
        result = StageResult(key, document.id, stage, "test", digest, 1.5, dates.now())
        return self.services.registry.finish_stage(result, "flow", outbox=outbox, **columns)


def make_services(home: Path, **settings: object) -> Services:
    home.mkdir(exist_ok=True)
    configured = Settings(home=home, **settings)
    return Services(
        settings=configured, registry=open_registry(configured), store=open_store(configured),
        engine=Unused(), signer=Unused(), index=open_index(configured), pool=ChildPool(1, 2**30, 30),
    )  # fmt: skip


def page_text(number: int, lines: list[str]) -> PageText:
    """Every word with a box of :data:`CHARACTER` pixels a character, one line under the other."""
    made = []
    for i, text in enumerate(lines):
        top = LINE_TOP + i * LINE_STEP
        words, end = [], 0
        for token in tokens(text):
            box = Box(20 + token.start * CHARACTER, top, 20 + token.end * CHARACTER, top + LINE_STEP - 10)
            words.append(Word(token.text, box, 0.9, space_before=token.start > end))
            end = token.end
        made.append(Line(tuple(words), Box.around([w.box for w in words]), 0.9))
    return PageText(number, WIDTH, HEIGHT, 75, tuple(made), 0.9, "test")


def picture(text: PageText) -> Image.Image:
    """A page with a grey bar for each word."""
    image = Image.new("RGB", (text.width, text.height), "white")
    draw = ImageDraw.Draw(image)
    for line in text.lines:
        for word in line.words:
            draw.rectangle((word.box.left + 1, word.box.top, word.box.right - 2, word.box.bottom), "#999")
    return image


def sign_in(client: TestClient, name: str, password: str, after: str = "/") -> httpx.Response:
    """Opens the form and sends it."""
    token = form_token(client.get("/login", params={"next": after}).text)
    return client.post("/login", data={"token": token, "next": after, "name": name, "password": password})


def form_token(page: str) -> str:
    """The token of the last form on a page that has one."""
    return page.rpartition('name="token" value="')[2].partition('"')[0]
