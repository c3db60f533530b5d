# Serves teachers: question sets, sessions, results, exports, deletion and restore. It has the keys of sessions and
# members, opens what students wrote, and destroys nothing.
module "teacher" {
  source = "../modules/function"

  name        = "teacher"
  description = "Question sets, sessions, results, exports, deletion and restore"
  platform    = local.platform
  account     = local.foundation.accounts.teacher
  size        = var.sizes.teacher
  public      = true
  environment = {
    KMS_SESSION_KEY = local.foundation.keys.session
    KMS_ORG_KEY     = local.foundation.keys.org
    AUTH0_DOMAIN    = local.foundation.auth0.domain
    AUTH0_AUDIENCE  = local.foundation.auth0.audience
    ORIGIN          = "https://${local.foundation.domain}"
    TRACE_RATIO     = local.trace_ratio
  }
}
