"""How it is asked and edited: the running service, its store, its surfaces and its command."""
