"""What an import comes to: worked out against what is held, told row by row; nothing is written here.

Its modules:

    plan                what will happen; editions, names, texts, value_sets, maps, difference look at its parts
    strictness, parts   repairs refused; broken parts left out
    request, outcome, row_report    what is asked, what came of it, row by row
"""
