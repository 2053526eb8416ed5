"""Signing in and accounts: our closed adapter, its addresses and its words."""
