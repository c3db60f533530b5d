# The service. Addresses and names end in .example until somebody runs it: replace them all.
project             = "cleanslate-prod"
state_bucket        = "cleanslate-prod-state"
domain              = "cleanslate.example"
dns_zone            = "cleanslate"
auth0_domain        = "login.cleanslate.example"
support_email       = "help@cleanslate.example"
billing_account     = "012345-6789AB-CDEF01"
budget              = { amount = 500, currency = "EUR" }
repository          = "cleanslate-edu/cleanslate"
oncall              = "group:oncall@cleanslate.example"
alert_emails        = { page = ["oncall@cleanslate.example"], ticket = ["team@cleanslate.example"] }
ticket_secret_since = "2026-09-01T00:00:00Z"
smtp = {
  host     = "smtp.provider.example:587"
  security = "starttls"
  username = "cleanslate"
  from     = "notices@cleanslate.example"
}
# The operator's own, and every school that signs.
operator = { display_name = "cleanslate" }
