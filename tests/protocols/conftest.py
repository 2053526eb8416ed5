from tests.protocols.draft import draft

__all__ = ["draft"]
