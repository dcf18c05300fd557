"""Who may sign in? Active users, by password."""

from django.contrib.auth.backends import ModelBackend

from junping.org.models import User


class Backend(ModelBackend):
    """Passwords by Django's own backend; the user comes with its unit in one query."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("unit").filter(pk=user_id, is_active=True).first()
