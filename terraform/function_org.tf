# Serves a school's own affairs: policy, plan, holds, erasures, receipts. It destroys, so it opens nothing: of the keys it
# looks at that of receipts, to show with what they verify.
module "org" {
  source = "./modules/function"

  name        = "org"
  description = "A school's own affairs: policy, plan, holds, erasures, receipts"
  platform    = local.platform
  may         = local.grants.org
  size        = var.sizes.org
  public      = true
  environment = {
    KMS_RECEIPT_KEY = local.receipt_key_version
    AUTH0_DOMAIN    = var.auth0_domain
    AUTH0_AUDIENCE  = auth0_resource_server.api.identifier
    OPERATOR_ORG    = auth0_organization.this[var.operator].id
  }
}
