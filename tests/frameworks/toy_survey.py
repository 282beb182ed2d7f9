"""The survey of the toy edition: four steps, a quota of three and of five, levels from 1 to 5."""

TOY_SURVEY = """
id = "toy"
source_id = "made up for the tests"
source_en = "made up for the tests"
holds_from = "2020-01-01"
wording = "own"
fewest = 2

[quota]
dimension = 3
sub_dimension = 5

[level]
rule = "linear"
low = 1
high = 5

[[steps]]
name_id = "buruk"
name_en = "bad"

[[steps]]
name_id = "kurang"
name_en = "poor"

[[steps]]
name_id = "baik"
name_en = "good"

[[steps]]
name_id = "bagus"
name_en = "fine"

[[ages]]
code = "young"
first = 17
last = 39

[[ages]]
code = "old"
first = 40

[statements]
"""


def toy_survey(subs: list[str]) -> str:
    lines = [f'{code} = [["one", "Pernyataan {code}", "Statement {code}"]]' for code in subs]
    return TOY_SURVEY + "\n".join(lines)
