"""What the library says, in Chinese: sentences of problems and remarks, headings of tables, words in their cells.

The library itself speaks one language, English, so that a problem can be searched and tested by its words. Whoever
shows it to a Chinese reader sends it through here. `sentences.csv` holds a line for each sentence, with {} where a
fact stands, {#} a fact of one word, {~} another sentence; `names.csv` the rules, headings and words. A catalogue beside each
message in the code was not taken: it would put three languages into every check.
"""

from hengliang.composite.translation.sentences import LANGUAGES, told_in
from hengliang.composite.translation.tables import heading, problems_in, rule_in, table_in

__all__ = ["LANGUAGES", "heading", "problems_in", "rule_in", "table_in", "told_in"]
