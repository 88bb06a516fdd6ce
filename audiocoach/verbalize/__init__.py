"""A text as it is spoken: numbers, units, times and signs in words, before any engine sees it.

spoken_words  the pass itself                       wordless    whether there is anything to say
language      what one language says, as data       languages/  the seven that we know
legible       characters, mark-up, addresses        lead_signs  signs beside numbers
clocks        times, durations, paces               measured    amounts with a unit, money
ratios        fractions, scores, ordinals           cardinals   numbers
capitals      initials, words in capitals           closing     what is left: letters and pauses
pronounced    respellings and phonemes of names
"""
