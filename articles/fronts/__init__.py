"""Fronts: how the home page and the sections are arranged, and what they show at an instant.

`document` says what an arrangement is, `filling` what it shows, `placing` where a story goes in
it, `verbs` what people do with it, `comparison` what two of them say differently.
"""
