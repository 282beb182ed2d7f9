"""The annual evaluation from the panel's side: who scores, what they give, what it comes to."""
