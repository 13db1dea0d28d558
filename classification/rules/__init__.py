"""Every stable code of a finding: its words, its remedy, an example.

Its modules:

    rule, example       what a rule says, and the objects that show it
    of_check, of_lint   the rules by code
    registry            all of them
    structure … text    the words of a family
"""
