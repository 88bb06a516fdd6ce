"""audiocoach turns a few lines of YAML into one MP3 to run to."""
