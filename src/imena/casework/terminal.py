"""The report in a terminal, or in a file that a terminal's output goes to."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from imena.casework import matching
from imena.casework.report import Figure, Line, Report, Section

NUMBERS = range(2, 7)
"""The columns that hold numbers."""
FIGURE_WIDTH = 40
"""How many characters the longest bar of a figure may take."""


@contextmanager
def progress(label: str) -> Iterator[matching.Progress]:
    """A bar on standard error while families are compared; it leaves nothing behind, and is silent in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def print_report(report: Report, console: Console, *, detail: bool) -> None:
    """Print a report; with `detail`, the loci behind each candidate."""
    if report.notice:
        console.print(Text(report.notice, style="italic"))
    console.print(Text(report.title, style="bold"))
    for section in report.sections:
        _print_section(report, section, console, detail=detail)
    console.print()
    for label, value in report.facts:
        console.print(Text.assemble((f"{label}: ", "dim"), value))


def _print_section(report: Report, section: Section, console: Console, *, detail: bool) -> None:
    console.print()
    console.print(Text(section.title, style="bold green"))
    if section.lead:
        console.print(Text(section.lead, style="dim"))
    if section.lines:
        console.print(_table(section.columns[: NUMBERS.stop], section.lines))
    elif section.empty:
        console.print(Text(section.empty))
    for line in section.lines:
        for remark in line.cells[NUMBERS.stop :]:
            console.print(Text.assemble("  ", (f"{line.cells[0]} · {line.cells[1]}", "bold"), f" {remark}"))
    for subject, said in section.items:
        console.print(Text.assemble("  ", (f"{subject}: " if subject else "", "bold"), said))
    for figure in section.figures:
        _print_figure(figure, console)
    if detail:
        for line in section.lines:
            _print_detail(report, line, console)


def _print_figure(figure: Figure, console: Console) -> None:
    console.print()
    console.print(Text(figure.title, style="bold"))
    label = max((len(bar.label) for bar in figure.bars), default=0)
    for bar in figure.bars:
        blocks = "█" * round(bar.share * FIGURE_WIDTH)
        console.print(Text.assemble(f"  {bar.label:>{label}} ", (f"{blocks:<{FIGURE_WIDTH}}", "green"), f" {bar.said}"))


def _table(columns: tuple[str, ...], lines: tuple[Line, ...]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number in NUMBERS else "left", no_wrap=True)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line.cells[: NUMBERS.stop]))
    return table


def _print_detail(report: Report, line: Line, console: Console) -> None:
    console.print()
    console.print(Text(" · ".join(line.cells[:2]), style="bold"))
    table = Table(*report.detail_columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for detail in line.details:
        table.add_row(
            detail.locus, detail.genotype, detail.relatives, Text(detail.said, justify="right"), detail.remark
        )
    console.print(Padding(table, (0, 0, 0, 2)))
