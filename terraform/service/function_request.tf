# Serves a school's queue of what people ask about their data. It opens what requesters wrote, with the key of schools' keys
# for requests, and nothing that a student entered; where a mail to a requester goes, and
# the key of a search, it only seals. It destroys nothing.
module "request" {
  source = "../modules/function"

  name        = "request"
  description = "A school's queue of requests: clocks, decisions, forwarding"
  platform    = local.platform
  account     = local.foundation.accounts.request
  size        = var.sizes.request
  public      = true
  environment = {
    KMS_REQUEST_KEY = local.foundation.keys.request
    KMS_MAIL_KEY    = local.foundation.keys.mail
    KMS_SESSION_KEY = local.foundation.keys.session
    AUTH0_DOMAIN    = local.foundation.auth0.domain
    AUTH0_AUDIENCE  = local.foundation.auth0.audience
    OPERATOR_ORG    = local.foundation.operator_org
    TRACE_RATIO     = local.trace_ratio
  }
}
