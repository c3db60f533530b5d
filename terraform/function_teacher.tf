# Serves teachers: question sets, sessions, live results, exports, deletion and restore. It alone has the keys of
# sessions and members, opens what students wrote, and destroys nothing.
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
    AUTH0_DOMAIN    = var.auth0_domain
    AUTH0_AUDIENCE  = auth0_resource_server.api.identifier
    ORIGIN          = "https://${var.domain}"
  }
}
