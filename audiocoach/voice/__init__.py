"""The voice room: from lines and recordings to finished takes.

registry   which engine speaks a `VoiceChoice`      engines/   the engines that ship
studio     records what is to be spoken, once       cache      keeps raw and mastered takes
mastering  one loudness and no clicks               recording  speech that somebody recorded
"""
