"""Transcriptions of real letters, set roughly where they stand on the paper: what a clerk would enter."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from classify.describe import describe
from sarabun.thai import fold_digits

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "real"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="no ../shared/samples beside the checkout"),
]


def transcription(name: str) -> list[str]:
    return (SAMPLES / "text" / f"{name}.p1.txt").read_text(encoding="utf-8").splitlines()


def clerk(name: str) -> dict:
    rows = (json.loads(x) for x in (SAMPLES / "fields.jsonl").read_text(encoding="utf-8").splitlines())
    return next(r for r in rows if r["file"] == f"{name}.pdf")


def plain(text: str | None) -> str:
    return re.sub(r"[\s.]", "", fold_digits(text or ""))


def stamp(sheet, received: dict):
    """The received stamp at the top right, over the letter."""
    time = f" เวลา {received['time']} น." if received["time"] else ""
    sheet.y = 90
    return sheet.left(received["office"], f"เลขรับ {received['no']}", f"วันที่ {received['date']}{time}", x=1000)


def signed(sheet, lines: list[str], foot: int):
    """The lines from the name on: centred under the signature, the last ``foot`` at the bottom left."""
    sheet.gap().sign(*lines[: len(lines) - foot]).gap()
    return sheet.left(*lines[len(lines) - foot :]) if foot else sheet


def test_external_letter(desk):
    name = "court_ffc74fd9"
    lines, truth = transcription(name), clerk(name)
    subject, name_line = (next(i for i, x in enumerate(lines) if x.startswith(s)) for s in ("เรื่อง", "("))
    closing = name_line - 1
    sheet = stamp(desk.Sheet(), truth["received_stamp"][0])
    sheet.y = 330
    sheet.put((desk.left, lines[0]), (1138, lines[1])).left(*lines[2 : subject - 1], x=1138)
    sheet.left(lines[subject - 1], x=825).gap(20).left(lines[subject]).left(
        lines[subject + 1], x=desk.left + 7 * 17
    )
    sheet.gap(20).left(lines[subject + 2]).body(*lines[subject + 3 : closing]).sign(lines[closing])
    described = describe(desk.document(signed(sheet, lines[name_line:], 3)))
    assert described.kind.value == "external"
    assert plain(described.value("number")) == plain(truth["doc_no"])
    assert described.value("date") == truth["date_iso"]
    assert plain(described.value("subject")) == plain(truth["subject"])
    assert plain(described.value("to")) == plain(truth["to"])
    sender = plain(described.value("from")) + plain(described.value("issuer_address"))
    assert sender == plain(truth["from"])
    assert plain(described.value("signer_name")) == plain(truth["signer"])
    assert described.value("acting_capacity") == "รักษาราชการแทน"
    assert plain(described.value("owner_unit")) == plain(lines[-3])
    received = described.lists["received_stamps"][0].value
    assert (received["number"], received["date"]) == ("0643", truth["received_stamp"][0]["date_iso"])


def test_memo(desk):
    name = "kku_memo_2208_2553"
    lines, truth = transcription(name), clerk(name)
    subject, name_line = (next(i for i, x in enumerate(lines) if x.startswith(s)) for s in ("เรื่อง", "("))
    number, date = re.split(r"(?=วันที่)", lines[subject - 1])
    sheet = stamp(desk.Sheet(), truth["received_stamp"][0])
    sheet.y = 300
    sheet.centre(lines[0]).left(lines[1]).left(lines[2], x=420).put((desk.left, number), (820, date))
    sheet.left(lines[subject]).left(lines[subject + 1], x=desk.left + 7 * 17).gap(30).left(lines[subject + 2])
    sheet.body(*lines[subject + 3 : name_line])
    described = describe(desk.document(signed(sheet, lines[name_line:], 0)))
    assert described.kind.value == "internal_memo"
    assert plain(described.value("number")) == plain(truth["doc_no"])
    assert "running_missing" in described.get("number").flags
    assert described.value("date") == truth["date_iso"]
    assert plain(described.value("subject")) == plain(truth["subject"])
    assert plain(described.value("to")) == plain(truth["to"])
    assert plain(truth["from"]).startswith(plain(described.value("from")))
    assert [f.value for f in described.lists["phone"]] == ["12011", "12112"]
    assert plain(described.value("signer_name")) == plain(truth["signer"])
    received = described.lists["received_stamps"][0].value
    assert (received["number"], received["date"]) == ("2208", "2010-04-28")


def test_announcement(desk):
    lines = (SAMPLES / "text" / "ocsc2554_p1.txt").read_text(encoding="utf-8").splitlines()
    sheet = desk.Sheet().centre(*lines[:3]).gap(70).body(*lines[3:])
    described = describe(desk.document(sheet))
    assert described.kind.value == "pr.announcement"
    assert described.value("from") == "คณะกรรมการบริหารพนักงานราชการ"
    assert described.value("subject") == "ค่าตอบแทนของพนักงานราชการ พ.ศ. 2554"
    assert described.value("date") is None


@pytest.mark.parametrize("name", ["form_516_list", "form_517_list", "ocsc2554_p4"])
def test_forms_and_tables_are_other_paper(desk, name):
    text = (SAMPLES / "text" / f"{name}.txt").read_text(encoding="utf-8").replace("\t", " ")
    described = describe(desk.document(desk.Sheet().left(*text.splitlines())))
    assert described.kind.value == "evidence.other"
    assert described.kind_confidence < 0.9
    assert described.value("number") is None
