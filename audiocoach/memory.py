"""Whether there is memory for what is to be loaded, asked before it is.

Libraries in C take what they need as they are loaded, and where there is none they end the program in words of their
own, or send it Ctrl-C. Where the system sets no limit (`ulimit -v`), nothing is asked.
"""

import mmap
import os
from typing import Final

SOUND_MB: Final = 350
"""Of addresses, for numpy, a mix and its encoder; measured: 340 with two jobs."""
ENGINE_MB: Final = 550
"""For a model and onnxruntime beside them; measured: 450 with Piper."""


def require(megabytes: int) -> None:
    """Raise `MemoryError` where a limit leaves less than `megabytes` of addresses."""
    if not _is_limited():
        return
    # Numpy's library would take addresses for a thread a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        mmap.mmap(-1, megabytes << 20).close()
    except (OSError, ValueError, OverflowError) as error:
        raise MemoryError(f"no {megabytes} MB are left") from error


def _is_limited() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return False
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
