"""Every stable code of a finding: its words, its remedy, an example.

Its modules:

    registry                           the door: every rule by its code
    family                             what codes begin with: one row for each family
    rule                               any of the three:
    check_rule, lint_rule, import_rule what a rule of each tool says
    check/                             tables of the check (SP1xx to SP8xx), and the objects that show them
    lint, map                          the tables of the lint, of releases (SPLxx) and of maps (SPAxx)
    policy                             what becomes of a fault in somebody else's file, by rule
    imports/                           tables of what is read and imported, a module for each family
"""
