"""A process that tells every address the pages answer, as its input has none.

Run as `python -m tests.web.routes`: a list of routes, each with its name, the names of its parts, and what
its view says of itself.
"""

import os
import re
import sys

import django
import orjson

os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
django.setup()

from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402 (only once Django is ready)

_PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


def routes(resolver: URLResolver, above: str = "") -> list[dict[str, object]]:
    """The routes below a resolver, in their order."""
    found = []
    for one in resolver.url_patterns:
        route = above + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one, route)
        elif isinstance(one, URLPattern):
            parts = [part["name"] for part in _PART.finditer(route)]
            view = vars(one.callback)["loaded"]()
            methods = getattr(view, "methods", None)
            exempt = getattr(view, "csrf_exempt", False)
            found.append(
                {"route": route, "name": one.name, "parts": parts, "methods": methods, "exempt": exempt}
            )
    return found


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(routes(get_resolver())))
