"""Account: figures with definitions, and the way of each of the dead from grave to grave."""
