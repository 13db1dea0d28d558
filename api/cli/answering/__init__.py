"""Who answers a command: the terminology in this process (`local`), or a running service (`remote`)."""
