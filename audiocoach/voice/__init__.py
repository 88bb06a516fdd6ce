"""The voice room: from lines and recordings to finished takes.

voice      what voices and engines promise          engines/   those that ship, and the user's own
registry   which engine speaks a `VoiceChoice`      plugins    an engine as its package brings it
guard      the one place where they are called      languages  which voice speaks a language
offers     voices that are not here yet             fetching   which of them a person means
studio     records what is to be spoken, once       take_store keeps raw and mastered takes
mastering  one loudness and no clicks               recording  speech that somebody recorded
estimate   how long a take will be
"""
