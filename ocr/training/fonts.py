"""The free Thai fonts that training lines are set in, and where they come from.

TH Sarabun New and Google's families come as npm packages of fixed versions and checksums; the rest are Debian
packages. The fonts of samples/ (Laksaman, Norasi, Kinnari, Garuda, Noto Sans Thai, Noto Serif Thai, Tlwg
Typist, Purisa) set the test pages and are therefore not here.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from sarabun.errors import ConfigurationError, ExternalError, IntegrityError

Split: TypeAlias = Literal["train", "dev"]

_DEBIAN = Path("/usr/share/fonts/truetype")
_TIMEOUT_S = 300

OFL = "OFL-1.1"
GPL = "GPL-2+ with font exception"
VERA = "Bitstream Vera licence"
SIPA = "free national font of SIPA, 2010 (package: ISC)"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and its share of the lines of its family."""

    file: str
    share: float


@dataclass(frozen=True, slots=True)
class Font:
    """One family. ``weight`` is its part of the lines of its split; ``package`` holds its files: an npm
    package with version (a key of :data:`NPM`), or a Debian package."""

    family: str
    faces: tuple[Face, ...]
    licence: str
    split: Split
    weight: float
    package: str
    folder: str = ""

    def path(self, face: Face, folder: Path) -> Path:
        """Where the file of ``face`` is; ``folder`` is the one that :func:`fetch` filled."""
        return (_DEBIAN / self.folder if self.folder else folder) / face.file


NPM: dict[str, str] = {
    "@expo-google-fonts/athiti@0.1.0": "ehm4nIi4oTq9fVnxzVre9jTqQAM2ObK8bVDSWGqJKto=",
    "@expo-google-fonts/bai-jamjuree@0.4.1": "g1xpmExS62Rj6OtDuwKwYZMLu4VlZcE3CB/WicKvcps=",
    "@expo-google-fonts/chakra-petch@0.4.1": "EWwD90G+IwAvV04dwyZnZo9CNNcoya2R/CQ+gcI7wiY=",
    "@expo-google-fonts/fahkwang@0.1.0": "OZw68SZELaAVXRW0Qg+ZCSZ/S6SwClbVbWQqYNczUJU=",
    "@expo-google-fonts/ibm-plex-sans-thai@0.4.1": "5wHVH2NVxwFfp1OdjMdjqOuP0T0nyR361g7+KcrfxJ0=",
    "@expo-google-fonts/ibm-plex-sans-thai-looped@0.4.1": "jTYF3msJB2Yz7wlDtJi6tSbo2JNri3Qg7OlZX52Vym0=",
    "@expo-google-fonts/itim@0.4.1": "sXBpCwVfNfpQok6cMRe8rYljdQQlqHEgjDwo3O1uD8A=",
    "@expo-google-fonts/k2d@0.4.1": "1N3OIvFWMeB7ul61/Ca/9R+MQ9L1wfJr9l7FyQIGrl0=",
    "@expo-google-fonts/kanit@0.4.1": "WQIrmvrkq2CTw531WoVdvZXgk7BHt8U1ZwcRdb0/PKM=",
    "@expo-google-fonts/kodchasan@0.4.1": "+bFDiM/ywdimtURGw/wJ6nL3M+xJRW1J/vss6of5tIg=",
    "@expo-google-fonts/koho@0.2.3": "GdSK6I+LjByFVeUESi/lBdMk8IYpv98t+RHJg0HjfaA=",
    "@expo-google-fonts/maitree@0.3.0": "7ZDylTtj8l/4N7tGKJVCAER6JDfVvziN67Y7Q3a2je4=",
    "@expo-google-fonts/mali@0.4.1": "DmTSkTOcPTZcJ5l4E5AqJvb+vikYKPYCoDVJWjCWL90=",
    "@expo-google-fonts/mitr@0.4.1": "2htJIGmUicmPJdc1Ctu3zaKSzzX6nthMpbURYjFJuUM=",
    "@expo-google-fonts/niramit@0.2.3": "BVhxNoG95fUX9CS0xPNnlYYlPAguoJs2plRqSJKKnh4=",
    "@expo-google-fonts/pridi@0.2.0": "oJQ25j/r5VyRGCMUjxjeErTIdS7dYMCVm+tZhMRMOJc=",
    "@expo-google-fonts/prompt@0.4.1": "BkVgtTd3WyX33xHut+jptd87K0Xky2XT+82dLLb9vc8=",
    "@expo-google-fonts/sarabun@0.4.1": "dwyKCv74U5utubVOmn5b2M8KGB3KJlbcFhwbVYECxig=",
    "@expo-google-fonts/sriracha@0.4.1": "TseRx4umKipSxP2YQ9Kd2Xp0UUp+C3rPiBtVawb8iOA=",
    "@expo-google-fonts/taviraj@0.2.3": "2DV6kyPbca3sSOEoh6yM11cIJbP1TScErlwMJEdD/cs=",
    "@expo-google-fonts/trirong@0.2.3": "4SBYm+l3TXN9hjPmxmzuBz4qmvppatLItsxm84jEUMs=",
    "font-th-sarabun-new@1.0.0": "URl9uZ792EQt/YQRIGrdIm+qmzgn1fxyEjB+72bvIbo=",
}
"""npm packages (name@version) and the SHA-256 of their archives in base64."""

