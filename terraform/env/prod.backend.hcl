bucket = "cleanslate-prod-state"
prefix = "terraform"
