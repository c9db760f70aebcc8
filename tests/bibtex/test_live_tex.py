r"""No text of a digest reaches TeX as a command, but for those that formulas are made of.

The tokenizer here knows nothing of digestkit: it follows The TeXbook, chapters 7 and 8, with the `^^` of
XeTeX and LuaTeX. It goes through comments, too, since a reference manager may move line ends.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digestkit
from digestkit import Code, Digest, Item, Paper
from digestkit.formats.bibtex.escaping import prose, tidy
from digestkit.testing.strategies import accepted, digests
from digestkit.text import tex

ESCAPES = frozenset("&%#_$") | {
    "textasciitilde", "textasciicircum", "textbackslash", "textbraceleft", "textbraceright", "textless",
    "textgreater", "textbar",
}  # fmt: skip
"""The commands that the writer itself spells characters with."""

COMMANDS = tuple(
    name
    for line in Path(__file__).with_name("hostile-commands.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for name in line.partition(":")[2].split()
)

SPELLINGS = (
    r"^^5cinput{secret}", r"$^^5cinput{secret}$", r"$\^^69nput{secret}$", r"$x^^^^005cinput{secret}$",
    r"$x^^^^^^00005cinput{secret}$", r"$^^5e^5cinput{secret}$", r"$\_^^5cinput{secret}$",
    r"$x^ ^5cinput{secret}$", r"$\csname input\endcsname{secret}$", r"$\csname\string i\endcsname$",
    r"$\text{$\input{secret}$}$", r"$\operatorname{\directlua{x}}$", r"$\mathrm{\input{secret}}$",
    r"$\text{\input{secret}}$", r"$\emph{\input{a}}$", r"$a$$\input{secret}$$b$", r"\(\input{secret}\)",
    r"\[\input{secret}\]", r"$$\input{secret}$$", r"$x$\input{secret}$y$", r"$\\input{secret}$",
    r"\\$\input{secret}$", r"\$\input{secret}$", r"$a\\$\input{b}$", r"$\ input{secret}$",
    "$\\\ninput{secret}$", "$\\\tinput{secret}$", "$\binput{secret}$", "$\finput{secret}$",
    "$\b\\input{secret}$", "$\text{\\input{secret}}$", "$x \neq \\input{secret}$", r"$%\input{secret}$",
    r"$~\input{secret}$", r"$\left\input{secret}$", r"$\sqrt[\input{secret}]{x}$", r"$x_\input{secret}$",
    r"$\frac\input{secret}$", r"$\sqrt$ \input{secret}", r"$\text$ {\input{secret}}", r"$\mathbb$", r"$x^$",
    r"$\text\input{secret}$", r"{\input{secret}}", r"}\input{secret}{", r"$}\input{secret}{$",
    r"$\}\input{a}\{$", r'" # "\input{secret}" # "', r"@string{x = {\input{secret}}}",
    r"@comment{\input{secret}", '}\n@preamble{"\\input"}', r"$\endinput$",
    r"$\endgroup\input{secret}\begingroup$", r"$\begin{verbatim}$", r"$\end{document}$", r"$\!\input{a}$",
    r"$\catcode`\@=0 @input{secret}$", r"$\let\alpha\input \alpha{secret}$", r"$\write18{touch pwned}$",
    r"$\immediate\write18{touch pwned}$", r"$\directlua{texio.write_nl('PW'..'NED')}$", r"$\limits$",
    r"$\middle|$", r"$\newwrite\w\immediate\openout\w=pwned \immediate\write\w{x}$",
    r"$\InputIfFileExists{secret}{}{}$", r"$\def\end#1{}$", r"$a & b$", r"$a # b$", r"$x^1^2$", r"$\left( x$",
    r"$\right)$", r"{\relax \input{secret}}",
)  # fmt: skip

UNICODE_SPELLINGS = (
    r"$\dîrectlua{x}$", r"$\αlpha$", r"$\alphaé$", r"$\alpha한$", "$\\input\u0301{secret}$",
    "$\\alpha\u200dx$", "\\\u00edinput", "$\\\U0001d456nput$", "＼input{secret}", "$\\inp\u2062ut{secret}$",
    "$\\\ufeffinput{secret}$",
)  # fmt: skip
"""With letters that not every engine takes for letters, and with invisible ones, which are taken away."""


def tries(name: str) -> tuple[str, ...]:
    """Texts that would run a command if it were live."""
    return (
        rf"\{name} x", rf"$\{name}$", rf"$x^\{name}{{secret}}$", rf"$\text{{\{name}{{secret}}}}$",
        rf"{{\{name}{{secret}}}}", rf"$\alpha\{name} secret $", rf"$\{name}18{{touch pwned}}$",
    )  # fmt: skip


def sequences(text: str) -> set[str]:
    """The control sequences in a text, for engines that know ASCII letters and for those that know all."""
    return {*_sequences(text, _is_ascii_letter), *_sequences(text, _is_any_letter)}


def _is_ascii_letter(char: str) -> bool:
    return "a" <= char <= "z" or "A" <= char <= "Z"


def _is_any_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or char in "\u200c\u200d"


def _sequences(text: str, is_letter: Callable[[str], bool]) -> Iterator[str]:
    rest = text
    while rest:
        char, rest = _first(rest)
        if char == "\\" and rest:
            name, rest = _first(rest)
            while is_letter(name[-1]) and rest and is_letter(_first(rest)[0]):
                char, rest = _first(rest)
                name += char
            yield name


def _first(text: str) -> tuple[str, str]:
    """The first character as TeX reads it, and the rest: `^^` and more stand for any character."""
    for carets in (6, 4, 2):
        digits = text[carets : 2 * carets]
        if text.startswith("^" * carets) and len(digits) == carets and set(digits) <= set("0123456789abcdef"):
            code = int(digits, 16)
            return _first((chr(code) if code < 0x110000 else "\ufffd") + text[2 * carets :])
    if text.startswith("^^") and len(text) > 2 and ord(text[2]) < 128:
        return _first(chr(ord(text[2]) ^ 64) + text[3:])
    return text[0], text[1:]


@cache
def ascii_spellings() -> set[str]:
    """What `-O ascii` spells characters with: the table that it takes them from, and its accents."""
    from pylatexenc import latexencode

    table = latexencode.get_builtin_uni2latex_dict()
    return sequences(" ".join(table.values()))


CHARACTERS = {
    *"`'^~=u.\"rHvdckb", "textcommabelow", "llap", "accent",
    "l", "L", "o", "O", "ss", "ae", "AE", "oe", "OE", "i", "j",
    "dj", "DJ", "dh", "DH", "th", "TH", "ng", "NG", "ensuremath", "fontencoding", "selectfont", "textcircled",
    "textsf", "texttt", "textbf", "textit",
}  # fmt: skip
"""The commands that spell characters beyond ASCII."""

ALLOWED = ESCAPES | CHARACTERS | tex.COMMANDS.keys()


def bib(text: str, **options: object) -> str:
    """A paper that says a text everywhere where it can."""
    paper = Paper(
        " ".join(text.split()),
        f"https://papers.example/{text.encode().hex()}",
        authors=("Ada Lovelace", " ".join(text.split())),
        summary=(Item(None, text), Item("L", f"to {text} it")),
    )
    return digestkit.dumps([Digest(None, "", [paper])], "bibtex", keywords=[text], **options)


def reported(text: str) -> list[digestkit.Diagnostic]:
    told: list[digestkit.Diagnostic] = []
    day = Digest(None, "", [Paper(text, "https://arxiv.org/abs/2401.00001", authors=("Ada Lovelace",))])
    digestkit.dumps([day], "bibtex", report=told.append)
    return [each for each in told if each.code is Code.ALTERED]


# What the tokenizer finds.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\alpha\, \\b\%c", {"alpha", ",", "\\", "%"}),
        ("^^5cinput ^^^^005cdef ^^\x1cend", {"input", "def", "end"}),
        ("\\^^69nput", {"input"}),
        ("^^5e^5clet", {"let"}),
        ("\\d\u00eeb", {"d", "d\u00eeb"}),
        ("a ^ b^2 ~", set()),
    ],
)
def test_the_tokenizer_reads_as_tex_does(text, found):
    assert sequences(text) == found


def test_nothing_hostile_is_in_the_table():
    assert len(COMMANDS) > 250
    assert tex.COMMANDS.keys().isdisjoint({*COMMANDS})
    # These set what is given to them.
    assert ascii_spellings() & {*COMMANDS} == {"ensuremath", "kern", "mathchar"}


# What is written.

OPTIONS = st.fixed_dictionaries(
    {
        "abstract": st.booleans(),
        "ascii": st.booleans(),
        "note": st.booleans(),
        "votes": st.booleans(),
        "dialect": st.sampled_from(("bibtex", "biblatex")),
        "title_case": st.sampled_from(("smart", "all", "none")),
        "key": st.sampled_from(("id", "author-title", "{Surname}:{words}-{id}")),
    }
)
PIECES = st.one_of(
    st.sampled_from(SPELLINGS + UNICODE_SPELLINGS),
    st.sampled_from(COMMANDS).map("\\{}".format),
    st.sampled_from(sorted(tex.COMMANDS)).map("\\{}".format),
    st.sampled_from((*'$$$\\\\^_{}[]%#&~"\t\b\f a@,é', "^^", "{x}", "x^2", "\u0301")),
    st.sampled_from(("^^5c", "^^^^005c", "5c", "input", "ext{", "\nabla ", "\nx")),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
LINES = TEXTS.map(lambda text: " ".join(text.split()))


@given(TEXTS, OPTIONS)
def test_no_command_but_of_formulas_is_written(text, options):
    allowed = ALLOWED | ascii_spellings() if options["ascii"] else ALLOWED
    assert sequences(bib(text, **options)) <= allowed


@given(
    st.lists(accepted(Paper, LINES, LINES.map("https://a.example/{}".format)), min_size=1, max_size=2),
    OPTIONS,
)
def test_no_address_is_a_command(papers, options):
    allowed = ALLOWED | ascii_spellings() if options["ascii"] else ALLOWED
    assert sequences(digestkit.dumps([Digest(None, "", papers)], "bibtex", **options)) <= allowed


@given(digests(), OPTIONS)
def test_no_digest_is_a_command(digest, options):
    allowed = ALLOWED | ascii_spellings() if options["ascii"] else ALLOWED
    assert sequences(digestkit.dumps([digest], "bibtex", **options)) <= allowed


@pytest.mark.parametrize(
    "name",
    [
        # All take the same way through the code: some of them for each commit, all for the longer search.
        pytest.param(name, marks=pytest.mark.search(only=at % 5 != 0))
        for at, name in enumerate(COMMANDS)
    ],
)
def test_a_hostile_command_is_printed_as_it_is_spelled(detex, name):
    for text in tries(name):
        made = bib(text, abstract=True)
        assert sequences(made) <= ALLOWED
        assert made.count("\n@") + made.startswith("@") == 1
        fields = dict(re.findall(r"^  (\w+) += \{(.*)\},$", made, re.MULTILINE))
        assert detex(fields["title"]) == text
        assert text in detex(fields["author"])
        assert f"to {text} it" in detex(fields["abstract"])


@pytest.mark.parametrize("text", SPELLINGS + UNICODE_SPELLINGS)
def test_no_spelling_gets_through(text):
    for options in ({}, {"title_case": "all"}, {"title_case": "none"}, {"dialect": "biblatex"}):
        assert sequences(bib(text, abstract=True, **options)) <= ALLOWED


def test_a_formula_that_is_printed_as_text_is_told_once_for_a_paper():
    [told] = reported(r"On $\directlua{x}$ and $\input{y}$")
    assert told.message == r"title: \directlua is no command of formulas, so it is printed as it is spelled"
    [told] = reported(r"On $x^\sqrt{2}$")
    assert told.message == "title: TeX could not read a formula, so it is printed as it is spelled"
    for harmless in (r"On $x^2$", "US$20 and $30", r"\input{x}", "from $5 to $10"):
        assert not reported(harmless)
    assert len(reported(f"$\\{'x' * 5000}$")[0].message) < 200


# What the engines make of it.

EVERYTHING = (
    "ENTRY { author title abstract keywords } {} {}\n"
    'FUNCTION {show} { duplicate$ empty$ { pop$ } { write$ newline$ "\\par " write$ newline$ } if$ }\n'
    'FUNCTION {misc} { "\\bibitem{" cite$ * "}" * write$ newline$ author show title show abstract show '
    "keywords show newline$ }\n"
    "FUNCTION {default.type} { misc }\nREAD\n"
    'FUNCTION {begin} { "\\begin{thebibliography}{9}" write$ newline$ }\nEXECUTE {begin}\n'
    "ITERATE {call.type$}\n"
    'FUNCTION {end} { "\\end{thebibliography}" write$ newline$ }\nEXECUTE {end}\n'
)
DOCUMENT = r"""\documentclass{article}
\usepackage{amsmath,amssymb,bm}
\providecommand\mathscr{\mathcal}
\begin{document}
\nocite{*}
\bibliographystyle{STYLE}
\bibliography{refs}
\end{document}
"""


@pytest.fixture(params=["pdflatex", "lualatex"])
def typeset(request, tmp_path: Path) -> Callable[[str, str], str]:
    """Run BibTeX and an engine on a file: the log, after a run without an error that wrote nothing else."""
    engine = request.param
    if shutil.which(engine) is None or shutil.which("bibtex") is None:
        pytest.skip(f"{engine} is not installed (Debian: texlive-latex-base, texlive-luatex)")

    def run(text: str, style: str) -> str:
        (tmp_path / "refs.bib").write_text(text, "utf-8")
        (tmp_path / "everything.bst").write_text(EVERYTHING, "utf-8")
        (tmp_path / "secret.tex").write_text("\\typeout{SECRET}\\def\\pwned{PWNED}", "utf-8")
        (tmp_path / "t.tex").write_text(DOCUMENT.replace("STYLE", style), "utf-8")
        (tmp_path / "t.aux").write_text(
            f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n", "utf-8"
        )
        subprocess.run(["bibtex", "t"], cwd=tmp_path, check=True, capture_output=True)
        command = [
            engine,
            "-recorder",
            "-shell-escape",
            "-interaction=nonstopmode",
            "-halt-on-error",
            "t.tex",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        log = (tmp_path / "t.log").read_text("utf-8", "replace")
        assert done.returncode == 0, log[-3000:]
        files = {path.name for path in tmp_path.iterdir()}
        assert files == {"refs.bib", "everything.bst", "secret.tex", *(f"t.{end}" for end in ENDS)}
        assert "secret.tex" not in (tmp_path / "t.fls").read_text("utf-8")
        assert "PWNED" not in log
        entries = text.count("\n}\n")
        assert (tmp_path / "t.aux").read_text("utf-8", "replace").count("\\bibcite{") == entries
        return log

    run.engine = engine
    return run


ENDS = ("tex", "aux", "bbl", "blg", "fls", "log", "pdf")


def all_hostile(texts: list[str]) -> str:
    papers = [
        Paper(
            " ".join(f"On {text} so".split()),
            f"https://arxiv.org/abs/{at % 20 + 8:02}01.{at:05}",
            authors=("Ada Lovelace", " ".join(text.split())),
            summary=(Item(None, text),),
        )
        for at, text in enumerate(texts)
    ]
    return digestkit.dumps(
        [Digest(None, "", papers)], "bibtex", abstract=True, keywords=[r"$\endinput$", "a"]
    )


@pytest.mark.parametrize("style", [pytest.param("plain", marks=pytest.mark.search(only=True)), "everything"])
def test_engines_print_what_is_hostile(typeset, style):
    more = UNICODE_SPELLINGS if typeset.engine == "lualatex" else ()
    texts = [*(text for name in COMMANDS for text in tries(name)[1:6:2]), *SPELLINGS, *more]
    # No engine takes U+FFFD, which stands for what no text should hold.
    typeset(all_hostile([text for text in texts if "\ufffd" not in tidy(text)]), style)


def formulas() -> Iterator[str]:
    """Each command of the table as it is used."""
    use = {
        tex.Kind.LEFT: r"\left( x \middle| y \right)", tex.Kind.LIMITS: r"\sum\NAME_a",
        tex.Kind.SIZED: r"\NAME( x", tex.Kind.SWITCH: r"{\NAME x}",
    }  # fmt: skip
    for command in tex.COMMANDS.values():
        if command.kind in (tex.Kind.MIDDLE, tex.Kind.RIGHT) or command.name in "{}":
            continue
        usual = rf"x_1 \NAME{'{ab}' * command.arity} x"
        yield f"${use.get(command.kind, usual).replace('NAME', command.name)}$"
        if command.kind in (tex.Kind.LETTER, tex.Kind.OPERATOR, tex.Kind.RELATION, tex.Kind.CHARACTER):
            yield r"$\hat\NAME \frac\NAME\NAME{}$".replace("NAME", command.name)
            if command.name not in tex.COMPOSED:
                yield r"$x^\NAME \sqrt\NAME{}$".replace("NAME", command.name)
    yield from SAMPLES


SAMPLES = (
    r"$O(n^2)$", r"$\left\{\frac{a}{b}\middle|x\right\}^2$", r"$f'^2_i$", r"$\sum\limits_{i=1}^\infty x_i$",
    r"${\cal N}=4$", r"$\operatorname*{arg\,max}_\theta$", r"$\text{if so}$", r"$\sqrt[3]{x}$",
    r"$x_\mathrm{T}^\text{a b}$", r"$10^{-3}\%$", r"$\mathbb{R}^{d\times d}$",
    r"$\text{a \textbf{b}\_c \{\}}$", r"$\big\|x\big\|$", r"$\not\in\not=$", r"$\hat x^\dagger$",
)  # fmt: skip


def test_every_command_of_the_table_is_kept_in_formulas():
    for formula in formulas():
        assert prose(f"a {formula} b") == f"a {formula} b"


def test_engines_know_every_command_of_the_table(typeset):
    papers = [
        Paper(
            f"On {formula} so", f"https://arxiv.org/abs/{at % 20 + 8:02}01.{at:05}", authors=("Ada Lovelace",)
        )
        for at, formula in enumerate(formulas())
    ]
    typeset(digestkit.dumps([Digest(None, "", papers)], "bibtex"), "plain")