_SHARES = (0.62, 0.26, 0.08, 0.04)  # regular, bold (headings), italic, bold italic


def _faces(*files: str) -> tuple[Face, ...]:
    total = sum(_SHARES[: len(files)])
    return tuple(Face(file, share / total) for file, share in zip(files, _SHARES, strict=False))


def _google(family: str, weight: float, styles: int, split: Split = "train") -> Font:
    """``styles``: how many of regular, bold, italic, bold italic the family has."""
    stem = family.replace(" ", "")
    names = ("400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic")[:styles]
    prefix = f"@expo-google-fonts/{family.lower().replace(' ', '-')}@"
    package = next(name for name in NPM if name.startswith(prefix))
    return Font(family, _faces(*(f"{stem}_{name}.ttf" for name in names)), OFL, split, weight, package)


def _debian(family: str, weight: float, folder: str, styles: int = 4, split: Split = "train") -> Font:
    stem = family.replace(" ", "")
    files = (f"{stem}{style}.ttf" for style in ("", "-Bold", "-Oblique", "-BoldOblique")[:styles])
    package = "fonts-sipa-arundina" if folder == "arundina" else f"fonts-{_tlwg(family)}-ttf"
    licence = VERA if folder == "arundina" else GPL
    return Font(family, _faces(*files), licence, split, weight, package, folder)


def _tlwg(family: str) -> str:
    name = family.lower().replace(" ", "-")
    return name if name.startswith("tlwg-") else f"tlwg-{name}"


_SARABUN_NEW = _faces(
    *(f"THSarabunNew{style}-webfont.ttf" for style in ("", "_bold", "_italic", "_bolditalic"))
)

FONTS: tuple[Font, ...] = (
    Font("TH Sarabun New", _SARABUN_NEW, SIPA, "train", 35, "font-th-sarabun-new@1.0.0"),
    _google("Sarabun", 15, 4),
    # Not Tlwg Mono: it is made for terminals, its marks stand over the next letter elsewhere.
    _debian("Tlwg Typewriter", 4.5, "tlwg"),
    _debian("Tlwg Typo", 1.5, "tlwg"),
    # Serifs, as in letters set in Angsana New.
    _google("Taviraj", 5, 4),
    _google("Trirong", 5, 4),
    _google("Pridi", 3, 2),
    _google("Maitree", 3, 2),
    # Looped sans serifs, as in letters set in Cordia New or Browallia New.
    _debian("Loma", 4, "tlwg"),
    _debian("Umpush", 4, "tlwg"),
    _debian("Arundina Sans", 4, "arundina"),
    _debian("Arundina Sans Mono", 0.5, "arundina"),
    _google("IBM Plex Sans Thai Looped", 3, 2),
    _google("K2D", 1, 4),
    _google("Bai Jamjuree", 1, 4),
    _google("Kodchasan", 0.5, 4),
    # Loopless ones, as in letterheads, tables and advertisements.
    _google("Kanit", 4, 4),
    _google("IBM Plex Sans Thai", 3, 2),
    _google("Prompt", 3, 4),
    _debian("Sawasdee", 2, "tlwg"),
    _google("Athiti", 1.5, 2),
    _google("Mitr", 1.5, 2),
    _google("Chakra Petch", 0.5, 4),
    _google("KoHo", 0.5, 4),
    _google("Fahkwang", 0.5, 4),
    # As if by hand.
    _google("Mali", 0.4, 4),
    _google("Itim", 0.3, 1),
    _google("Sriracha", 0.3, 1),
    _debian("Waree", 1, "tlwg", split="dev"),
    _debian("Arundina Serif", 1, "arundina", styles=2, split="dev"),
    _google("Niramit", 1, 4, split="dev"),
)

