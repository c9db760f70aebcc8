"""The TeX that authors leave in titles and abstracts: what is read, and what is rather something else."""

import pytest
from durations import linear

from digestkit.text import accents
from digestkit.text.inline import Kind, html, plain, tokens, typeset, typeset_html

READ = {
    "styles": (r"\textbf{a} \emph{b} \texttt{c_d}", "<strong>a</strong> <em>b</em> c_d"),
    "styles in styles": (r"\textbf{a \textit{b}} c", "<strong>a <em>b</em></strong> c"),
    "a style that is all of another": (r"\emph{\textbf{a}} b", "<em><strong>a</strong></em> b"),
    "a word of letters": (r"\textbf{R}etrieval \underline{A}dd", "<strong>R</strong>etrieval Add"),
    "switches": (r"a {\it b} {\bf c}, {\small d}", "a <em>b</em> <strong>c</strong>, d"),
    "colours": (r"\textcolor{red}{a} {\color{blue} b}", "a b"),
    "a formula in a style": (r"\textbf{$O(n)$ time}", "<strong>O(n) time</strong>"),
    "over two lines": ("\\emph{a\nb}", "<em>a<br/>\nb</em>"),
    "between dollars that are none": (r"\$5 and \emph{a}", "$5 and <em>a</em>"),
    "escapes": (r"5\% of R\&D, \#1, a\_b, \$2", "5% of R&amp;D, #1, a_b, $2"),
    "blanks": (r"vs.\ 5\,m", "vs. 5\u2009m"),
    "accents": (
        r"""Erd\H{o}s, M\"obius, Fran\c{c}ois, na{\"\i}ve, \'Etienne""",
        "Erdős, Möbius, François, naïve, Étienne",
    ),
    "letters": (r"Bj{\o}rn, Stra\ss e, {\AA}", "Bjørn, Straße, Å"),
    "names of characters": (r"360{\deg}, 10\times, pass\textasciicircum{}k", "360°, 10×, pass^k"),
    "torn names": (r"\b{eta}-VAE, \k{appa} = 0.7", "β-VAE, κ = 0.7"),
    "scripts": (r"A\textsuperscript{2}FM, AP\textsubscript{large}", "A²FM, AP<sub>large</sub>"),
    "quotation marks": ("the ``end'' of ``it\"", "the “end” of “it”"),
    "other delimiters": (r"\(n^2\) and \[x\] $$\pi$$", "n² and x π"),
    "Greek letters of arXiv": (r"$\hatγ$ and $\unicode{x2013}$", "γ̂ and –"),
    "braces around": (r"{$\pi$} and {\emph{a}}", "π and <em>a</em>"),
    "a link": (
        r"\href{https://a.example/b\_c}{the \emph{code}}",
        '<a href="https://a.example/b_c">the <em>code</em></a>',
    ),
    "an address": (r"at~\url{https://a.example/\#b}.",
    'at~<a href="https://a.example/#b">https://a.example/#b</a>.'),
    "Markdown beside it": (r"**\emph{a}** `\emph{b}`", r"<strong><em>a</em></strong> <code>\emph{b}</code>"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "page"), READ.values(), ids=READ.keys())
def test_what_is_read_as_tex(text, page):
    assert html(text) == page
    assert "".join(token.source for token in tokens(text)) == text


LEFT = [
    r"\ours{a} of \cite{b}\footnote{c}",  # what nobody knows here
    r"\emph a, \emph{}, \emph{a",  # no argument
    r"C:\texttt\foo C:\to\in /\sim",
    r"it\'s a \"Hello\" at \.com, don\'t",
    r"\d+\s*\b word \u6570 \n",
    "$PATH and $HOME",
    r"\href{a} b \href{javascript:alert(1)}{c} \url{data:text/html,d}",
    r"\textcolor{red} a",
    r"{a} {b, c}",
    r"a `` b, c '' d".replace("``", "`"),
    "``a\n\nb''",
    r"$\binom{n}{k}$ at $5",
    r"\(\ours\) \[ a",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_something_else_stays_as_it_is_written(text):
    assert plain(text) == text
    assert typeset(text) == text


def test_a_refused_link_is_no_link():
    for text in (
        r"\href{javascript:alert(1)}{click}",
        r"\url{javascript:alert(1)}",
        r"\href{//a.example}{b}",
    ):
        assert "<a" not in html(text)
        assert plain(text) == text


def test_markup_in_a_formula_is_text():
    assert html("$<script>$") == "$&lt;script&gt;$"
    assert html(r"$\text{<b>}$ \emph{<i>}") == "&lt;b&gt; <em>&lt;i&gt;</em>"
    assert html("$a\u202eb$") == "$a\u202eb$"


def test_a_title_has_no_links():
    title = r"\emph{A} \href{https://a.example}{b} \url{https://c.example}"
    assert typeset(title) == r"A \href{https://a.example}{b} \url{https://c.example}"
    assert typeset_html(title) == r"<em>A</em> \href{https://a.example}{b} \url{https://c.example}"


def test_a_formula_that_characters_cannot_show_is_one_token():
    found = tokens(r"a $\binom{n}{k}^{**}$ **b**")
    assert [(token.kind, token.visible) for token in found][1] == (Kind.TEX, r"$\binom{n}{k}^{**}$")


def test_programs_that_escape_quotation_marks_write_no_accents():
    assert plain(r"M\"obius") == "Möbius"
    assert plain(r"\"Automatic\" and M\"obius") == r"\"Automatic\" and M\"obius"


@pytest.mark.parametrize("command", sorted(accents.MARKS))
@pytest.mark.parametrize("letter", "aeiouncszAEOU")
def test_an_accent_on_a_letter_in_braces_is_read(command, letter):
    (found,) = accents.find(f"x\\{command}{{{letter}}}y")
    assert found.letter == accents.unaccented(f"\\{command}{{{letter}}}")
    assert (found.start, found.end) == (1, len(command) + 5)


@pytest.mark.parametrize(
    "piece",
    ["\\", "{", "}", "\\emph{", "\\emph{a}", "{\\it ", "{\\it a}", "\\href{", "\\textcolor{a}{",
    "``", "''", '"',
     "\\(",     "\\(x\\)", "\\[", "$$", " $$ ", "\\'", "\\'{", "{{\\deg}}",
     "{" * 9 + "\\%" + "}" * 9, "\\b{eta",
     "\\textsuperscript{",     "\\a ", "\\\n"],
)  # fmt: skip
def test_any_text_takes_linear_time(piece):
    text = piece * (60_000 // len(piece))
    with linear():
        html(text)
