"""The characters a printed line may hold, and nothing else: the classes of our readers."""

from __future__ import annotations

from string import ascii_letters, digits, punctuation

from sarabun.thai import THAI_DIGITS

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
"""ก-ฮ with the vowels ฤ and ฦ, which stand and break like consonants."""
FOLLOWING = "ะาำๅ"
ABOVE = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d"  # ั ิ ี ึ ื ็ ํ
BELOW = "\u0e38\u0e39\u0e3a"  # ุ ู ฺ
LEADING = "เแโใไ"
TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # ่ ้ ๊ ๋ ์
SIGNS = "ฯๆ฿๏๚๛"

THAI = CONSONANTS + FOLLOWING + ABOVE + BELOW + LEADING + TONES + SIGNS
QUOTES_AND_DASHES = "“”‘’–…•"

ALPHABET: str = "".join(
    sorted(" " + THAI + THAI_DIGITS + ascii_letters + digits + punctuation + QUOTES_AND_DASHES)
)
"""Every character of a line, in order of code points. Not in it: yamakkan, fongman's kin beyond ๏ ๚ ๛, the
em dash (printed as – in Thai), tick boxes (pictures, not writing).
"""
