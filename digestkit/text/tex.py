r"""The commands of TeX's formulas that digestkit knows: what each prints and what arguments it takes.

Everything that reads formulas uses this one table: a command that is not in it never reaches a file that TeX
will run, and has no Unicode. So it holds what prints, and nothing that defines, reads, writes or inspects.
Sources: The TeXbook, chapters 16 to 18 and appendix B; LaTeX's `fontmath.ltx`; the guides to `amsmath` and
`amsfonts`; for the characters, the Unicode standard and the W3C's "XML Entity Definitions for Characters".
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Kind(enum.Enum):
    """What a command does in a formula, and so which element of MathML stands for it."""

    LETTER = "letter"
    """An identifier or an ordinary sign (`mi`): `\\alpha`, `\\infty`."""
    OPERATOR = "operator"
    """Stands between two things (`mo`): `\\times`."""
    RELATION = "relation"
    """Compares or leads from one thing to another (`mo`): `\\leq`, `\\to`."""
    LARGE = "large"
    """A large operator, which may carry limits (`mo`): `\\sum`."""
    FUNCTION = "function"
    """A name in upright letters (`mi`): `\\log`."""
    OPENING = "opening"
    CLOSING = "closing"
    FENCE = "fence"
    """Delimiters; a `FENCE` opens and closes alike: `\\|`."""
    CHARACTER = "character"
    """A character that means something to TeX, escaped: `\\%`."""
    SPACE = "space"
    ACCENT = "accent"
    """Puts a mark over, under or through its argument; `unicode` is the combining character for it."""
    FONT = "font"
    """Sets a formula in another alphabet, `variant`."""
    SWITCH = "switch"
    """As `FONT`, for what follows in the group; a `variant` of None changes the size only."""
    TEXT = "text"
    """Sets its argument as text, in which formulas' signs mean nothing."""
    BUILT = "built"
    """Puts its arguments over, under or inside one another: `\\frac`."""
    NAME = "name"
    """Sets its argument as a function's name: `\\operatorname`."""
    SIZED = "sized"
    """Takes a delimiter: `\\big`."""
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    LIMITS = "limits"
    """Says where the scripts of the operator before it go."""


class Command(NamedTuple):
    """A command: its name without the backslash, its kind, its Unicode if any, and its arguments."""

    name: str
    kind: Kind
    unicode: str | None = None
    arity: int = 0
    has_option: bool = False
    """Whether an argument in brackets may come first: `\\sqrt[3]{x}`."""
    variant: str | None = None
    """The alphabet, as MathML's `mathvariant` calls it."""


