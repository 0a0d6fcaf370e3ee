"""Accounts of people: what allauth does, in this site's words and looks, and the end of one."""
