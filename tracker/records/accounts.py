"""Finding an account by its address; for signing in alone, never shown to anybody."""

from tracker.models import User


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()
