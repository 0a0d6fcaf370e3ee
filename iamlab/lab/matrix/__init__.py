"""Who can do what to one resource: every principal by every action that fits it, as plain data."""

from iamlab.lab.matrix.askers import Asker, AskerGroup, list_askers
from iamlab.lab.matrix.asking import Practice
from iamlab.lab.matrix.columns import Column, ColumnGroup, list_columns, pick_columns
from iamlab.lab.matrix.grid import Cell, Grid, Row, fill_grid
from iamlab.lab.matrix.standouts import Standout, find_standouts
from iamlab.lab.matrix.targets import Target, list_targets, split_object

__all__ = [
    "Asker",
    "AskerGroup",
    "Cell",
    "Column",
    "ColumnGroup",
    "Grid",
    "Practice",
    "Row",
    "Standout",
    "Target",
    "fill_grid",
    "find_standouts",
    "list_askers",
    "list_columns",
    "list_targets",
    "pick_columns",
    "split_object",
]
