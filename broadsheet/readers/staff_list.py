"""The desk's list of people: the staff. Members are readers, and may be many thousands."""

from django.db.models import QuerySet
from wagtail.users.views.users import IndexView, UserViewSet

from broadsheet.readers.models import User


class StaffIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        found: QuerySet[User] = super().get_base_queryset()
        return found.filter(is_member=False)


class StaffViewSet(UserViewSet):
    index_view_class = StaffIndex
