"""Makes the letters of the drawn cover, `digestkit_epub/cover/letters/*.woff`, from two free fonts.

    python make_letters.py NotoSans-Bold.ttf NotoSansCJK-Bold.ttc FOLDER

The fonts are those of Debian 12, packages `fonts-noto-core` (Noto Sans Bold 2.004) and `fonts-noto-cjk`
(Noto Sans CJK Bold 2.004), both under the SIL Open Font License 1.1. With them, fontTools 4.68, skia-pathops
0.9.2 and zopfli 0.4.3, the files are made again byte for byte.

What is kept is the outlines of single letters, as TrueType in units of 1/512 em, unhinted, free of overlaps,
and in the order of their code points; how letters join or stand in columns is left out. The subset is called
Digestkit Cover: a changed font must not bear a reserved name.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pathops
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, sfnt

UNITS = 512
"""Units of an em: at 200 pixels an em, half a unit is a fifth of a pixel."""
_TOLERANCE = 0.7  # how far a quadratic curve may lie from the cubic that it replaces, in units
_SUMS = {
    "NotoSans-Bold.ttf": "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
    "NotoSansCJK-Bold.ttc": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
}
_EPOCH = 2_082_844_800  # the start of 1970, in seconds since that of 1904
# The faces of the collection.
_KOREAN, _CHINESE = 1, 2
_LATIN_GREEK_CYRILLIC = (
    *(range(0x20, 0x7F), range(0xA0, 0x250), range(0x2B0, 0x300), range(0x370, 0x530)),
    *(range(0x1E00, 0x2000), range(0x2010, 0x205F), range(0x2070, 0x20D0), range(0x2100, 0x2150)),
)
_HANGUL = range(0xAC00, 0xD7A4)
_NAMES = {
    "copyright": "Copyright 2015 Google LLC (Noto Sans); Copyright 2014-2021 Adobe (Noto Sans CJK)",
    "familyName": "Digestkit Cover",
    "styleName": "Bold",
    "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "licenseInfoURL": "https://openfontlicense.org",
}


def characters(codec: str) -> set[int]:
    """The code points of a set of 94 rows of 94 characters, as normalised text (NFC) has them."""
    found = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode(codec, "ignore")
            found.update(map(ord, unicodedata.normalize("NFC", text)))
    return found


def outline(font: TTFont, name: str) -> pathops.Path:
    """A letter without overlaps, in the units of the subset."""
    path = pathops.Path()
    scale = UNITS / font["head"].unitsPerEm
    glyphs = font.getGlyphSet()
    glyphs[name].draw(TransformPen(path.getPen(glyphSet=glyphs), (scale, 0, 0, scale, 0, 0)))
    path.simplify(fix_winding=True, keep_starting_points=True)
    return path


def subset(letters: Iterable[tuple[int, TTFont]]) -> TTFont:
    """A font of these letters, each given with the font that it comes from, in the order of code points."""
    glyphs, widths = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (UNITS // 2, 0)}
    names = {}
    for code, font in sorted(letters, key=lambda letter: letter[0]):
        name = names[code] = f"u{code:04X}"
        source = font.getBestCmap()[code]
        pen = TTGlyphPen(None)
        outline(font, source).draw(Cu2QuPen(pen, _TOLERANCE))
        glyphs[name] = pen.glyph()
        widths[name] = (round(font["hmtx"][source][0] * UNITS / font["head"].unitsPerEm), 0)
    return built(glyphs, widths, names)


def built(glyphs: dict[str, object], widths: dict[str, tuple[int, int]], names: dict[int, str]) -> TTFont:
    """The font as fontTools has it, without a trace of the time."""
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=round(UNITS * 0.88), descent=-round(UNITS * 0.12))
    builder.setupNameTable(_NAMES)
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = _EPOCH
    builder.font.recalcTimestamp = False
    builder.font.flavor = "woff"
    return builder.font


def chosen(latin: TTFont, korean: TTFont, chinese: TTFont) -> Iterator[tuple[str, int, TTFont]]:
    """File, code point and source of each letter: a Han character of both sets has its Chinese form."""
    of_gb = characters("gb2312")
    for code in of_gb | characters("euc_kr") | {code for block in _LATIN_GREEK_CYRILLIC for code in block}:
        if unicodedata.category(chr(code)) in ("Cc", "Cf"):
            continue
        if any(code in block for block in _LATIN_GREEK_CYRILLIC) and code in latin.getBestCmap():
            yield "latin", code, latin
            continue
        for font in (chinese, korean) if code in of_gb else (korean, chinese):
            if code in font.getBestCmap():
                yield "hangul" if code in _HANGUL else "han", code, font
                break


def checked(path: Path) -> Path:
    """The path of a source font, if it is the very file that the subset is made from."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != _SUMS[path.name]:
        sys.exit(f"{path} is another version than the one that the letters were made from")
    return path


def main(latin: str, cjk: str, folder: str) -> None:
    """Make the files."""
    sfnt.USE_ZOPFLI = True
    faces = TTCollection(checked(Path(cjk)), lazy=True).fonts
    letters = list(chosen(TTFont(checked(Path(latin))), faces[_KOREAN], faces[_CHINESE]))
    for file in ("latin", "hangul", "han"):
        font = subset((code, source) for name, code, source in letters if name == file)
        path = Path(folder) / f"{file}.woff"
        font.save(path)
        print(f"{path}: {len(font.getGlyphOrder()):,} letters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
