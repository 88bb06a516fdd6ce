"""Textures: synthesized sounds of nature and of rooms, each a loop without a seam.

`table` says what there is and which published model each follows; the other files are families of models on the tools
of `synthesis`. Every filter is circular and every event wraps around the end, so that a texture's last sample is
followed by its first as by any other.
"""
