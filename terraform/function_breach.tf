# Keeps the clocks of incidents: affected lists, deadlines, escalations, notices. It opens the contacts of orgs and
# of those who report, and nothing of a student's.
module "breach" {
  source = "./modules/function"

  name        = "breach"
  description = "Affected lists, clocks and notices of incidents"
  platform    = local.platform
  may         = local.grants.breach
  size        = var.sizes.breach
  public      = false
  environment = {
    KMS_CONTACT_KEY = google_kms_crypto_key.this["contact"].id
  }
}

module "breach_push" {
  source = "./modules/push"

  function = module.breach
  topics   = ["breach-tick", "breach-work"]
  platform = local.platform
  agent    = local.agents.pubsub
}
