"""Documents that reports on an activity name, given out to whoever sees the activity and to nobody else."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from foedus_node.desk import showing
from foedus_node.storage.common import documents
from foedus_node.web.desks import Desk, page
from foedus_node.web.views.activity.showing import seen

ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/plain": ".txt",
}
"""What the others say of a document is only their word: of these sorts alone is it passed on."""


@page()
def document(request: HttpRequest, desk: Desk, *, name: str, digest: str) -> HttpResponseBase:
    """A document's bytes, as they were filed; to be kept, never shown as a page of ours."""
    one = seen(desk, name)
    named = [known for known in showing.documents_of(one.item, one.now) if known == digest]
    if not named or not documents.here(desk.compact, named):
        raise Http404
    mime = documents.filed_as(desk.compact, digest)
    known = mime if mime in ENDINGS else "application/octet-stream"
    answer = FileResponse(
        documents.stream(desk.compact, digest),
        as_attachment=True,
        filename=f"{digest[:12]}{ENDINGS.get(known, '')}",
        content_type=known,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if request.method == "HEAD":
        return HttpResponse(headers=dict(answer.items()))
    return answer
