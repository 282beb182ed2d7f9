"""Charts that stay editable in PowerPoint: their figures in a sheet behind them."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents.deck_template import Box, rgb
from kotacerdas.documents.slides import Chart, Series
from kotacerdas.documents.xml_text import storable
from kotacerdas.wording.cutting import width_in_ems
from kotacerdas.wording.numbers import Language

TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
LYING = ("bars", "stacked")
SIZE = Pt(18)
MOST_FOR_NAMES, HEIGHT_WITH_LEGEND = 0.5, 0.86  # of the chart
GAP = Pt(12)
LAYOUT = (
    '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout>'
    '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{x:.4f}"/>'
    '<c:y val="{y:.4f}"/><c:w val="{w:.4f}"/><c:h val="{h:.4f}"/></c:manualLayout></c:layout>'
)
HEADROOM = 1.18  # of the highest value, for the label beyond it


def add_chart(slide: Any, chart: Chart, box: Box, language: Language, size: Any = SIZE) -> None:
    """`chart` in the box left, top, width, height; its text is 18 points, or of another size."""
    make: Any = CategoryChartData  # ships no types
    data = make(number_format="General")
    data.categories = [_category(name) for name in chart.categories]
    for each in chart.series:
        data.add_series(each.name, list(each.values))
    frame = slide.shapes.add_chart(TYPES[chart.kind], *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.font.size = size
    drawn.font.color.rgb = rgb(LIGHT.ink)
    drawn.has_title = False
    _legend(drawn, chart, size)
    _axes(drawn, chart, size)
    if chart.kind in LYING:
        _make_room(drawn, chart, box[2], size)
    for plotted, each in zip(drawn.plots[0].series, chart.series, strict=True):
        _paint(plotted, each, chart)
    _labels(drawn.plots[0], chart, language, size)


def _category(name: str) -> str:
    """A name as text for the sheet behind the chart, where a leading = would make a formula."""
    return f" {storable(name)}" if name.startswith(("=", "{")) else storable(name)


def _legend(drawn: Any, chart: Chart, size: Any) -> None:
    drawn.has_legend = len(chart.series) > 1 or chart.kind == "stacked"
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = size


def _axes(drawn: Any, chart: Chart, size: Any) -> None:
    values, names = drawn.value_axis, drawn.category_axis
    values.has_major_gridlines = False
    values.visible = False
    values.minimum_scale = 0
    values.maximum_scale = top_of(chart)
    names.format.line.color.rgb = rgb(LIGHT.line)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = size
    names.reverse_order = chart.kind in LYING  # the first on top


def _make_room(drawn: Any, chart: Chart, width: int, size: Any) -> None:
    """The place of the bars, so that every name has its line whichever program draws it."""
    ems = max((width_in_ems(name) for name in chart.categories), default=0)
    names = min((ems * size + GAP) / width, MOST_FOR_NAMES)
    height = HEIGHT_WITH_LEGEND if drawn.has_legend else 0.98
    area = drawn._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    places = {"x": names, "y": 0.01, "w": 0.99 - names, "h": height}
    layout = parse_xml(LAYOUT.format(**places))
    area.insert(0, layout)
    axis = drawn.category_axis._element
    skip = OxmlElement("c:tickLblSkip")
    skip.set("val", "1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def top_of(chart: Chart) -> float:
    """The end of the scale of values: the highest, with room for the figure beyond it."""
    if chart.highest is not None:
        return chart.highest * HEADROOM
    if chart.kind == "stacked":
        sums = (sum(value or 0 for value in row) for row in _rows(chart))
        return max(sums, default=0) * HEADROOM or 1
    largest = max((value or 0 for each in chart.series for value in each.values), default=0)
    return largest * HEADROOM or 1


def _rows(chart: Chart) -> Any:
    return zip(*(each.values for each in chart.series), strict=True)


def _paint(plotted: Any, series: Series, chart: Chart) -> None:
    if chart.kind == "line":
        plotted.smooth = False
        plotted.format.line.color.rgb = rgb(series.colours[0])
        plotted.format.line.width = Pt(3)
        plotted.marker.style = XL_MARKER_STYLE.CIRCLE
        plotted.marker.size = 10
        plotted.marker.format.fill.solid()
        plotted.marker.format.fill.fore_color.rgb = rgb(series.colours[0])
        return
    plotted.invert_if_negative = False
    _fill(plotted.format, series.colours[0], is_hatched=series.is_hatched)
    if len(series.colours) > 1:
        for place, colour in enumerate(series.colours):
            is_hatched = place == series.hatched_point
            _fill(plotted.points[place].format, colour, is_hatched=is_hatched)


def _fill(target: Any, colour: str, *, is_hatched: bool) -> None:
    if is_hatched:
        target.fill.patterned()
        target.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        target.fill.fore_color.rgb = rgb(colour)
        target.fill.back_color.rgb = rgb(LIGHT.ground)
        target.line.color.rgb = rgb(colour)
        return
    target.fill.solid()
    target.fill.fore_color.rgb = rgb(colour)


def _labels(plot: Any, chart: Chart, language: Language, size: Any) -> None:
    if chart.kind != "line":
        plot.gap_width = 40
        plot.overlap = 100 if chart.kind == "stacked" else -5
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format = _format(chart, language)
    labels.number_format_is_linked = False
    labels.font.size = size
    labels.font.bold = True
    if chart.kind == "stacked":
        _label_inside(plot, labels, chart, size)
    elif chart.kind == "line":
        labels.position = XL_LABEL_POSITION.ABOVE
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _label_inside(plot: Any, labels: Any, chart: Chart, size: Any) -> None:
    """White on the full colours; on hatching ink, on a ground of its own."""
    labels.position = XL_LABEL_POSITION.CENTER
    labels.font.color.rgb = rgb(LIGHT.ground)
    for plotted, each in zip(plot.series, chart.series, strict=True):
        if each.is_hatched:
            own = plotted.data_labels
            own.show_value = True
            own.number_format = labels.number_format
            own.number_format_is_linked = False
            own.position = XL_LABEL_POSITION.CENTER
            own.font.size = size
            own.font.bold = True
            own.font.color.rgb = rgb(LIGHT.ink)


def _format(chart: Chart, language: Language) -> str:
    """The marks of the language, where the program that shows the deck heeds the prefix."""
    return f"[$-421]{chart.number_format}" if language is Language.ID else chart.number_format
