"""What a careful reader notices in a release.

Its modules:

    linter              the door
    scope               the release, and what it is looked at beside
    label, word, history, structure, value_set    what is looked at
"""
