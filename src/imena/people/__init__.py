"""People: operations and agencies, users, their roles, and what each role may do and see."""