LATIN: tuple[Font, ...] = tuple(
    Font(
        family,
        _faces(*(f"{family.replace(' ', '')}-{style}.ttf" for style in ("Regular", "Bold"))),
        OFL,
        "train",
        1,
        "fonts-liberation",
        "liberation",
    )
    for family in ("Liberation Serif", "Liberation Sans")
)
"""Faces with no Thai, in which word processors set the Latin words of Thai lines at times."""


def fetch(folder: Path) -> None:
    """Puts the font files of all npm packages into ``folder``; those already there are kept.

    Raises ConfigurationError NPM_MISSING, ExternalError FONT_FETCH_FAILED, IntegrityError FONT_CHANGED.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for package in NPM:
        files = {face.file for font in FONTS if font.package == package for face in font.faces}
        if not all((folder / file).is_file() for file in files):
            _fetch(package, files, folder)


def missing(folder: Path, fonts: tuple[Font, ...] = FONTS) -> tuple[str, ...]:
    """The packages, npm or Debian, of which a file is not there."""
    return tuple(
        dict.fromkeys(
            font.package for font in fonts for face in font.faces if not font.path(face, folder).is_file()
        )
    )


def require(folder: Path, fonts: tuple[Font, ...] = FONTS) -> None:
    """Raises ConfigurationError FONT_MISSING that names the packages, if a file of ``fonts`` is not there."""
    packages = missing(folder, fonts)
    if packages:
        names = ", ".join(packages)
        raise ConfigurationError(
            "FONT_MISSING",
            f"ไม่พบแบบอักษรของ {names} โปรดติดตั้งแพ็กเกจ fonts-... ด้วย apt "
            "ส่วนที่เหลือให้เรียก ocr.training.fonts.fetch",
            f"fonts are missing ({names}): install those called fonts-... with apt, "
            "fetch the others with ocr.training.fonts.fetch",
        )


def _fetch(package: str, files: set[str], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        archive = _pack(package, Path(place))
        found = base64.b64encode(hashlib.sha256(archive.read_bytes()).digest()).decode()
        if found != NPM[package]:
            raise IntegrityError(
                "FONT_CHANGED",
                f"แพ็กเกจแบบอักษร {package} ไม่ตรงกับค่าตรวจสอบ โปรดตรวจแหล่งที่ดาวน์โหลดก่อนใช้งาน",
                f"the font package {package} is not the one pinned here: check where it was downloaded from",
                found,
            )
        _unpack(archive, package, files, folder)


def _pack(package: str, place: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise ConfigurationError(
            "NPM_MISSING",
            "ไม่พบโปรแกรม npm ที่ใช้ดาวน์โหลดแบบอักษร โปรดติดตั้ง npm",
            "npm, which downloads the fonts, was not found: install it (apt install npm)",
        )
    command = [npm, "pack", "--silent", "--pack-destination", str(place), package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise _failed(package, f"no answer within {_TIMEOUT_S} s") from error
    archives = list(place.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise _failed(package, done.stderr.strip()[-500:])
    return archives[0]


def _unpack(archive: Path, package: str, files: set[str], folder: Path) -> None:
    left = set(files)
    with tarfile.open(archive) as tar:
        for member in tar:
            name = Path(member.name).name
            source = tar.extractfile(member) if name in left else None
            if source is not None:
                part = archive.with_name(name)
                part.write_bytes(source.read())
                part.replace(folder / name)
                left.discard(name)
    if left:
        raise _failed(package, f"not in the package: {', '.join(sorted(left))}")


def _failed(package: str, detail: str) -> ExternalError:
    return ExternalError(
        "FONT_FETCH_FAILED",
        f"ดาวน์โหลดแบบอักษร {package} ไม่สำเร็จ โปรดตรวจเครือข่ายแล้วลองใหม่",
        f"the font package {package} could not be downloaded: check the network and try again",
        detail,
    )
