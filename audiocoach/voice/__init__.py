"""The voice room: from lines and recordings to finished takes.

registry   which engine speaks a `VoiceChoice`      engines/   the engines that ship, and the user's own
studio     records what is to be spoken, once       cache      keeps raw and mastered takes
mastering  one loudness and no clicks               recording  speech that somebody recorded
languages  which voice speaks a language            mp3        whether an MP3 came whole
"""
