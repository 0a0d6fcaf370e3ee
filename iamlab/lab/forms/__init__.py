"""What people send to the lab, checked at the edge."""
