"""The numbers of a result: their names, their JSON, what they rest on, what changed in them."""
