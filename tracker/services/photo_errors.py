"""What can keep a photo from being written or shown."""


class PhotoStoreError(Exception):
    """A photo cannot be written or shown."""


class Missing(PhotoStoreError):
    """No such file, or no such variant in it."""


class NoRoom(PhotoStoreError):
    """The folder of the photos or of the keys takes nothing: full, read-only or gone."""


class Tampered(PhotoStoreError):
    """What lies on disk or in the row is not what was stored there."""


class KeyDestroyed(PhotoStoreError):
    """The patient's key is gone for good, and with it every photo of hers."""


class MissingKey(PhotoStoreError):
    """A key file, the master's or a patient's, is not there, or is not one."""
