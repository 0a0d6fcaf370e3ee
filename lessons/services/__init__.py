"""What learners may do with courses: transactions and permissions."""
