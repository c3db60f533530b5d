# Keeps the breach register: report, scope, confirm, delay, close. It opens what reporters wrote and the contacts of
# orgs, and nothing a student wrote.
module "incident" {
  source = "../modules/function"

  name        = "incident"
  description = "The breach register, and the public notice"
  platform    = local.platform
  account     = local.foundation.accounts.incident
  size        = var.sizes.incident
  public      = true
  environment = {
    KMS_CONTACT_KEY = local.foundation.keys.contact
    AUTH0_DOMAIN    = local.foundation.auth0.domain
    AUTH0_AUDIENCE  = local.foundation.auth0.audience
    OPERATOR_ORG    = local.foundation.operator_org
    TRACE_RATIO     = local.trace_ratio
  }
}
