"""What servers are known to do beside or against the OpenAI protocol: each quirk by what it does, and who does it.

A chat quirk is given the text that it shall say, and says it in its own way; a caller must not notice.
"""
