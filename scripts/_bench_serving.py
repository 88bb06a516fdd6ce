"""What serving costs: a hundred clients at once who fetch five files each, beside a bare `FileResponse` of Starlette.

python scripts/_bench_serving.py ours FOLDER       the server of `serve`, of a published folder
python scripts/_bench_serving.py bare FOLDER       Starlette's own, of any folder
Each prints its port, and serves until it is killed.
"""

import asyncio
import hashlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, FILES, BYTES = 100, 5, 2_000_000
MOST = 1.5
"""Times what the bare one takes: ours also looks at each block whether the file has changed."""


def serving(folder: Path, times: int) -> bool:
    """Measure and print; gives whether it is within its limit."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.crowd import crowd
    from support.web import publish

    draw = Random(12)
    files = {f"media/w01d{n}.{n:08x}.mp3": draw.randbytes(BYTES) for n in range(FILES)}
    folder.mkdir()
    publish(folder, files)
    expected = [[hashlib.sha256(content).hexdigest() for content in files.values()]] * CLIENTS
    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    peaks: dict[str, float] = {}
    for _ in range(times):
        for way, seconds in taken.items():
            child = subprocess.Popen([sys.executable, __file__, way, str(folder)], stdout=subprocess.PIPE, text=True)
            try:
                port = int(child.stdout.readline()) if child.stdout else 0
                started = time.perf_counter()
                if asyncio.run(crowd(port, [f"/{name}" for name in files], CLIENTS)) != expected:
                    sys.exit(f"{way}: what came is not what was sent")
                seconds.append(time.perf_counter() - started)
                peaks[way] = max(peaks.get(way, 0), _peak_mb(child.pid))
            finally:
                child.kill()
                child.communicate()
    ratio = median(taken["ours"]) / median(taken["bare"])
    print(f"\n{CLIENTS} clients at once, {FILES} files of {BYTES / 1e6:.0f} MB each")
    for way, name in {"bare": "a bare FileResponse", "ours": "serve"}.items():
        print(f"  {name:<44}{median(taken[way]):>9.2f} s {peaks[way]:>8.0f} MB")
    print(f"  ratio {ratio:.2f} (limit {MOST})")
    return ratio <= MOST


def _peak_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # no Linux
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def _bare(folder: Path) -> Any:
    from starlette.responses import FileResponse

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await FileResponse(folder / scope["path"].lstrip("/"))(scope, receive, send)

    return application


def _serve(way: str, folder: Path) -> None:
    import uvicorn

    from audiocoach.publish.server.hosts import Hosts
    from audiocoach.publish.server.published_folder import PublishedFolder
    from audiocoach.publish.server.running import settings
    from audiocoach.publish.server.web_server import WebServer

    config = settings(WebServer(PublishedFolder(folder), Hosts()))
    if way == "bare":
        config.app = _bare(folder)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        print(listening.getsockname()[1], flush=True)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]))
