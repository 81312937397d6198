"""Which views serve the forms of our pages at the desk."""

from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.newsroom.desk.editing import (
    RefusesStaleReverts,
    RefusesStaleSaves,
    ReviewInTheForm,
)
from broadsheet.newsroom.models import Article, FrontPage, InfoPage


class OurPages(PageViewSet):
    edit_view_class = RefusesStaleSaves
    revisions_revert_view_class = RefusesStaleReverts
    workflow_action_view_class = ReviewInTheForm


PAGES = [OurPages(model=model) for model in (Article, InfoPage, FrontPage)]
