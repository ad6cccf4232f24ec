"""The plan: its lines as a table, on a strip of months, in a calendar, as a cascade and on a map.

All five show the same choice of lines (`filters`), which stands in the address.
"""

from django.urls import path, re_path

from foedus_node.web.views.plan import cascade, clashes, exports, months, table, timeline
from foedus_node.web.views.plan import map as maps

urlpatterns = [
    path("plan", table.table, name="plan"),
    path("plan/timeline", timeline.timeline, name="timeline"),
    path("plan/calendar", months.month, name="calendar"),
    path("plan/cascade", cascade.cascade, name="cascade"),
    path("plan/map", maps.shown, name="map"),
    path("plan/map/ground", maps.lay, name="ground"),
    path("plan/map/ground/taken-away", maps.take_away, name="ground-away"),
    path("plan/map/border", maps.load, name="border-load"),
    path("plan/subscribe", exports.subscribe, name="subscribe"),
    path("plan/clashes/<slug:item>", clashes.clashes, name="clashes"),
    re_path(r"^plan\.(?P<form>csv|geojson|ics|json|xlsx)$", exports.export, name="export"),
    path("calendar/<str:secret>/plan.ics", exports.feed, name="feed"),
]
