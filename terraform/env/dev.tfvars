# A stack to try things on. Its data is made up, and what it keeps may be lost.
project         = "cleanslate-dev"
state_bucket    = "cleanslate-dev-state"
domain          = "dev.cleanslate.example"
auth0_domain    = "cleanslate-dev.eu.auth0.com"
support_email   = "help@cleanslate.example"
billing_account = "012345-6789AB-CDEF01"
budget          = { amount = 50, currency = "EUR" }
alert_emails    = { page = ["team@cleanslate.example"], ticket = ["team@cleanslate.example"] }
ticket_secret   = { current = 1, since = "2026-09-01T00:00:00Z" }
in_organization = false
protected       = false
smtp = {
  host     = "smtp.provider.example:587"
  security = "starttls"
  username = "cleanslate-dev"
  from     = "notices@dev.cleanslate.example"
  version  = 1
}
organizations = {
  operator = { display_name = "cleanslate" }
  north    = { display_name = "North School" }
}
# The sizes of the defaults, but nothing stays awake.
sizes = {
  answer    = { cpu = "1", memory = "512Mi", concurrency = 500, max_instances = 5 }
  breach    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  incident  = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 2 }
  join      = { cpu = "1", memory = "512Mi", concurrency = 200, max_instances = 5 }
  notify    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  org       = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 2 }
  retention = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 1, timeout = 570 }
  rights    = { cpu = "1", memory = "512Mi", concurrency = 40, max_instances = 2 }
  teacher   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5, timeout = 3600 }
}
