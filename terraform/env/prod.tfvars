# The service. Addresses and names end in .example until somebody runs it: replace them all.
project         = "cleanslate-prod"
state_bucket    = "cleanslate-prod-state"
domain          = "cleanslate.example"
dns_zone        = "cleanslate"
auth0_domain    = "login.cleanslate.example"
support_email   = "help@cleanslate.example"
billing_account = "012345-6789AB-CDEF01"
budget          = { amount = 500, currency = "EUR" }
repository      = "cleanslate-edu/cleanslate"
alert_emails    = { page = ["oncall@cleanslate.example"], ticket = ["team@cleanslate.example"] }
smtp = {
  host     = "smtp.provider.example:587"
  security = "starttls"
  username = "cleanslate"
  from     = "notices@cleanslate.example"
  version  = 1
}
ticket_secret = { current = 1, since = "2026-09-01T00:00:00Z" }
# One instance of each stays awake, so that the first students of the morning don't wait for a start.
sizes = {
  answer    = { cpu = "1", memory = "512Mi", concurrency = 500, max_instances = 100, min_instances = 1 }
  breach    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
  incident  = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 20 }
  join      = { cpu = "1", memory = "512Mi", concurrency = 200, max_instances = 100, min_instances = 1 }
  notify    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
  retention = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
  rights    = { cpu = "1", memory = "512Mi", concurrency = 40, max_instances = 20 }
  teacher   = { cpu = "1", memory = "1Gi", concurrency = 80, max_instances = 100, timeout = 3600 }
}
