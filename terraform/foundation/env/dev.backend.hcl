bucket = "cleanslate-dev-state"
prefix = "foundation"
