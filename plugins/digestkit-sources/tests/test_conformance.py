"""Each reader passes what every reader must."""

from __future__ import annotations

from pathlib import Path

from digestkit.testing import ReaderConformance

SAMPLES = Path(__file__).parent / "samples"


class TestDailyArxiv(ReaderConformance):
    reader = "daily-arxiv"
    samples = SAMPLES / "daily-arxiv"
    settings = ({"language": "English"},)


class TestHfDailyPapers(ReaderConformance):
    reader = "hf-daily-papers"
    samples = SAMPLES / "hf"
    settings = ({"day": "2024-07-08", "title": "오늘의 논문"},)


class TestArxivAtom(ReaderConformance):
    reader = "arxiv-atom"
    samples = SAMPLES / "atom"


class TestArxivRss(ReaderConformance):
    reader = "arxiv-rss"
    samples = SAMPLES / "rss"
    settings = ({"announced": ["new", "cross"]},)
