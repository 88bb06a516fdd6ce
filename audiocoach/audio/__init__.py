"""Sound as arrays: types, loudness, true peak, limiting, decoding. See ARCHITECTURE.md."""
