"""The checksum that a file holds of itself, wherever in the file it stands."""

import hashlib
import io

import pytest
from digestkit_data import seal


@pytest.mark.parametrize("at", [0, 1, 30, 63, 64, 65, 200])
def test_a_seal_is_found_across_the_pieces_in_which_a_file_is_read(monkeypatch, at):
    monkeypatch.setattr(seal, "_CHUNK", 64)
    plain = b"x" * at + seal.BLANK + b"y" * (200 - at)
    file = io.BytesIO(plain)
    seal.put(file, 7)
    whole = file.getvalue()
    assert len(whole) == len(plain)
    assert seal.BLANK not in whole
    assert not seal.is_broken(file, 7)
    assert whole == seal.sealed(plain, hashlib.sha256(), 7)
    for place in range(0, len(whole), 9):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        if not at <= place < at + len(b"digestkit-seal:") + 16:
            assert seal.is_broken(io.BytesIO(damaged), 7)
    assert not seal.is_broken(io.BytesIO(whole[:-1] + b"!"), 8)


@pytest.mark.parametrize("plain", [b"", b"x", seal.BLANK + b"x" + seal.BLANK, seal.BLANK[:-1]])
def test_a_file_without_one_place_for_a_seal_has_none(plain):
    file = io.BytesIO(plain)
    seal.put(file, 7)
    assert file.getvalue() == plain
    assert not seal.is_broken(file, 7)
