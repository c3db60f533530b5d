# A stack to try things on. Its data is made up, and what it keeps may be lost.
project             = "cleanslate-dev"
state_bucket        = "cleanslate-dev-state"
domain              = "dev.cleanslate.example"
auth0_domain        = "cleanslate-dev.eu.auth0.com"
support_email       = "help@cleanslate.example"
billing_account     = "012345-6789AB-CDEF01"
budget              = { amount = 50, currency = "EUR" }
alert_emails        = { page = ["team@cleanslate.example"], ticket = ["team@cleanslate.example"] }
ticket_secret_since = "2026-09-01T00:00:00Z"
in_organization     = false
protected           = false
smtp = {
  host     = "smtp.provider.example:587"
  security = "starttls"
  username = "cleanslate-dev"
  from     = "notices@dev.cleanslate.example"
}
operator = { display_name = "cleanslate" }
