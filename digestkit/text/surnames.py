"""Family names that settle how the words before them are to be read.

Not a list of all families, but of the commonest beside which `Van`, `Le` or `Bin` is a given name (`Hien Van
Nguyen`), and of those that come before a second family name (`Hernández Ábrego`).
"""

from __future__ import annotations

import re
import unicodedata


def words(text: str) -> frozenset[str]:
    """The words of a text, as a table is written."""
    return frozenset(text.split())


def bare(word: str) -> str:
    """A word without accents, and with `d` for `đ`."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in plain if not unicodedata.combining(char))


_VIETNAMESE = words(
    "Bui Dang Dao Dinh Do Doan Duong Hoang Huynh Lam Luong Luu Ngo Nguyen Pham Phan Quach Thai Tran Trinh "
    "Truong Vo Vu Vuong"
)
EAST_ASIAN = _VIETNAMESE | words(
    "Ahn An Bae Baek Bai Byun Cai Cao Chan Chang Chen Cheng Cheung Chiang Cho Choe Choi Chow Chu Chung "
    "Cui Dai Deng Ding Dong Du Fan Fang Feng Fu Gao Gong Gu Guan Guo Ha Han Hao He Heo Ho Hong Hou Hsieh "
    "Hsu Hu Huang Huh Hwang Im Jang Jeon Jeong Ji Jia Jiang Jin Jo Joo Jung Kang Kim Ko Koh Kong Koo Kuo "
    "Kwak Kwon Lai Lau Le Lee Lei Leung Li Liang Liao Lim Lin Liu Lo Long Lu Luo Ly Lyu Ma Mai Mao Meng "
    "Min Moon Na Nam Ng Ni Noh Oh Pan Park Pei Peng Qian Qin Qiu Qu Ren Rhee Roh Ryu Seo Shen Shi Shin "
    "Sim Sin Song Suh Sun Sung Tan Tang Tao Teng Tian Tong Tsai Tseng Tung Wan Wang Wei Wen Wong Woo Wu "
    "Xia Xiang Xiao Xie Xin Xing Xiong Xu Xue Yan Yang Yao Yee Yeh Yeo Yi Yim Yin Yoo Yoon You Yu Yuan "
    "Yun Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zhuang Zou"
)
"""As they are written in Latin letters without accents."""

_SPANISH = words(
    "Álvarez Benítez Díaz Domínguez Fernández García Giménez Gómez González Gutiérrez Hernández Ibáñez "
    "Jiménez López Márquez Martínez Méndez Meléndez Muñoz Núñez Ordóñez Ortiz Peláez Pérez Ramírez "
    "Rodríguez Ruiz Sáez Sáenz Sánchez Santibáñez Suárez Vázquez Vásquez Velázquez Velásquez Yáñez"
)
_TILDE = str.maketrans("ñ", "\x00"), str.maketrans("\x00", "ñ")


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it is written with all accents, with none, and with `ñ` alone."""
    with_tilde, back = _TILDE
    return name, bare(name), bare(name.translate(with_tilde)).translate(back)


TELLING = frozenset(each.lower() for name in _SPANISH for each in _spellings(name))
"""In lower case: words that may be the first of two family names, as Spaniards have them."""

# One syllable as Vietnamese and Chinese are spelled in Latin letters.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|th|tr|ph|kh|gh|gi|qu|[csz]h|[bcdfghjklmnpqrstvwxyz])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?",
    re.IGNORECASE,
)


def is_east_asian(body: list[str]) -> bool:
    """Whether a name is Chinese, Korean or Vietnamese, by its family name or by its syllables."""
    return (
        bare(body[-1]).capitalize() in EAST_ASIAN
        or bare(body[0]) in _VIETNAMESE
        or all(_SYLLABLE.fullmatch(bare(word)) for word in body)
    )
