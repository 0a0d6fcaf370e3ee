"""The Django project and the laboratory: engine, sandbox, lab pages."""
