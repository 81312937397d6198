from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "broadsheet.site"
    label = "site"
    verbose_name = "Broadsheet"

    def ready(self) -> None:
        from broadsheet.site import wiring  # every domain must be loaded first

        wiring.connect()
