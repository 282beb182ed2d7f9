"""The editions of the evaluation: which dimensions, components, scale and bands hold."""
