"""What stands below an episode in an app: its show notes."""
