"""Sources of audio that no voice speaks: the tones (`table` is what they are, `tones` makes them sound)."""
