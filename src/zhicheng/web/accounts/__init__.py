"""Signing in and out, the second factor, invitations and passwords."""
