from documents.invented import batang
from kotacerdas.charts import rendering
from kotacerdas.charts.history import history
from kotacerdas.wording.numbers import Language


def test_a_png_has_the_scale_asked_for():
    spec = history(batang(), Language.ID)
    png = rendering.to_png(spec, scale=2)
    width = int.from_bytes(png[16:20])
    assert width == 2 * (spec["width"] + spec["padding"]["left"] + spec["padding"]["right"])


def test_a_picture_has_no_class_that_pages_give_a_look_of_their_own():
    assert "class=" not in rendering.to_svg(history(batang(), Language.ID)).partition(">")[0]


def test_text_is_set_in_inter():
    assert 'font-family="Inter"' in rendering.to_svg(history(batang(), Language.ID))
