"""`build --publish URL`: the feed and the page of what has been built."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiocoach.cli.delivery import Delivery
from audiocoach.cli.feed import tell_feed, tell_upload, written_feed
from audiocoach.cli.program import say_next
from audiocoach.cli.site import tell_site
from audiocoach.errors import InputError, short
from audiocoach.publish.feed.base_url import checked_base_url
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.site.write_site import write_site


@dataclass(frozen=True, slots=True)
class Publishing:
    """Where a folder is published."""

    url: str
    """As the flag has it."""

    def check(self, sessions: Sequence[str], folders: Iterable[Path], delivery: Delivery) -> None:
        """Raise `InputError`, before anything is built, for what cannot be published like this."""
        try:
            checked_base_url(self.url)
        except InputError as error:
            raise InputError(error.message, error.hint and error.hint.replace("--base-url", "--publish")) from error
        if delivery.to.file:
            raise InputError("--publish is for a folder, and -o names a file", "use -d DIR")
        if sessions and not delivery.to.folder:
            message = f"--publish publishes a whole folder, and none is named for `{short(sessions[0])}`"
            raise InputError(message, "name one: `-d DIR`; all MP3s of ours in it are published")
        if delivery.wanted.preview:
            raise InputError("--publish is for whole sessions, and --preview for none", "leave one of them out")
        if len(set(folders)) > 1:
            raise InputError("--publish names the address of one folder", "build one program at a time")

    def publish(self, folder: Path, *, json: bool) -> dict[str, Any]:
        """Write the feed and the page of a folder; what `build --json` says of them."""
        feed = written_feed(folder, FeedOptions(self.url))
        site = write_site(folder)
        if not json:
            tell_feed(feed)
            tell_site(replace(site, notes=()))  # they are those of the feed
            tell_upload(folder)
            say_next("serve", str(folder))
        return {"feed": feed.as_json(), "site": site.as_json()}
