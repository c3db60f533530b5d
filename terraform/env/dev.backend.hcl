bucket = "cleanslate-dev-state"
prefix = "terraform"
