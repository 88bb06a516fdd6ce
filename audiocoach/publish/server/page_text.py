"""The text of a page, with another beginning of its addresses: those for each app, and that in the QR code."""

import re
from urllib.parse import quote

from audiocoach.publish.server.served import PAGE


def page_text(page: bytes, published: str, home: str) -> bytes:
    """A page that was `published` at one address, for another; both end in `/`."""
    from audiocoach.deliver.picture import xml_text  # loads Pillow, which a feed alone does not need

    text = page.decode(errors="surrogateescape")
    for spelled in (_code, xml_text, lambda address: quote(address, safe="")):
        text = text.replace(spelled(published), spelled(home))
    bare, own = (xml_text(address.partition("://")[2]) for address in (published, home))
    text = re.sub(rf"(?<=/){re.escape(bare)}", lambda _: own, text)  # behind the schemes of apps
    return text.encode(errors="surrogateescape")


def _code(address: str) -> str:
    """What the QR code of a page's address is drawn by."""
    from audiocoach.publish.site.subscribing import qr_code

    return qr_code(f"{address}{PAGE}", "").partition('aria-label=""')[2]
