"""Tables of the rules of what is read and imported, a module for each family (`classification.rules.family`)."""
