"""Who is named: titles, names, bodies, and the people a text makes of them."""