_CHARACTERS = {
    Kind.LETTER: r"""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
        varkappa ϰ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
        phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
        Upsilon Υ Phi Φ Psi Ψ Omega Ω aleph ℵ beth ℶ gimel ℷ daleth ℸ ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ
        wp ℘ Re ℜ Im ℑ partial ∂ nabla ∇ infty ∞ complement ∁ eth ð mho ℧ emptyset ∅ varnothing ∅ forall ∀
        exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ measuredangle ∡ sphericalangle ∢ triangle △
        triangledown ▽ blacktriangle ▲ blacktriangledown ▼ square □ Box □ blacksquare ■ Diamond ◊ lozenge ◊
        blacklozenge ⧫ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯
        surd √ prime ′ backprime ‵ backslash \ checkmark ✓ maltese ✠ dag † ddag ‡ S § P ¶ copyright ©
        pounds £ ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱
        """,
    Kind.OPERATOR: r"""
        pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ dagger † ddagger ‡ amalg ⨿ cap ∩ cup ∪
        uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄
        bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
        odot ⊙ bigcirc ◯ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ ltimes ⋉ rtimes ⋊ dotplus ∔
        divideontimes ⋇ barwedge ⊼ veebar ⊻ curlywedge ⋏ curlyvee ⋎ intercal ⊺ Cap ⋒ Cup ⋓ circledast ⊛
        circledcirc ⊚ circleddash ⊝ centerdot ⋅ bmod mod
        """,
    Kind.RELATION: r"""
        leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ doteq ≐ propto ∝ varpropto ∝
        models ⊧ prec ≺ succ ≻ preceq ⪯ succeq ⪰ ll ≪ gg ≫ lll ⋘ ggg ⋙ subset ⊂ supset ⊃ subseteq ⊆
        supseteq ⊇ nsubseteq ⊈ nsupseteq ⊉ subsetneq ⊊ supsetneq ⊋ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐
        sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ notin ∉ vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ Vvdash ⊪ nvdash ⊬
        nvDash ⊭ perp ⟂ mid ∣ nmid ∤ parallel ∥ nparallel ∦ asymp ≍ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢
        leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ gtrless ≷
        lesseqgtr ⋚ gtreqless ⋛ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ ncong ≇ nsim ≁
        thicksim ∼ thickapprox ≈ backsim ∽ approxeq ≊ triangleq ≜ circeq ≗ eqcirc ≖ bumpeq ≏ Bumpeq ≎
        doteqdot ≑ fallingdotseq ≒ risingdotseq ≓ precsim ≾ succsim ≿ preccurlyeq ≼ succcurlyeq ≽ nprec ⊀
        nsucc ⊁ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳ therefore ∴
        because ∵ between ≬ pitchfork ⋔ backepsilon ∍ colon : to → rightarrow → gets ← leftarrow ←
        leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
        Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷
        Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦
        longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
        leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
        leadsto ⇝ rightsquigarrow ⇝ leftrightsquigarrow ↭ nrightarrow ↛ nleftarrow ↚ nleftrightarrow ↮
        nRightarrow ⇏ nLeftarrow ⇍ nLeftrightarrow ⇎ rightrightarrows ⇉ leftleftarrows ⇇ upuparrows ⇈
        downdownarrows ⇊ rightleftarrows ⇄ leftrightarrows ⇆ twoheadrightarrow ↠ twoheadleftarrow ↞
        rightarrowtail ↣ leftarrowtail ↢ Rrightarrow ⇛ Lleftarrow ⇚ dashrightarrow ⇢ dashleftarrow ⇠
        looparrowright ↬ looparrowleft ↫ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻
        circlearrowleft ↺ multimap ⊸ upharpoonright ↾ restriction ↾ upharpoonleft ↿ Lsh ↰ Rsh ↱
        """,
    Kind.LARGE: r"""
        sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcap ⋂ bigcup ⋃ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀
        bigodot ⨀ bigotimes ⨂ bigoplus ⨁ biguplus ⨄
        """,
    Kind.OPENING: r"{ { lbrace { lbrack [ langle ⟨ lceil ⌈ lfloor ⌊ lvert | lVert ‖ ulcorner ⌜ llcorner ⌞",
    Kind.CLOSING: r"} } rbrace } rbrack ] rangle ⟩ rceil ⌉ rfloor ⌋ rvert | rVert ‖ urcorner ⌝ lrcorner ⌟",
    Kind.FENCE: r"| ‖ Vert ‖ vert |",
    Kind.CHARACTER: r"% % & & _ _ # # $ $",
}  # fmt: skip
"""For each kind, names and characters alternately."""

_FUNCTIONS = """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr
    sec sin sinh sup tan tanh
"""

_SPACES = {
    "!": "", ",": "\u2009", "thinspace": "\u2009", ":": "\u2005", ">": "\u2005", ";": "\u2004", " ": " ",
    "enspace": "\u2002", "quad": "\u2003", "qquad": "\u2003\u2003",
}  # fmt: skip

_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "check": "\u030c", "tilde": "\u0303", "widetilde": "\u0303",
    "acute": "\u0301", "grave": "\u0300", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db",
    "breve": "\u0306", "bar": "\u0304", "vec": "\u20d7", "mathring": "\u030a", "overline": "\u0305",
    "underline": "\u0332", "overrightarrow": "\u20d7", "overleftarrow": "\u20d6",
    "overleftrightarrow": "\u20e1", "not": "\u0338",
}  # fmt: skip

