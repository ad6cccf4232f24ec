"""The reading room: a document beside what the reader proposes from it, and what an officer makes of that.

All of it is ours alone. Documents come in by `arriving`, are shown by `room` and settled by `deciding`.
"""

from django.urls import path, re_path

from foedus_node.web.views.reading import arriving, deciding, room

_DOCUMENT = r"^reading/(?P<document>[0-9a-f]{12,64})"

urlpatterns = [
    path("reading", arriving.documents, name="reading"),
    re_path(rf"{_DOCUMENT}$", room.document, name="document"),
    re_path(rf"{_DOCUMENT}/file$", arriving.original, name="original"),
    re_path(rf"{_DOCUMENT}/sure$", deciding.sure, name="accept_sure"),
    re_path(rf"{_DOCUMENT}/back$", deciding.back, name="take_back"),
    re_path(rf"{_DOCUMENT}/(?P<number>[0-9]{{1,12}})$", deciding.settle, name="settle"),
]
