"""How well readers read: characters, words, fields, confidence, time and memory, in one table.

    bash scripts/bench ocr --stages
    bash scripts/bench ocr --corrections
    bash scripts/bench ocr [--quick] [--split dev] [--sets clean,real] [--readers "stock raw,…"] [--show 20]

Sets: clean, office, fax, bad copy, phone (the same generated letters, of fonts and seeds that nothing is
trained on) and real (where ../shared/samples stands beside the checkout). All readers read the same pages.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from bench.ocr import confusions, corrections, generated, real, runs, stages
from bench.ocr.calibrate import PAGES, calibrate
from bench.ocr.cases import Case
from bench.ocr.figures import Figures, figures
from bench.ocr.readers import ABLATION, READERS
from bench.ocr.report import reliability, table, worst

_PAGES, _QUICK = 60, 6
_REAL = "real"
_SETS = (*generated.SETS, _REAL)


def _sets(names: list[str], split: str, pages: int, jobs: int) -> dict[str, list[Case]]:
    """The cases of each set, drawn where they are not in the cache."""
    found: dict[str, list[Case]] = {}
    if set(names) & set(generated.SETS):
        letters = generated.letters(split, pages, jobs)
        found = {name: [letter[name] for letter in letters] for name in names if name != _REAL}
    if _REAL in names:
        cases = real.cases()
        if cases:
            found[_REAL] = cases
        else:
            print("real: left out, ../shared/samples is not beside this checkout", file=sys.stderr)
    return found


def _measure(
    reader: str, sets: dict[str, list[Case]], split: str, jobs: int, resume: bool
) -> dict[str, Figures]:
    """Figures of a reader on every set; read again unless results are kept and may be used."""
    places = {set_: runs.place(reader, split, set_) for set_ in sets}
    kept = {set_: runs.load(places[set_], cases) if resume else None for set_, cases in sets.items()}
    if missing := [set_ for set_ in sets if kept[set_] is None]:
        with runs.workers(reader, jobs, sets[missing[0]][0]) as pool:
            for set_ in missing:
                print(f"{reader}: {set_}", file=sys.stderr, flush=True)
                kept[set_] = runs.run(pool, sets[set_])
                runs.save(places[set_], kept[set_] or [])
    return {set_: figures(sets[set_], results or []) for set_, results in kept.items()}


def _names(known: tuple[str, ...], given: str | None) -> list[str]:
    names = [name.strip() for name in given.split(",")] if given else list(known)
    if unknown := set(names) - set(known):
        sys.exit(f"not known: {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    return names


def main() -> None:
    """Prints the table; writes JSON where asked."""
    parser = argparse.ArgumentParser(
        prog="bench ocr", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK} pages a set")
    parser.add_argument("--pages", type=int, help=f"least pages a set; {_PAGES}")
    parser.add_argument("--split", choices=generated.SEEDS, default="test", help="dev: look at its errors")
    parser.add_argument("--sets", help=f"of {', '.join(_SETS)}; all")
    parser.add_argument("--readers", help=f"of {', '.join(READERS)}; all")
    parser.add_argument(
        "--corrections", action="store_true", help="what the language repairs and breaks instead"
    )
    parser.add_argument("--ablation", action="store_true", help="the default without one step each instead")
    parser.add_argument(
        "--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes; one a core"
    )
    parser.add_argument("--resume", action="store_true", help="use results that an earlier run kept")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the N worst lines of each set too")
    parser.add_argument("--reliability", action="store_true", help="what confidence means in each set too")
    parser.add_argument(
        "--calibrate", action="store_true",
        help=f"count anew what chances mean, on {PAGES} pages a set, after the models have changed",
    )  # fmt: skip
    parser.add_argument("--stages", action="store_true", help="only where the CPU time of a page goes")
    parser.add_argument("--confusions", type=Path, help="write what was read as what to this CSV file")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    given = parser.parse_args()
    if given.stages:
        print("\n".join(stages.table(stages.rows())))
        return
    if given.calibrate:
        calibrate(given.pages or PAGES, given.jobs)
        return
    pages = given.pages or (_QUICK if given.quick else _PAGES)
    sets = _sets(_names(_SETS, given.sets), given.split, pages, given.jobs)
    rows: dict[str, dict[str, Figures]] = {set_: {} for set_ in sets}
    known = (
        (corrections.WITHOUT, corrections.WITH)
        if given.corrections
        else ABLATION
        if given.ablation
        else READERS
    )
    for reader in _names(tuple(known), given.readers):
        for set_, made in _measure(reader, sets, given.split, given.jobs, given.resume).items():
            rows[set_][reader] = made
    for line in corrections.table(rows) if given.corrections else table(rows):
        print(line)
    for set_, readers in rows.items() if given.show else ():
        for name, row in readers.items():
            print("\n".join(worst(set_, name, row, given.show)))
    for set_, readers in rows.items() if given.reliability else ():
        for name, row in readers.items():
            print("\n".join(reliability(set_, name, row)))
    if given.confusions:
        every = [row for readers in rows.values() for row in readers.values()]
        confusions.write(given.confusions, confusions.confusions(every))
    if given.json:
        sums = {set_: {n: row.as_dict() for n, row in readers.items()} for set_, readers in rows.items()}
        about = {"split": given.split, "jobs": given.jobs, "machine": platform.processor(), "sets": sums}
        given.json.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
