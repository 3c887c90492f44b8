"""What every room shares: errors that say where, and the languages they are said in."""
