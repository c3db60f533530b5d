bucket = "cleanslate-dev-state"
prefix = "service"
