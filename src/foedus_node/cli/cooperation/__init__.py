"""Commands on what a cooperation is made of: plans, what was said and done, people, papers."""
