"""The command line: arguments, printing and exit codes; nothing else."""

from audiocoach.cli.app import main

__all__ = ["main"]
