"""The whole way of one session: from its file to a plan, to an MP3. See ARCHITECTURE.md."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.build.built import Built


class _Room(ModuleType):
    """Python gives `audiocoach.build`, the function of the API, to this package once it is imported: so it is both."""

    def __call__(self, *args: Any, **options: Any) -> "Built":
        """As `audiocoach.build.build.build`."""
        from audiocoach.build.build import build

        return build(*args, **options)


sys.modules[__name__].__class__ = _Room
