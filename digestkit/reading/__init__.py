"""What a reader is, how it is run, and what it needs: from the content of an input to digests.

`paper`, `digest` and `by_day` make values of the model from what JSON, feeds and tables say; the others read
single values. All of them are public.
"""

from __future__ import annotations

from digestkit import _lazy

TYPE_CHECKING = False  # what type checkers take for True

if TYPE_CHECKING:
    from digestkit.reading.feeds import announced, atom_entry, creators, elements, local_name, texts
    from digestkit.reading.making import by_day, digest, paper
    from digestkit.reading.splitting import lines
    from digestkit.reading.values import Names, arxiv_url, day, item, names, one_line, pairs, terms

__all__ = [
    "Names",
    "announced",
    "arxiv_url",
    "atom_entry",
    "by_day",
    "creators",
    "day",
    "digest",
    "elements",
    "item",
    "lines",
    "local_name",
    "names",
    "one_line",
    "pairs",
    "paper",
    "terms",
    "texts",
]

__getattr__, __dir__ = _lazy.names(
    __name__,
    {
        "feeds": "announced atom_entry creators elements local_name texts",
        "making": "by_day digest paper",
        "splitting": "lines",
        "values": "Names arxiv_url day item names one_line pairs terms",
    },
)
