# Serves a school's own affairs: policy, plan, holds, erasures, receipts. It destroys, so it opens nothing: the only key it
# reads is the public one of receipts, to show what they verify with.
module "org" {
  source = "../modules/function"

  name        = "org"
  description = "A school's own affairs: policy, plan, holds, erasures, receipts"
  platform    = local.platform
  account     = local.foundation.accounts.org
  size        = var.sizes.org
  public      = true
  environment = {
    KMS_RECEIPT_KEY = local.foundation.receipt_key_version
    AUTH0_DOMAIN    = local.foundation.auth0.domain
    AUTH0_AUDIENCE  = local.foundation.auth0.audience
    OPERATOR_ORG    = local.foundation.operator_org
    TRACE_RATIO     = local.trace_ratio
  }
}
