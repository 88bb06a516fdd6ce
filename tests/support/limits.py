"""The command line in a child that may take so much memory and processor time, and no more."""

import subprocess
import sys
from dataclasses import dataclass
from typing import Final

MEMORY: Final = 1_500_000_000
"""Bytes of addresses: numpy and onnxruntime reserve far more than they use."""
SECONDS: Final = 60
"""Of processor time: a busy machine takes none of it away."""
_CODE: Final = (
    "import resource, sys\n"
    "resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)\n"
    "sys.argv = ['audiocoach', *sys.argv[3:]]\n"
    "from audiocoach.cli import main\n"
    "main()\n"
)


@dataclass(frozen=True)
class Ended:
    """How a child ended; by a signal where `code` is negative."""

    code: int
    out: str
    err: str


def limited(*args: object, memory: int = MEMORY, seconds: int = SECONDS) -> Ended:
    """Run audiocoach within limits."""
    words = [sys.executable, "-c", _CODE, str(memory), str(seconds), *map(str, args)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=seconds * 10)
    return Ended(done.returncode, done.stdout, done.stderr)