_VARIANTS: dict[Kind, dict[str, str | None]] = {
    Kind.FONT: {
        "mathbb": "double-struck", "Bbb": "double-struck", "mathcal": "script", "mathscr": "script",
        "mathfrak": "fraktur", "mathrm": "normal", "mathnormal": "italic", "mathit": "italic",
        "mathbf": "bold", "boldsymbol": "bold-italic", "bm": "bold-italic", "mathsf": "sans-serif",
        "mathtt": "monospace",
    },
    Kind.SWITCH: {
        "cal": "script", "rm": "normal", "it": "italic", "bf": "bold", "sf": "sans-serif", "tt": "monospace",
        "displaystyle": None, "textstyle": None, "scriptstyle": None, "scriptscriptstyle": None,
    },
    Kind.TEXT: {
        "text": "normal", "mbox": "normal", "textrm": "normal", "textnormal": "normal", "textup": "normal",
        "textmd": "normal", "textsc": "normal", "textit": "italic", "textsl": "italic", "emph": "italic",
        "textbf": "bold", "textsf": "sans-serif", "texttt": "monospace",
    },
}  # fmt: skip

_BUILT = (
    Command("frac", Kind.BUILT, arity=2),
    Command("dfrac", Kind.BUILT, arity=2),
    Command("tfrac", Kind.BUILT, arity=2),
    Command("binom", Kind.BUILT, arity=2),
    Command("sqrt", Kind.BUILT, "√", arity=1, has_option=True),
    Command("overset", Kind.BUILT, arity=2),
    Command("underset", Kind.BUILT, arity=2),
    Command("stackrel", Kind.BUILT, arity=2),
    Command("overbrace", Kind.BUILT, "⏞", arity=1),
    Command("underbrace", Kind.BUILT, "⏟", arity=1),
    Command("xrightarrow", Kind.BUILT, "→", arity=1, has_option=True),
    Command("xleftarrow", Kind.BUILT, "←", arity=1, has_option=True),
    Command("pmod", Kind.BUILT, "mod", arity=1),
    Command("operatorname", Kind.NAME, arity=1),
    Command("left", Kind.LEFT),
    Command("middle", Kind.MIDDLE),
    Command("right", Kind.RIGHT),
    Command("limits", Kind.LIMITS),
    Command("nolimits", Kind.LIMITS),
)

_SIZES = [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")]


def _commands() -> Iterator[Command]:
    # A name stands in one table only: of two commands with one name, the later would win in silence.
    for kind, rows in _CHARACTERS.items():
        words = rows.split()
        yield from (Command(name, kind, char) for name, char in zip(words[::2], words[1::2], strict=True))
    yield from (Command(name, Kind.FUNCTION, name) for name in _FUNCTIONS.split())
    yield Command("liminf", Kind.FUNCTION, "lim inf")
    yield Command("limsup", Kind.FUNCTION, "lim sup")
    yield from (Command(name, Kind.SPACE, char) for name, char in _SPACES.items())
    yield from (Command(name, Kind.ACCENT, mark, arity=1) for name, mark in _ACCENTS.items())
    for kind, variants in _VARIANTS.items():
        arity = 0 if kind is Kind.SWITCH else 1  # a switch governs what follows it in the group
        yield from (Command(name, kind, None, arity, variant=each) for name, each in variants.items())
    yield from (Command(name, Kind.SIZED) for name in _SIZES)
    yield from _BUILT


COMMANDS: Mapping[str, Command] = MappingProxyType({each.name: each for each in _commands()})
"""The commands by their names, without backslashes; read-only, since every export shares it."""

DELIMITERS = frozenset("()[]|/.<>") | frozenset(
    ("uparrow", "downarrow", "updownarrow", "Uparrow", "Downarrow", "Updownarrow", "backslash")
)
"""What may follow `\\left` and `\\big` besides the commands whose kind is a delimiter."""

_COMPOSED = """
    ldots dots dotsc dotso cdots dotsb dotsm dotsi vdots ddots bmod cong doteq models notin bowtie Join
    colon longrightarrow Longrightarrow longleftarrow Longleftarrow longleftrightarrow Longleftrightarrow
    mapsto longmapsto hookrightarrow hookleftarrow implies impliedby iff dashrightarrow dashleftarrow neq ne
    boldsymbol bm mbox
"""
COMPOSED = frozenset(_COMPOSED.split())
"""What LaTeX or amsmath compose of several parts: as a script or under a root these need braces."""
