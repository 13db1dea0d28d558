"""Checking files: what `samsprog check` and `samsprog fix` do, apart from their arguments.

    options             what is asked, merged from arguments and a configuration file
    config, config_file the nearest configuration file; its table, checked
    pattern             patterns for the paths of files
    opening             the check made ready: profiles, terminology
    bundle, lock        one file with everything a check needs; what it rests on, by digest

    documents           which files, and how they come apart into pieces that fit into memory
    reading, flaws      a piece of text as JSON; what parsers hide of it
    judge, located      a piece through the check; a finding with its place in the text
    run                 pieces through the check, by one process or several, in order
    validating          the same for values that callers of the service send
    linting             releases through the lint, reported alike

    tally               what came of them, counted
    baseline, fingerprint  findings that are accepted already; what they are recognised by
    formats             the report, in the forms that people and machines read
    guard               text that others wrote, made harmless where it is shown
    comparing           two days, one table: what will fail, and why
    fixing              the safe remedies, applied to the text and nothing else
    explaining          a rule in words, and docs/rules.md
    policy_page         what is repaired, kept, left out, refused: sections of docs/

What is wrong with an object is decided by `classification.check.checker`; here it only gets its place in a file.
"""
