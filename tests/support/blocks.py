"""Cutting audio into blocks, as a stream may bring it."""


def cut(audio, sizes):
    """`audio` in blocks of the `sizes` in turn."""
    at, turn = 0, 0
    while at < len(audio):
        yield audio[at : at + sizes[turn % len(sizes)]]
        at, turn = at + sizes[turn % len(sizes)], turn + 1
