# Serves teachers: question sets, sessions, live results, exports, deletion and restore. With the keys of
# sessions and members it is one of the two functions that can open what students wrote.
module "teacher" {
  source = "./modules/function"

  name        = "teacher"
  description = "Question sets, sessions, live results, exports, deletion and restore"
  platform    = local.platform
  may         = local.grants.teacher
  size        = var.sizes.teacher
  public      = true
  environment = {
    KMS_SESSION_KEY = google_kms_crypto_key.this["session"].id
    KMS_ORG_KEY     = google_kms_crypto_key.this["org"].id
    KMS_RECEIPT_KEY = local.receipt_key_version # to show the public key
    AUTH0_DOMAIN    = var.auth0_domain
    AUTH0_AUDIENCE  = auth0_resource_server.api.identifier
    OPERATOR_ORG    = auth0_organization.this[var.operator].id
    ORIGIN          = "https://${var.domain}"
  }
}
