# Sends one notice as one e-mail. It opens the contact and the text of that notice, and hands them to the relay.
module "notify" {
  source = "./modules/function"

  name        = "notify"
  description = "One notice, one e-mail"
  platform    = local.platform
  may         = local.grants.notify
  size        = var.sizes.notify
  public      = false
  environment = {
    KMS_CONTACT_KEY = google_kms_crypto_key.this["contact"].id
    SMTP_HOST       = var.smtp.host
    SMTP_SECURITY   = var.smtp.security
    SMTP_USERNAME   = var.smtp.username
    SMTP_FROM       = var.smtp.from
  }
  secrets = {
    SMTP_PASSWORD = { secret = "smtp", version = google_secret_manager_secret_version.smtp.version }
  }
}

module "notify_push" {
  source = "./modules/push"

  function = module.notify
  topics   = ["notify-mail"]
  platform = local.platform
  agent    = local.agents.pubsub
}
