"""The lab: the pages where policies are edited and questions are asked."""
