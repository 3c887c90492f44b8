"""Laboratory: samples, shipments, and the DNA profiles they yield."""
