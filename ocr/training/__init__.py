"""How the readers are trained: lines of text, set and spoilt as paper does, a network and its export."""
