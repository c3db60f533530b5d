bucket = "cleanslate-prod-state"
prefix = "foundation"
