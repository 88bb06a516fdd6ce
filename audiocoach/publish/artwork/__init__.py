"""The covers of a feed: one of the show, one of each episode."""
