"""What a satisfaction survey found, and what so few interviews can and cannot show (Article 10)."""
