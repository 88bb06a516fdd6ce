"""What stands under each field of a model, read from the source when a JSON Schema is asked for.

pydantic's own `use_attribute_docstrings` reads it whenever a model is imported: half of what all models take.
"""

import ast
import inspect
from functools import cache
from itertools import pairwise


@cache
def field_docs(model: type) -> dict[str, str]:
    """The docstring of each field of a class and of those that it comes from, by name; none where no source is kept."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.partition(".")[0] == __name__.partition(".")[0]:
            found |= _own_docs(base)
    return found


def _own_docs(model: type) -> dict[str, str]:
    try:
        source = inspect.getsource(model)
    except OSError:
        return {}
    found = {}
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.ClassDef)
    for field, doc in pairwise(tree.body):
        if not isinstance(field, ast.AnnAssign) or not isinstance(doc, ast.Expr):
            continue
        if isinstance(field.target, ast.Name) and isinstance(doc.value, ast.Constant):
            found[field.target.id] = inspect.cleandoc(str(doc.value.value))
    return found
