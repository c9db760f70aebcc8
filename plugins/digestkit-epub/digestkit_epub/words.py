"""The words that the book adds, and how it writes dates: Korean, Chinese, and English in all other books."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

from digestkit.text.languages import primary, written

_KOREAN_WEEKDAYS = "월화수목금토일"
_CHINESE_WEEKDAYS = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Words(NamedTuple):
    """One language's words. `{}` in a phrase stands for its number or name.

    `charts` are captions of the cover's picture, by what is counted in it.
    """

    language: str
    title: str
    about: str
    contents: str
    papers_of_day: str
    other_days: str
    cover: str
    cover_of: str
    landmarks: str
    start: str
    undated: str
    no_papers: str
    no_digests: str
    most_voted: str
    all_authors: str
    others: str
    others_at_least: str
    and_others: str
    votes: str
    pdf: str
    picture: str
    picture_of: str
    video: str
    video_of: str
    abstract: str
    tldr: str
    submitted: str
    untitled: str
    accessibility: str
    accessibility_pictures: str
    accessibility_videos: str
    charts: Mapping[str, str]
    most: str
    least: str
    colophon: str
    book_title: str
    source: str
    period: str
    extent: str
    made_by: str
    publisher: str
    series: str
    rights: str
    identifier: str
    generator: str
    letters: str
    date: Callable[[datetime.date], str]
    month: Callable[[datetime.date], str]
    year: Callable[[datetime.date], str]
    papers: Callable[[int], str]
    days: Callable[[int], str]


def _korean_date(date: datetime.date) -> str:
    return f"{date.year}년 {date.month}월 {date.day}일 ({_KOREAN_WEEKDAYS[date.weekday()]})"


def _english_date(date: datetime.date) -> str:
    return f"{_WEEKDAYS[date.weekday()]}, {date.day} {_MONTHS[date.month - 1]} {date.year}"


def _chinese_date(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日（周{_CHINESE_WEEKDAYS[date.weekday()]}）"


def _counted(one: str, many: str) -> Callable[[int], str]:
    return lambda number: f"{number:,} {one if number == 1 else many}"


KOREAN = Words(
    language="ko",
    title="논문 다이제스트",
    about="이 책에 대하여",
    contents="차례",
    papers_of_day="이 날의 논문",
    other_days="다른 날",
    cover="표지",
    cover_of="표지: {}",
    landmarks="둘러보기",
    start="본문",
    undated="날짜 없음",
    no_papers="이 날에는 논문이 없습니다.",
    no_digests="이 책에는 다이제스트가 없습니다.",
    most_voted="추천이 가장 많은 논문",
    all_authors="전체 저자",
    others="외 {}명",
    others_at_least="외 {}명 이상",
    and_others="외",
    votes="추천 {}",
    pdf="PDF",
    picture="그림",
    picture_of="논문 그림: {}",
    video="동영상",
    video_of="논문 동영상: {}",
    abstract="초록",
    tldr="한 줄 요약",
    submitted="{} 제출",
    untitled="제목 없음",
    accessibility="요약은 모두 글이며, 제목과 차례로 이동할 수 있고, 글자 크기와 색은 읽는 사람이 정합니다.",
    accessibility_pictures=(
        "그림에는 어느 논문의 것인지 알리는 대체 텍스트가 있으며, 글만으로 모든 내용을 읽을 수 있습니다."
    ),
    accessibility_videos="동영상은 자막이 없을 수 있으나, 보지 않아도 글만으로 모든 내용을 읽을 수 있습니다.",
    charts={
        "paper": "네모 하나가 논문 한 편",
        "votes": "논문별 추천 수",
        "day": "일별 논문 수",
        "week": "주별 논문 수",
        "month": "월별 논문 수",
        "year": "연도별 논문 수",
        "decade": "10년 단위 논문 수",
        "century": "100년 단위 논문 수",
        "millennium": "1000년 단위 논문 수",
    },
    most="최대 {}",
    least="최소 {}",
    colophon="간행 정보",
    book_title="제목",
    source="출처",
    period="기간",
    extent="분량",
    made_by="엮은이",
    publisher="펴낸곳",
    series="총서",
    rights="이용 조건",
    identifier="식별자",
    generator="만든 프로그램",
    letters="표지 글꼴",
    date=_korean_date,
    month=lambda date: f"{date.year}년 {date.month}월",
    year=lambda date: f"{date.year}년",
    papers=lambda number: f"논문 {number:,}편",
    days=lambda number: f"다이제스트 {number:,}개",
)

ENGLISH = Words(
    language="en",
    title="Paper digests",
    about="About this book",
    contents="Contents",
    papers_of_day="Papers of this day",
    other_days="Other days",
    cover="Cover",
    cover_of="Cover: {}",
    landmarks="Landmarks",
    start="Start of the text",
    undated="Undated",
    no_papers="No papers on this day.",
    no_digests="This book has no digests.",
    most_voted="Most voted",
    all_authors="All authors",
    others="and {} others",
    others_at_least="and at least {} others",
    and_others="and others",
    votes="Votes: {}",
    pdf="PDF",
    picture="Picture",
    picture_of="Picture from the paper: {}",
    video="Video",
    video_of="Video from the paper: {}",
    abstract="Abstract",
    tldr="TL;DR",
    submitted="Submitted {}",
    untitled="Untitled",
    accessibility=(
        "The summaries are text, with headings and a table of contents to move by; "
        "the reader chooses the size and colours of the text."
    ),
    accessibility_pictures=(
        "The alternative text of a picture says which paper it is from; "
        "the text can be understood without the pictures."
    ),
    accessibility_videos="The videos may have no captions: the text can be understood without them.",
    charts={
        "paper": "A square for each paper",
        "votes": "Votes of each paper",
        "day": "Papers a day",
        "week": "Papers a week",
        "month": "Papers a month",
        "year": "Papers a year",
        "decade": "Papers in ten years",
        "century": "Papers in a hundred years",
        "millennium": "Papers in a thousand years",
    },
    most="most {}",
    least="least {}",
    colophon="Colophon",
    book_title="Title",
    source="Source",
    period="Days",
    extent="Extent",
    made_by="Compiled by",
    publisher="Publisher",
    series="Series",
    rights="Terms of use",
    identifier="Identifier",
    generator="Made with",
    letters="Letters of the cover",
    date=_english_date,
    month=lambda date: f"{_MONTHS[date.month - 1]} {date.year}",
    year=lambda date: str(date.year),
    papers=_counted("paper", "papers"),
    days=_counted("digest", "digests"),
)


CHINESE = Words(
    language="zh",
    title="论文摘要",
    about="关于本书",
    contents="目录",
    papers_of_day="当日论文",
    other_days="其他日期",
    cover="封面",
    cover_of="封面：{}",
    landmarks="导览",
    start="正文",
    undated="无日期",
    no_papers="当日没有论文。",
    no_digests="本书没有内容。",
    most_voted="得票最多",
    all_authors="全部作者",
    others="等，另有 {} 人",
    others_at_least="等，另有至少 {} 人",
    and_others="等",
    votes="{} 票",
    pdf="PDF",
    picture="图片",
    picture_of="论文图片：{}",
    video="视频",
    video_of="论文视频：{}",
    abstract="摘要",
    tldr="一句话总结",
    submitted="{} 提交",
    untitled="无标题",
    accessibility="摘要均为文字，可通过标题和目录跳转，字号和颜色由读者决定。",
    accessibility_pictures="图片的替代文本说明其所属论文；不看图片也能读懂全部内容。",
    accessibility_videos="视频可能没有字幕；不看视频也能读懂全部内容。",
    charts={
        "paper": "每个方块代表一篇论文",
        "votes": "每篇论文的票数",
        "day": "每日论文数",
        "week": "每周论文数",
        "month": "每月论文数",
        "year": "每年论文数",
        "decade": "每十年论文数",
        "century": "每百年论文数",
        "millennium": "每千年论文数",
    },
    most="最多 {}",
    least="最少 {}",
    colophon="出版信息",
    book_title="书名",
    source="来源",
    period="日期",
    extent="篇幅",
    made_by="编者",
    publisher="出版者",
    series="丛书",
    rights="使用条款",
    identifier="标识符",
    generator="制作工具",
    letters="封面字体",
    date=_chinese_date,
    month=lambda date: f"{date.year}年{date.month}月",
    year=lambda date: f"{date.year}年",
    papers=lambda number: f"{number:,} 篇论文",
    days=lambda number: f"{number:,} 期",
)


_BY_LANGUAGE = {"ko": KOREAN, "zh": CHINESE}


def words_for(language: str) -> Words:
    """The words for a language tag: Korean, Chinese in simplified characters, else English."""
    return _BY_LANGUAGE.get(written(language), ENGLISH)


def page_language(language: str, words: Words) -> str:
    """The language of a book's pages: the book's own, or that of the words where there are none in it."""
    return language if primary(language) == words.language else words.language
