"""What every Python that the tests start loads first: it notes whoever goes out."""
