"""How the encoder and the ranking are made; not needed to answer questions."""
