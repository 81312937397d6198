"""Topics that stories belong to, and the authors who sign them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.search import index

from broadsheet.lib.atomic import AtomicModel


class NamePanel(TitleFieldPanel):
    """A name that fills the address while it is first typed; later ones leave it alone, since
    readers know it."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance.pk is None


class Topic(index.Indexed, AtomicModel):
    """What a story is about; its name stands above the headline as the kicker."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(max_length=300, blank=True)
    in_navigation = models.BooleanField(
        default=True, help_text=_("Whether every page links to it.")
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text=_("Its place in the navigation; lower comes first.")
    )
    is_running = models.BooleanField(
        _("running story"),
        default=False,
        help_text=_("Its page tells the story by date, from its beginning."),
    )

    panels = [
        NamePanel("name", placeholder=False),
        FieldPanel("slug", heading=_("Address"), help_text=_("The last part of its address.")),
        FieldPanel("description"),
        FieldPanel("is_running"),
        FieldPanel("in_navigation"),
        FieldPanel("position"),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["position", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class Author(index.Indexed, AtomicModel):
    """Somebody who signs stories, with a page of their own."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    role = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True)
    portrait = models.ForeignKey(
        "newsroom.CreditedImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signs in as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("So that comments say when they are by the author of the story."),
    )

    panels = [
        NamePanel("name", placeholder=False),
        FieldPanel("slug", heading=_("Address"), help_text=_("The last part of its address.")),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
        FieldPanel("user"),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        from broadsheet.newsroom.rights.publication import require_portrait_rights  # imports us

        require_portrait_rights(self, now=timezone.now())

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
