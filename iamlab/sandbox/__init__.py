"""The sandbox: a learner's practice organization, its rows and its verbs."""
