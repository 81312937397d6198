"""The addresses of the funding at the desk."""

from django.urls import URLPattern, path

from broadsheet.funding.desk import (
    campaign_pages,
    export_pages,
    gift_acts,
    gift_pages,
    manual_pages,
    overview,
    payout_pages,
    regular_pages,
    rule_pages,
)

urlpatterns: list[URLPattern] = [
    path("funding/", overview.overview, name="funding_overview"),
    path("funding/campaigns/", campaign_pages.campaigns, name="funding_campaigns"),
    path("funding/campaigns/new/", campaign_pages.new_campaign, name="funding_new_campaign"),
    path("funding/campaigns/<int:campaign_id>/", campaign_pages.campaign, name="funding_campaign"),
    path(
        "funding/campaigns/<int:campaign_id>/end/", campaign_pages.end, name="funding_end_campaign"
    ),
    path("funding/gifts/", gift_pages.gifts, name="funding_gifts"),
    path("funding/gifts/enter/", manual_pages.enter, name="funding_enter_gift"),
    path("funding/gifts/<int:gift_id>/", gift_pages.gift, name="funding_gift"),
    path("funding/gifts/<int:gift_id>/refund/", gift_acts.refund, name="funding_refund"),
    path("funding/gifts/<int:gift_id>/mistake/", gift_acts.mistake, name="funding_mistake"),
    path("funding/gifts/<int:gift_id>/message/", gift_acts.message, name="funding_gift_message"),
    path("funding/regular/", regular_pages.regulars, name="funding_regulars"),
    path("funding/regular/<int:regular_id>/", regular_pages.regular, name="funding_regular"),
    path("funding/regular/<int:regular_id>/end/", regular_pages.end, name="funding_end_regular"),
    path("funding/payouts/", payout_pages.payouts, name="funding_payouts"),
    path(
        "funding/payouts/lines/<int:line_id>/", payout_pages.place_line, name="funding_place_line"
    ),
    path("funding/exports/", export_pages.exports, name="funding_exports"),
    path("funding/rules/", rule_pages.rules, name="funding_rules"),
]
