# Makes the archive of everything of a school, for its administrators. It seals, with public keys alone, opens nothing and destroys
# nothing; of the bucket it may create objects and neither read nor overwrite them.
module "export" {
  source = "../modules/function"

  name        = "export"
  description = "Schools' archives of everything that is theirs"
  platform    = local.platform
  account     = local.foundation.accounts.export
  size        = var.sizes.export
  public      = false
  environment = {
    ARCHIVE_BUCKET  = local.foundation.archive_bucket
    KMS_SESSION_KEY = local.foundation.keys.session
    TRACE_RATIO     = local.trace_ratio
  }
}

module "export_push" {
  source = "../modules/push"

  function = module.export
  topics   = ["export-work"]
  platform = local.topics
  pusher   = local.foundation.pushers.export
  agent    = local.foundation.pubsub_agent
}
