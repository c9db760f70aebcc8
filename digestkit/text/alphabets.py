"""Unicode's letters for mathematics, and its raised and lowered characters.

Only what Unicode has: most alphabets have holes, and hardly half of the letters can be lowered. Sources: the
Unicode Standard, section 22.2 ("Letterlike Symbols"), chart U1D400 and chart U2070; every mapping here is
undone by compatibility decomposition (NFKC).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_lowercase, ascii_uppercase, digits
from types import MappingProxyType

_STARTS = {
    "double-struck": ((ascii_uppercase, 0x1D538), (ascii_lowercase, 0x1D552), (digits, 0x1D7D8)),
    "script": ((ascii_uppercase, 0x1D49C), (ascii_lowercase, 0x1D4B6)),
    "fraktur": ((ascii_uppercase, 0x1D504), (ascii_lowercase, 0x1D51E)),
}
_OLDER = {
    "double-struck": "Cℂ Hℍ Nℕ Pℙ Qℚ Rℝ Zℤ",
    "script": "Bℬ Eℰ Fℱ Hℋ Iℐ Lℒ Mℳ Rℛ eℯ gℊ oℴ",
    "fraktur": "Cℭ Hℌ Iℑ Rℜ Zℨ",
}
"""Letters that Unicode had before the alphabets, which have holes in their places."""


def _alphabet(variant: str) -> Iterator[tuple[int, str]]:
    for chars, start in _STARTS[variant]:
        yield from ((ord(char), chr(start + at)) for at, char in enumerate(chars))
    yield from ((ord(pair[0]), pair[1]) for pair in _OLDER[variant].split())


ALPHABETS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {variant: MappingProxyType(dict(_alphabet(variant))) for variant in _STARTS}
)
"""For `str.translate`, by MathML's names: the variants whose letters are other symbols than the plain ones.

Bold, italic, sans-serif and monospace are not here: they are the same letters in another style, which
searching, screen readers and many fonts know as plain letters only.
"""

_RAISED = """
    0⁰ 1¹ 2² 3³ 4⁴ 5⁵ 6⁶ 7⁷ 8⁸ 9⁹ +⁺ −⁻ =⁼ (⁽ )⁾ aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ
    vᵛ wʷ xˣ yʸ zᶻ Aᴬ Bᴮ Dᴰ Eᴱ Gᴳ Hᴴ Iᴵ Jᴶ Kᴷ Lᴸ Mᴹ Nᴺ Oᴼ Pᴾ Rᴿ Tᵀ Uᵁ Vⱽ Wᵂ βᵝ γᵞ δᵟ θᶿ χᵡ
"""
_LOWERED = """
    0₀ 1₁ 2₂ 3₃ 4₄ 5₅ 6₆ 7₇ 8₈ 9₉ +₊ −₋ =₌ (₍ )₎ aₐ eₑ hₕ iᵢ jⱼ kₖ lₗ mₘ nₙ oₒ pₚ rᵣ sₛ tₜ uᵤ vᵥ xₓ βᵦ γᵧ ρᵨ
    χᵪ
"""

SUPERSCRIPTS: Mapping[int, str] = MappingProxyType({ord(pair[0]): pair[1] for pair in _RAISED.split()})
"""For `str.translate`: what stands raised in Unicode."""

SUBSCRIPTS: Mapping[int, str] = MappingProxyType({ord(pair[0]): pair[1] for pair in _LOWERED.split()})
"""For `str.translate`: what stands lowered in Unicode."""

LEGIBLE = frozenset("0123456789+−")
"""What any font has raised and lowered; the letters are phonetic ones, which many have not."""
