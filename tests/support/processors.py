"""Other processors than this one: what a child process must have in its environment to compute as on them."""

from collections.abc import Iterator, Mapping

import numpy as np


def _dispatched() -> list[str]:
    """Kinds of instructions that numpy chooses by the processor, and has here, the oldest first."""
    core = np._core if hasattr(np, "_core") else np.core
    inner = core._multiarray_umath
    return [name for name in inner.__cpu_dispatch__ if inner.__cpu_features__.get(name)]


def _others() -> Iterator[Mapping[str, str]]:
    oldest = {
        "OPENBLAS_CORETYPE": "Prescott",
        "SOXR_USE_SIMD": "0",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F",
    }
    found = _dispatched()
    yield oldest | ({"NPY_DISABLE_CPU_FEATURES": " ".join(found)} if found else {})
    if len(found) > 1:
        yield {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": " ".join(found[1:])}


OTHERS = tuple(_others())
"""The oldest that numpy runs on, and one of about 2013 with AVX2 and FMA, where this one is newer."""
