"""Use cases of the service, as functions."""
