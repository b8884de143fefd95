"""`kesu demo`: a fortnight at the desk. It delivers mail, moves the clock and plays the people; the desk is the
product's own, and nothing of the product knows this package."""
