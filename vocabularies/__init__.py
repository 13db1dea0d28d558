"""What we ship: vocabularies as data, one folder each."""
