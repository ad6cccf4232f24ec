"""The compacts of a node: which there are, beginning one, joining one that another party begins.

These pages belong to no compact, so what counts on them is held in every compact. To make a charter or
to sign one first our root must certify our keys; where it lies with officials, what they signed is
handed in here.
"""

from django.urls import path

from foedus_node.web.views.compacts import beginning, joining, listing

urlpatterns = [
    path("compacts", listing.compacts, name="compacts"),
    path("compacts/card", listing.card, name="compacts-card"),
    path("compacts/signed", listing.signed, name="compacts-signed"),
    path("compacts/request/<slug:name>", listing.asked, name="compacts-request"),
    path("compacts/begin", beginning.begin, name="compact-begin"),
    path("compacts/draft/<str:name>", beginning.charter, name="compact-draft"),
    path("compacts/draft/<str:name>/drop", beginning.drop, name="compact-drop"),
    path("compacts/draft/<str:name>/approve", beginning.approve, name="compact-approve"),
    path("compacts/join", joining.join, name="compact-join"),
    path("compacts/taking/<slug:name>", joining.taking, name="compact-taking"),
    path("compacts/first/<slug:short>", joining.first, name="compact-first"),
]
