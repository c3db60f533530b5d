# Shows teachers results as they arrive, and hands out schools' archives. It has the keys of sessions and members, opens what students wrote, and writes
# nothing.
module "live" {
  source = "../modules/function"

  name        = "live"
  description = "Results as they arrive; handing out schools' archives"
  platform    = local.platform
  account     = local.foundation.accounts.live
  size        = var.sizes.live
  public      = true
  environment = {
    ARCHIVE_BUCKET  = local.foundation.archive_bucket
    KMS_SESSION_KEY = local.foundation.keys.session
    KMS_ORG_KEY     = local.foundation.keys.org
    AUTH0_DOMAIN    = local.foundation.auth0.domain
    AUTH0_AUDIENCE  = local.foundation.auth0.audience
    ORIGIN          = "https://${local.foundation.domain}"
    TRACE_RATIO     = local.trace_ratio
  }
}
