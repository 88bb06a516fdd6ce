"""The RSS feed of a folder."""
