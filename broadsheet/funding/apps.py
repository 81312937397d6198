from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "broadsheet.funding"
    label = "funding"
    default_auto_field = "django.db.models.BigAutoField"
