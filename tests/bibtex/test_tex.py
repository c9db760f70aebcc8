"""Text for TeX: escaping, quotation marks, formulas, capitals, ASCII."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from pathlib import Path

import pytest
from durations import linear
from hypothesis import given
from hypothesis import strategies as st

from digestkit.formats.bibtex.encoding import for_ascii, for_biber, for_bibtex, spell_formulas
from digestkit.formats.bibtex.escaping import escape, hide_math, prose, show_math, tidy
from digestkit.formats.bibtex.titles import PROTECTIONS, TitleCase, title
from digestkit.testing.strategies import hostile_text
from digestkit.text.accents import unaccented

GOLDEN = Path(__file__).with_name("golden") / "titles.tsv"


def smart(text: str) -> str:
    return title(tidy(text), PROTECTIONS[TitleCase.SMART])


# Escaping.


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("R&D: 100% of #1 x_y", r"R\&D: 100\% of \#1 x\_y"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("{a} }{", r"\textbraceleft{}a\textbraceright{} \textbraceright{}\textbraceleft{}"),
        ("<EOS> a|b", r"\textless{}EOS\textgreater{} a\textbar{}b"),
        ("$", r"\$"),
        ("no\xa0break", "no~break"),
        ("한글 — “as it is”…", "한글 — “as it is”…"),
        ("en -- em --- dash", "en -- em --- dash"),
    ],
)
def test_each_special_character_is_escaped_once(text, tex):
    assert escape(text) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ('"Quoted" words', "``Quoted'' words"),
        ('a "b c" d', "a ``b c'' d"),
        ('("b")', "(``b'')"),
        ('모델은 "주의"를, 또"주의"를', "모델은 ``주의''를, 또``주의''를"),
        ('5" disk', "5'' disk"),
        ('stray "O', "stray ``O"),
        ("\"'single' inside\"", "``'single' inside''"),
        ('`x"y"', "`x``y''"),
        ("'a'\"", "'a'{}''"),
        ('""', "''''"),
        ('"', "''"),
        ("already ``TeX''", "already ``TeX''"),
    ],
)
def test_straight_quotation_marks_become_tex_ones(text, tex):
    assert escape(text) == tex


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a \t b\n", "a b"),
        ("ab ", "ab"),
        (" ab", "ab"),
        ("a\u2028b\x85c", "a b c"),
        ("a\x08enchmark", "a\\benchmark"),
        ("\x00\x01\x02\x7f\x9f\ufffe\ufdd0\U0001ffff", "\ufffd" * 8),
        ("a\u200b\u2062\ufeff\xad\u202eb", "ab"),
        ("\xa0a\xa0b\xa0", "\xa0a\xa0b\xa0"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_what_tex_cannot_read_is_tidied(text, tidied):
    assert tidy(text) == tidied


@given(hostile_text(lines=True))
def test_escaped_text_reads_back(detex, text):
    text = tidy(text)
    assert detex(prose(text)).replace("``", '"').replace("''", '"') == text.replace("``", '"').replace(
        "''", '"'
    )


@given(hostile_text(lines=True), st.sampled_from(TitleCase))
def test_titles_read_back_whatever_is_protected(detex, text, case):
    text = tidy(text)
    made = title(text, PROTECTIONS[case])
    assert detex(made).replace("``", '"').replace("''", '"') == text.replace("``", '"').replace("''", '"')
    depth = 0
    for char in made:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


# Formulas.


@pytest.mark.parametrize(
    "formula",
    [
        "$O(n^2)$",
        r"$\alpha$",
        "$k$",
        "$^{2}$",
        "$n = 2$",
        r"$\{x\}$",
        "$>80$",
        "$-1$",
        "$τ$",
        "$f(x, y)$",
        "$x_i + y$",
        r"$\mathrm{end}$",
    ],
)
def test_formulas_are_kept(formula):
    assert hide_math(f"on {formula}-nets") == ("on \x00-nets", [formula])
    assert smart(f"on {formula} nets") == f"on {{{formula}}} nets"
    assert prose(f"of {formula} & 1") == f"of {formula} \\& 1"


@pytest.mark.parametrize(
    "text",
    [
        "$100K or 100 Days", "from $5 to $10", "a $ b", "$", "$$", "$$x$$", "US$20/US$30", "$ x^2 $",
        "$x^2$3", r"$\{x$", "$}{$", "$50%$", "$a#b$", "$x^$", "$20 million and $30 million", r"\$x\$",
        "$한글입니다 그리고 x$", r"$\begin{x}$", r"$\end$", r"$\input{x}$", r"$\write18{x}$", r"$\csname x$",
        "$x__y$", "$x^^41$", "$x^ ^y$",
    ],
)  # fmt: skip
def test_money_and_what_tex_cannot_read_are_no_formulas(text):
    assert hide_math(text) == (text, [])
    assert smart(text).count(r"\$") == text.count("$")


def test_a_digit_may_follow_what_is_tex_for_sure():
    assert smart(r"$\sim$20% at $\times$3") == r"{$\sim$20}\% at {$\times$3}"
    assert hide_math("$5$10") == ("$5$10", [])


@given(hostile_text(lines=True))
def test_formulas_come_back(text):
    text = tidy(text)
    assert show_math(*hide_math(text)) == text


# Capitals.


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("LLMs", "{LLM}s"),
        ("AIs", "{AI}s"),
        ("“As It Is”", "“{As} It Is”"),
        ("DeepSeek-V2", "{DeepSeek}-V2"),
        ("DeepSeek-V2.5-Lite", "{DeepSeek}-V2.5-Lite"),
        ("3D", "{3D}"),
        ("GPT-4o", "{GPT-4o}"),
        ("GPT-4V(ision)", "{GPT-4V}(ision)"),
        ("LMM's", "{LMM}'s"),
        ("O'Brien’s", "{O'Brien}’s"),
        ("X-Reasoner and X-ray", "{X-Reasoner} and {X}-ray"),
        ("Phi-3 and Qwen2", "{Phi-3} and {Qwen2}"),
        ("Expert-Specialized Fine-Tuning", "Expert-Specialized Fine-Tuning"),
        ("A Plan and Plan A", "A Plan and Plan {A}"),
        ("What Should I Do?", "What Should {I} Do?"),
        ("(RLHF), “DPO”", "({RLHF}), “{DPO}”"),
        ("I&S-ViT", r"{I\&S-ViT}"),
        ("#SLAM", r"\#{SLAM}"),
        ("Text-to-3D", "Text-to-{3D}"),
        ("M$^{2}$UGen", "{M$^{2}$UGen}"),
        ("$k$-NN", "{$k$-NN}"),
        ("UniF^2ace", r"{UniF\textasciicircum{}2ace}"),
        ("Étude ÉCOLE naïve", "Étude {ÉCOLE} naïve"),
        ("한글 GPT를", "한글 {GPT를}"),
        ("arXiv iPhone", "{arXiv} {iPhone}"),
        ("vLLM-Based", "{vLLM}-Based"),
        ("1.5B and Qwen-7B, v1.5", "{1.5B} and {Qwen-7B}, v1.5"),
        ('"Give Me" "This"', "``{Give} Me'' ``This''"),
        ("Title: (Re)use and “What”", "Title: ({Re})use and “What”"),
        ("Title: “What?”", "Title: “{What}?”"),
        ("(un)Like This: -- Dash", "(un)Like This: -- Dash"),
    ],
)
def test_names_are_protected_and_plain_words_are_not(text, tex):
    assert smart(text) == tex


def test_all_or_no_capitals_are_protected_on_request():
    assert title("LLMs & $n$", PROTECTIONS[TitleCase.ALL]) == r"{LLMs \& $n$}"
    assert title("#LLMs", PROTECTIONS[TitleCase.ALL]) == r"{{}\#LLMs}"
    assert title("LLMs & $n$", PROTECTIONS[TitleCase.NONE]) == r"LLMs \& {$n$}"


def goldens() -> dict[str, str]:
    return dict(line.split("\t") for line in GOLDEN.read_text("utf-8").splitlines())


def test_given_titles_are_among_the_goldens(golden, given_digests, request):
    titles = {paper.title for day in given_digests for paper in day.papers}
    if request.config.getoption("--renew-goldens"):
        golden(GOLDEN, "".join(f"{each}\t{smart(each)}\n" for each in sorted(titles)))
    assert len(titles & goldens().keys()) > 300


def test_titles_are_as_the_goldens_have_them():
    rows = goldens()
    assert len(rows) > 300
    assert {text: smart(text) for text in rows} == rows


@pytest.mark.parametrize(
    "text", ["$" * 40_000, "$a" * 20_000, "{" * 40_000, '"a' * 20_000, "A-b" * 20_000, "$a b+" * 9_000]
)
def test_long_lines_cost_linear_time(text):
    with linear():
        smart(text)


# Classic engines.

CLASSIC = for_bibtex()


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("é ß Đ “q” – — … • ° ² ™ € fi", "é ß Đ “q” – — … • ° ² ™ € fi"),
        ("Mem-α", r"Mem-{\ensuremath{\alpha}}"),
        ("Δx ≤ ½ × ∞", r"{\ensuremath{\Delta}}x {\ensuremath{\leq}} ½ × {\ensuremath{\infty}}"),
        ("∅ ∼ −1", r"{\ensuremath{\emptyset}} {\ensuremath{\sim}} {\ensuremath{-}}1"),
        ("Α ο", r"{{}\ensuremath{\mathrm{A}}} {{}\ensuremath{\mathrm{o}}}"),
        ("ά ϕ̂", r"{\ensuremath{\acute{\alpha}}} {\ensuremath{\hat{\phi}}}"),
        ("⁴ ₂ ⁿ", r"{{}\ensuremath{^{4}}} {{}\ensuremath{_{2}}} {{}\ensuremath{^{n}}}"),
        ("ℝ 𝒪 𝚡 ①", r"{{}\textbf{R}} {{}\textit{O}} {{}\texttt{x}} {{}\textcircled{1}}"),
        ("Ⅳ ＆ ＼input{x}", r"IV {\&} {\textbackslash{}}input{x}"),
        ("x̂ ế ḍ̂ ṩ", r"{\^x} {\'{\^e}} {\d{\^d}} {\d{\.s}}"),
        ("Ưu", r"{U\llap{'}}u"),
        ("Bảo Hỉ Ẩn Ử", r"B{\accent`'a}o H{\accent`'\i} {\accent`'\^A}n {\accent`'U\llap{'}}"),
        ("Жук и", r"{{}\fontencoding{T2A}\selectfont Жук} {{}\fontencoding{T2A}\selectfont и}"),
        ("a\ufffdb", "a?b"),
    ],
)
def test_what_pdflatex_cannot_print_is_a_command(text, tex):
    assert CLASSIC.rest(text) == tex


def test_what_nobody_prints_stays_and_is_told():
    encoders = for_bibtex()
    encoders.title("é α")
    assert encoders.kept is None
    assert encoders.title("🤗 한글") == "🤗 한글"
    assert encoders.kept == "🤗"
    assert not encoders.has_switched
    encoders.names("Жук")
    assert encoders.has_switched


# Omicron is a Latin letter in formulas, and ligatures such as `ĳ` are two letters.
LETTERS = [
    chr(code)
    for code in (*range(0xC0, 0x180), *range(0x3B1, 0x3CA))
    if chr(code).isalpha() and chr(code) != "ο" and "<" not in unicodedata.decomposition(chr(code))
]


@given(st.text(st.sampled_from(LETTERS)))
def test_letters_as_commands_read_back(detex, text):
    for encode in (CLASSIC.title, CLASSIC.names):
        assert unicodedata.normalize("NFC", detex(encode(text))) == unicodedata.normalize("NFC", text)


def test_names_as_commands_are_read_again():
    """As `enrich` reads the metadata of a `.bib`, be it one of ours."""
    for name in (
        "Nguyễn Văn Dương",
        "Hứa Ờ",
        "Łukasz Đorđe",
        "Fran\u0327ois Ștefan",
        "Ng\u1ecdc Ặ",
        "Åse Ø",
        "Bảo Hỉ",
        "Ẩn Ử Ở",
    ):
        read = unicodedata.normalize("NFC", unaccented(CLASSIC.names(name)))
        assert read == unicodedata.normalize("NFC", name)


def test_bibtex_cuts_names_between_characters():
    assert CLASSIC.names("Émile Ł. O’Neill – 홍") == r"{\'E}mile {\L}. O'Neill -- 홍"
    assert CLASSIC.names("Жук α") == r"{\fontencoding{T2A}\selectfont Жук} {\ensuremath{\alpha}}"
    assert for_biber().names("Émile") == "Émile"


@pytest.mark.parametrize("text", ["Nguyễn", "Thọ", "x\u0301", "ẽ", "e\u0301\u0302", "ạ"])
def test_biber_gets_no_accents_that_it_would_take_apart(text):
    encoders = for_biber()
    composed = unicodedata.normalize("NFC", text)
    assert (encoders.title(text), encoders.names(text)) == (composed, composed)
    assert encoders.kept in composed


def test_biber_gets_commands_that_it_leaves_alone():
    encoders = for_biber()
    assert encoders.title("Ơn β") == r"{O\llap{'}}n {\ensuremath{\beta}}"
    assert encoders.kept is None


def test_accents_do_not_stand_deeper_than_tex_can_go():
    encoders = for_bibtex()
    for text in (encoders.title("e" + "\u0301" * 300), encoders.names("e" + "\u0301" * 300)):
        depths = accumulate({"{": 1, "}": -1}.get(char, 0) for char in text)
        assert max(depths) < 20
        assert text.count("'") == 300


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("ShowUI-$π$", r"ShowUI-$\pi$"),
        ("$τ^2$ and π", r"$\tau^2$ and π"),
        ("$x^τ_α b$", r"$x^{\tau}_{\alpha} b$"),
        ("$αx$ costs $5", r"$\alpha x$ costs $5"),
        ("$é$", "$é$"),
        (r"$\text{F}^3 \text{a b}$ \text{F}", r"$\mathrm{F}^3 \text{a b}$ \text{F}"),
    ],
)
def test_letters_in_formulas_are_their_commands(text, tex):
    assert spell_formulas(text) == tex


# ASCII.


def test_letters_with_accents_are_spelled_by_the_rule(detex):
    encode = for_ascii().rest
    letters = [chr(code) for code in range(0xC0, 0x250) if len(unicodedata.normalize("NFD", chr(code))) > 1]
    spelled = [each for each in letters if encode(each) != each]
    assert len(spelled) > 200
    for letter in spelled:
        assert encode(letter).isascii()
        assert encode(letter)[0] + encode(letter)[-1] == "{}"
        assert detex(encode(letter)) == letter


def test_ascii_knows_what_has_no_accent_too():
    encode = for_ascii().rest
    assert (
        encode("Łß — ‘x’ “y” – τ © e\u0301")
        == r"{\L}{\ss} --- `x' ``y'' -- {\ensuremath{\tau}} {\textcopyright} {\'e}"
    )
    assert encode.kept is None
    assert encode("한 Ħ ƕ") == "한 Ħ ƕ"
    assert encode("ΐ ϒ") == r"{\ensuremath{\acute{\ddot{\iota}}}} {\ensuremath{\Upsilon}}"
    assert encode.kept == "한"
