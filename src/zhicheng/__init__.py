"""Zhicheng 質城: the working system with which a city runs its quality-strong city programme."""

__version__ = "0.1.0"
