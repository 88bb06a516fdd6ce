"""A text as it is spoken: numbers, units, times and signs in words, before any engine sees it.

spoken_words the pass itself                      language   what one language says, as data
legible    characters, marks, addresses           languages/ the seven that we know
lead_signs signs before a number                  cardinals  numbers
clocks     times, durations, paces                measured   amounts with a unit
ratios     fractions, scores, ranges, ordinals    capitals   initials, words in capitals
pronounced respellings and phonemes of names      closing    what is left: punctuation alone
wordless   whether there is anything to say
"""
