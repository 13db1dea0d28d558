"""Checking files: what `samsprog check` and `samsprog fix` do, apart from their arguments.

    options     what is asked, merged from arguments and a configuration file
    documents   which files, and how they come apart into pieces that fit into memory
    reading     a piece of text as JSON, with what parsers hide
    run         pieces through the check, by one process or several, in order
    formats     the report, in the forms that people and machines read
    baseline    findings that are known already
    comparing   two days, one table: what will fail, and why
    fixing      the safe remedies, applied to the text and nothing else
    explaining  a rule in words, and docs/rules.md

What is wrong with an object is told by `classification.check.checker`; here it only gets its place in a file.
"""
