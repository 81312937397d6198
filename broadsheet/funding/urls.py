"""The funding's public addresses."""

from django.urls import path

from broadsheet.funding.donors.views import (
    end_regular,
    everything,
    new_link,
    receipt_of_donor,
    receipt_of_thanks,
    yours,
)
from broadsheet.funding.giving.thanks import thanks
from broadsheet.funding.giving.views import reckon, support
from broadsheet.funding.meter.embedding import drawn_meter, embedded_meter
from broadsheet.funding.meter.views import how_it_is_made_up, ledger_lines, ledger_sheet
from broadsheet.funding.providers.rehearsal.views import checkout as rehearsal_checkout
from broadsheet.funding.settling.views import events

urlpatterns = [
    path("support/", support, name="support"),
    path("support/form/sum/", reckon, name="sum_of_gift"),
    path("support/thanks/<uuid:token>/", thanks, name="thanks"),
    path("support/thanks/<uuid:token>/receipt.pdf", receipt_of_thanks, name="receipt_of_thanks"),
    path("support/yours/", new_link, name="new_link"),
    path("support/yours/end/<str:token>/", end_regular, name="end_regular"),
    path("support/yours/<str:token>/", yours, name="yours"),
    path("support/yours/<str:token>/your-gifts.json", everything, name="gifts_download"),
    path(
        "support/yours/<str:token>/receipts/<int:receipt_id>.pdf",
        receipt_of_donor,
        name="receipt_of_donor",
    ),
    path("support/how/<slug:slug>/", how_it_is_made_up, name="how_it_is_made_up"),
    path("support/ledger.jsonl", ledger_lines, name="ledger_lines"),
    path("support/ledger.csv", ledger_sheet, name="ledger_sheet"),
    path("support/embed/<slug:slug>/", embedded_meter, name="embedded_meter"),
    path("support/embed/<slug:slug>.svg", drawn_meter, name="drawn_meter"),
    path("rehearsal/checkout/<slug:reference>/", rehearsal_checkout, name="rehearsal_checkout"),
    path("support/events/<slug:name>/", events, name="provider_events"),
    # Last: a campaign may have any name, and the others have a second part.
    path("support/<slug:slug>/", support, name="support_campaign"),
]
