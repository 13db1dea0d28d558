"""One module for each command; api/cli/command.py says what it holds."""
