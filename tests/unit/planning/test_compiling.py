"""Compiled code is used only while no source of any kernel has changed."""

import pickle
import re
from pathlib import Path
from typing import NamedTuple

import numba

from doseline.planning.arrays import Menu
from doseline.planning.kernels.caching import sources_digest, sources_of_kernels
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.lending import _packer
from doseline.planning.kernels.placement import find_day
from doseline.planning.kernels.search import search

PLANNING = Path(__file__).resolve().parents[3] / "src" / "doseline" / "planning"


class Stranger(NamedTuple):
    number: int


def test_the_digest_follows_every_source_of_a_kernel_and_no_other(tmp_path):
    taking = "from doseline.planning.kernels.compiling import kernel\nfrom doseline.planning.callee import A\n"
    (tmp_path / "callee.py").write_text("from doseline.planning.constants import A\n")
    (tmp_path / "constants.py").write_text("A = 1\n")
    (tmp_path / "caller.py").write_text(taking)
    (tmp_path / "reader.py").write_text("from doseline.planning.caller import A\n")
    before = sources_digest.__wrapped__(tmp_path)
    (tmp_path / "constants.py").write_text("A = 2\n")
    assert sources_digest.__wrapped__(tmp_path) != before
    (tmp_path / "constants.py").write_text("A = 1\n")
    assert sources_digest.__wrapped__(tmp_path) == before
    (tmp_path / "reader.py").write_text("B = 1\n")
    assert sources_digest.__wrapped__(tmp_path) == before


def test_every_file_with_a_kernel_is_a_source_and_what_prepares_problems_is_none():
    found = set(sources_of_kernels(PLANNING))
    assert {path for path in PLANNING.rglob("*.py") if "\n@kernel\n" in path.read_text(encoding="utf-8")} < found
    assert PLANNING / "arrays.py" in found
    assert not {PLANNING / "problem.py", PLANNING / "explain.py", *(PLANNING / "compilation").iterdir()} & found


def test_kernels_take_nothing_from_other_packages():
    taken = [
        name
        for path in sources_of_kernels(PLANNING)
        for name in re.findall(r"^(?:from|import) (doseline[\w.]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert all(name.startswith("doseline.planning.") for name in taken)


def test_every_kernel_is_kept_under_the_digest():
    for compiled in (find_day, search, _packer(Menu)[0]):
        assert sources_digest() in compiled._cache._cache_file._version


def test_what_was_kept_under_another_digest_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))

    def one_more(number: int) -> int:
        return number + 1

    compiled = kernel(one_more)
    assert compiled(1) == 2
    (index,) = tmp_path.rglob("*.nbi")
    file = compiled._cache._cache_file
    assert file._load_index()
    file._version = f"{numba.__version__} digest of other sources"
    assert not file._load_index()
    assert index.exists()


def test_what_was_kept_by_sources_that_are_gone_is_not_even_read(tmp_path, monkeypatch):
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))

    def one_less(number: int) -> int:
        return number - 1

    file = kernel(one_less)._cache._cache_file
    Path(file._index_path).write_bytes(pickle.dumps(numba.__version__) + b"cno_such_module\nKernel\n.")
    assert kernel(one_less)(1) == 0


def test_tuples_of_others_are_not_kept_where_everybody_reads():
    assert _packer(Stranger)[0]._cache.cache_path is None
