"""Which names are those of teams, companies and institutes, by the words in them.

People come first: `Huawei Shen` is a person, though `Huawei` by itself is none, and one word alone is a team
only where its spelling says so. A team that is called like a person (`Ada Lovelace`) is taken for one.
"""

from __future__ import annotations

import re

from digestkit.text.surnames import EAST_ASIAN, words

# Words by which organisations call themselves, compared in lower case; none that is a family name, such as
# `Bureau` and `Company`.
_GROUP = words(
    "academy agency alliance association authors center centre coalition collaboration collective "
    "committee communication communications community computing consortium contributors corp corporation "
    "council department developers division engineering faculty federation foundation gmbh group hospital "
    "inc initiative institut institute intelligence lab laboratories laboratory labs learning llc ltd "
    "ministry network networks observatory organisation organization organizers participants platform "
    "program programme project research robotics school sciences society software solutions studio "
    "studios systems team teams technologies technology university universidad università universität "
    "université workshop"
)

# Compared as written: in another case, some of them are ordinary words.
_ORGANISATION = words(
    "AGI AI Alibaba Amazon Anthropic ByteDance DeepMind DeepSeek FAIR Google IBM LLM LLMs LLaMA Microsoft "
    "NVIDIA Nvidia OpenAI Salesforce Tencent"
)
# People are called so, too (`Huawei Shen`): telling alone, or beside letters that no name of a person has.
_ORGANISATION_OR_GIVEN = words(
    "Adobe Apple Baichuan Baidu BigScience Cohere Gemini Gemma Huawei Intel Kuaishou Llama Meituan Meta "
    "MiniMax Mistral Mosaic Qwen Reka Samsung Stability StepFun Xiaomi"
)
_JOINS = frozenset(("and", "at", "for", "the", "with"))

TELLING = _GROUP | frozenset(word.lower() for word in _ORGANISATION | _ORGANISATION_OR_GIVEN) | _JOINS
"""In lower case: words that make more of a name than given names and a family name."""
TELLING_ENDS = ("AI", "LM", "GPT", "Lab", "Team")
"""Letters inside a word that may do so: `WanTeam`, `OpenGVLab`, `Mistral-AI`."""

_END = re.compile(r"(?:^|[\w.-])(?:AI|LL?M|GPT|Labs?|Team)$|\.ai$")
_ACRONYM = re.compile(r"[A-Z]{3,6}s?")
_NO_PERSONS = "&/@:"
_OWN_SCRIPT = re.compile(
    "팀$|그룹|연구소|연구원$|연구실|대학교|주식회사"
    "|团队|團隊|研究院|研究所|研究室|实验室|實驗室|大学|大學|公司|集团|株式会社|チーム|グループ"
)


def is_team(body: list[str]) -> bool:
    """Whether the words of a name, at least one, are a team's.

    Digits say so, too, as in `01. AI`, but not in one word, which may be what a user calls himself.
    """
    if len(body) == 1:
        return _is_lone_team(body[0])
    if _tells(body) or body[0].lower() == "the" or _OWN_SCRIPT.search(" ".join(body)) is not None:
        return True
    return any(word in _ORGANISATION_OR_GIVEN for word in body) and any(map(_is_acronym, body))


def _tells(body: list[str]) -> bool:
    return any(
        word.lower().strip(".:,") in _GROUP
        or word in _ORGANISATION
        or word in _JOINS
        or _END.search(word) is not None
        or any(char.isdigit() or char in _NO_PERSONS for char in word)
        # `Sand. ai`, as some sources divide it.
        or (word == "ai" and body[at - 1].endswith("."))
        for at, word in enumerate(body)
    )


def _is_lone_team(word: str) -> bool:
    return (
        word in _ORGANISATION
        or word in _ORGANISATION_OR_GIVEN
        or word.lower() in _GROUP
        or _END.search(word) is not None
        or any(char in _NO_PERSONS for char in word)
        or _is_acronym(word)
        or _OWN_SCRIPT.search(word) is not None
    )


def _is_acronym(word: str) -> bool:
    """Whether a word is letters that are read one by one, and no family name in capitals."""
    return _ACRONYM.fullmatch(word) is not None and word.capitalize() not in EAST_ASIAN
