# Keeps the breach register: report, scope, confirm, delay, close. It opens what reporters wrote and the contacts of
# orgs, and nothing of a student's.
module "incident" {
  source = "./modules/function"

  name        = "incident"
  description = "The breach register, and the public notice"
  platform    = local.platform
  may         = local.grants.incident
  size        = var.sizes.incident
  public      = true
  environment = {
    KMS_CONTACT_KEY = google_kms_crypto_key.this["contact"].id
    AUTH0_DOMAIN    = var.auth0_domain
    AUTH0_AUDIENCE  = auth0_resource_server.api.identifier
    OPERATOR_ORG    = auth0_organization.this[var.operator].id
  }
}
