"""An edition that nothing knows of: four dimensions, three components, a scale from 1 to 5."""

TOY = """
id = "toy"
title = "A toy edition"
source_id = "made up for the tests"
source_en = "made up for the tests"
status = "draft"
years = [2020, 2030]
polarity_lower = "t_over_r"
floor_pct = 0
cap_pct = 120
on_track_from_pct = 70
innovation_minimum = 2

[scale]
min = 1
max = 5

[weights]
plan = "1/3"
work = "1/3"
worth = "1/3"

[panel]
spread_bound = 0.5
signs = ["chair", "assessors"]

[[panel.bands]]
name_id = "matang"
name_en = "mature"
from = 3.5

[[panel.bands]]
name_id = "berkembang"
name_en = "growing"
from = 1

[decimals]
percent = 1
index = 2

[crosswalk.gsc-2021]
environment = "land"
branding = ""

[[components]]
code = "plan"
name_id = "Rencana"
name_en = "Plan"

[[components]]
code = "work"
name_id = "Kerja"
name_en = "Work"

[[components]]
code = "worth"
name_id = "Guna"
name_en = "Worth"
by_dimension = true

[[bands]]
name = "baik"
name_en = "good"
from = 50

[[bands]]
name = "kurang"
name_en = "poor"
from = 0

[[dimensions]]
code = "land"
name_id = "Tanah Lestari"
name_en = "Lasting Land"
icon = "leaf"
light = "#277A4C"
dark = "#6CCB95"
sub_dimensions = [{ code = "fields", name_id = "ladang", name_en = "fields" }]

[[dimensions]]
code = "water"
name_id = "Air Bersih"
name_en = "Clean Water"
icon = "droplet"
light = "#1F6FB2"
dark = "#7FB0F0"
sub_dimensions = [{ code = "rivers", name_id = "sungai", name_en = "rivers" }]

[[dimensions]]
code = "air"
name_id = "Udara Segar"
name_en = "Fresh Air"
icon = "wind"
light = "#6D5BD0"
dark = "#AFA2FF"
sub_dimensions = [{ code = "traffic", name_id = "lalu lintas", name_en = "traffic" }]

[[dimensions]]
code = "people"
name_id = "Warga Sehat"
name_en = "Healthy People"
icon = "users-group"
light = "#B5478F"
dark = "#E58CC4"
sub_dimensions = [{ code = "care", name_id = "layanan", name_en = "care" }]
"""
