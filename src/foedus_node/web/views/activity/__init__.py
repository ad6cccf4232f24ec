"""One activity: its stages, delegations, papers, history, reports of all sides; and what is ours alone.

What is done from its page stands beside it: a report (`reporting`), one that waits for a key
(`handed`), a paper (`papers`), a note (`noting`). To change its words is the matter of drafts.
"""

from django.urls import path

from foedus_node.web.views.activity import handed, noting, papers, reporting, showing

urlpatterns = [
    path("activity/<str:name>", showing.activity, name="activity"),
    path("activity/<str:name>/report", reporting.report, name="report"),
    path("activity/<str:name>/handed/<int:number>", handed.handed, name="handed"),
    path("activity/<str:name>/handed/<int:number>/back", handed.hand_back, name="hand-back"),
    path("activity/<str:name>/handed/<int:number>/take", handed.take_back, name="handed-take"),
    path("activity/<str:name>/handed/<int:number>/paper", handed.paper, name="handed-paper"),
    path("activity/<str:name>/document/<str:digest>", papers.document, name="filed"),
    path("activity/<str:name>/note", noting.note, name="note"),
    path("activity/<str:name>/note/drop", noting.drop, name="drop-note"),
    path("activity/<str:name>/ours", noting.fields, name="ours-of"),
]
