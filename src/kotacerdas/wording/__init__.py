"""How figures, dates and terms are said in Indonesian and English."""
