"""How samples come into custody, and reach a laboratory."""

from imena.custody.origins import begins, hands_over, receives
from imena.laboratory.models import Reception, SampleTaking, Shipment

begins(SampleTaking, "sample", in_hand=True)
hands_over(Shipment, "samples", to="laboratory")
receives(Reception, "sample")
