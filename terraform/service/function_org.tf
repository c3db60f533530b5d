# Serves a school's own affairs: what it is, its agreements, people, policy, plan, holds, erasures, receipts; to the operator,
# all schools. It destroys, so it opens nothing that a student wrote: of keys it uses the one of contacts, to show a school
# whom notices go to and to change that, the one of members, for what they say about themselves, and that of
# invitations, with which it only seals; it reads the public one
# of receipts, to show what they verify with.
module "org" {
  source = "../modules/function"

  name        = "org"
  description = "A school's own affairs: agreements, people, policy, plan, holds, erasures, receipts"
  platform    = local.platform
  account     = local.foundation.accounts.org
  size        = var.sizes.org
  public      = true
  environment = {
    KMS_CONTACT_KEY    = local.foundation.keys.contact
    KMS_ORG_KEY        = local.foundation.keys.org
    KMS_INVITATION_KEY = local.foundation.keys.invitation
    KMS_RECEIPT_KEY    = local.foundation.receipt_key_version
    AUTH0_DOMAIN       = local.foundation.auth0.domain
    AUTH0_AUDIENCE     = local.foundation.auth0.audience
    OPERATOR_ORG       = local.foundation.operator_org
    TRACE_RATIO        = local.trace_ratio
  }
}
