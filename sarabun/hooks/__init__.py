"""Webhooks: others are told of records, by the Standard Webhooks specification (standardwebhooks.com)."""
