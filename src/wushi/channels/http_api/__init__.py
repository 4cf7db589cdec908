"""The HTTP API: JSON in and out, OpenAPI 3.1, keys per channel with limits, problems as RFC 9457."""
