"""Agenda: the eleven recommendations, each with its indicators or with what data is missing."""

from pages.components.agenda import agenda

agenda()
