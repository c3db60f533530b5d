# The service. What it stands on is in terraform/foundation/env/prod.tfvars.
project       = "cleanslate-prod"
ticket_secret = { current = 1 }
