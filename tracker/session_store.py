"""Sessions in the database, as Django keeps them; a name that was given up takes nothing more."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

GIVEN_UP = "given up"
A_MOMENT = 60  # seconds


class SessionStore(DatabaseStore):
    def give_up(self) -> None:
        """Nobody is signed in under this name. It stays for a moment, empty: to one that is not
        there Django answers by taking the cookie away, and with it the one of the new name.
        """
        self.clear()
        self[GIVEN_UP] = True
        self.set_expiry(A_MOMENT)
        super().save()

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError, as for a session that has ended: what a request that was under way
        still holds of the old name is not brought back, and its cookie does not replace the new.
        """
        if must_create or self.session_key is None:
            return super().save(must_create)
        with transaction.atomic():
            kept = self.model.objects.select_for_update().filter(pk=self.session_key).first()
            if kept is not None and GIVEN_UP in self.decode(kept.session_data):
                raise UpdateError
            return super().save()
