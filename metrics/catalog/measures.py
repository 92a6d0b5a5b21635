"""What several themes count: executives by kind of appointment, the workforce around them, and their departures."""

from metrics.marts import ON_BOARD, SEPARATIONS, WORKFORCE
from metrics.model import Figure, Measure

EXECUTIVES = Measure(ON_BOARD, "sum(people) filter (where corps = 'ses')", Figure("on_board"))
CAREER = Measure(ON_BOARD, "sum(people) filter (where appointment = 'career')", Figure("on_board", ("career",)))
NONCAREER = Measure(
    ON_BOARD, "sum(people) filter (where appointment = 'noncareer')", Figure("on_board", ("noncareer",))
)
LIMITED = Measure(
    ON_BOARD,
    "sum(people) filter (where appointment in ('limited_term', 'limited_emergency'))",
    Figure("on_board", ("limited_term", "limited_emergency"), needed=("limited_term",)),
)
EMPLOYEES = Measure(WORKFORCE, "sum(people)", Figure("on_board", ("workforce",)))

ALL_SEPARATIONS = Measure(SEPARATIONS, "sum(people) filter (where corps = 'ses')", Figure("separations"))
SEPARATIONS_WITHOUT_TRANSFERS = Measure(
    SEPARATIONS,
    "sum(people) filter (where corps = 'ses' and separation_group <> 'transfer_out')",
    Figure("separations_excluding_transfers"),
)
QUITS = Measure(SEPARATIONS, "sum(people) filter (where corps = 'ses' and separation_group = 'quit')", Figure("quits"))
TRANSFERS_OUT = Measure(SEPARATIONS, "sum(people) filter (where corps = 'ses' and separation_group = 'transfer_out')")
RETIREMENTS = Measure(
    SEPARATIONS, "sum(people) filter (where corps = 'ses' and separation_group = 'retirement')", Figure("retirements")
)
