"""The plan: its lines as a table, on a strip of months, in a calendar, as a cascade and on a map.

All five show the same choice of lines (`filters`), which stands in the address.
"""

from django.urls import path

from foedus_node.web.views.plan import table

urlpatterns = [
    path("plan", table.table, name="plan"),
]
