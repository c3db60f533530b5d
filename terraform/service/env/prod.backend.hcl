bucket = "cleanslate-prod-state"
prefix = "service"
