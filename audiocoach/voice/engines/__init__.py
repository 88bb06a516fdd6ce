"""The engines that ship with audiocoach; others come by the entry point `audiocoach.engines`."""
