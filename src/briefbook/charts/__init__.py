"""Charts, without Sphinx: data files with their descriptions in, pictures and records out.

The way of a chart: ``chart.read`` joins a Vega-Lite specification with the data it names (``description``, ``table``)
and with the book's look (``theme``); ``drawing.draw`` has it drawn (``worker``) and turns its text into outlines
(``fonts``, ``outline``). Every fault on the way is a ``Finding``.
"""
