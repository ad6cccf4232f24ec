"""Drafts: what we prepare to change and only we see. Working on it, dropping it, taking it back.

To offer a draft, and so to sign it, is the matter of signing.
"""

from django.urls import path

from foedus_node.web.views.drafts import beginning, changing, listing, working

urlpatterns = [
    path("drafts", listing.drafts, name="drafts"),
    path("drafts/begin", beginning.begin, name="begin-draft"),
    path("draft/<str:name>", working.draft, name="draft"),
    path("draft/<str:name>/describe", working.describe, name="describe-draft"),
    path("draft/<str:name>/rebase", working.rebase, name="rebase-draft"),
    path("draft/<str:name>/void", working.void, name="void-in-draft"),
    path("draft/<str:name>/take-out", working.take_out, name="take-out"),
    path("draft/<str:name>/put-back", working.put_back, name="put-back"),
    path("draft/<str:name>/drop", listing.drop, name="drop-draft"),
    path("draft/<str:name>/take-back", listing.take_back, name="take-back"),
    path("activity/<str:name>/change", changing.change, name="change"),
    path("activity/<str:name>/strike", changing.strike, name="strike"),
    path("line", changing.new_line, name="new-line"),
]
