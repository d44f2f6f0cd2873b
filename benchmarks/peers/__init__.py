"""What runs in the peers' own environments, and the measuring beside them."""
