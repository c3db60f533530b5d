# Sends one notice as one e-mail. It opens the contact and the text of that notice, and hands them to the relay. Where it writes to
# members it opens their addresses: the key of members opens nothing that a student wrote. It alone opens where a mail to
# a requester goes.
module "notify" {
  source = "../modules/function"

  name        = "notify"
  description = "One notice, one e-mail"
  platform    = local.platform
  account     = local.foundation.accounts.notify
  size        = var.sizes.notify
  public      = false
  environment = {
    KMS_CONTACT_KEY = local.foundation.keys.contact
    KMS_ORG_KEY     = local.foundation.keys.org
    KMS_MAIL_KEY    = local.foundation.keys.mail
    ORIGIN          = "https://${local.foundation.domain}"
    SMTP_HOST       = local.foundation.smtp.host
    SMTP_SECURITY   = local.foundation.smtp.security
    SMTP_USERNAME   = local.foundation.smtp.username
    SMTP_FROM       = local.foundation.smtp.from
    TRACE_RATIO     = local.trace_ratio
  }
  secrets = {
    SMTP_PASSWORD = { secret = "smtp", version = google_secret_manager_secret_version.smtp.version }
  }
}

module "notify_push" {
  source = "../modules/push"

  function = module.notify
  topics   = ["notify-mail"]
  platform = local.topics
  pusher   = local.foundation.pushers.notify
  agent    = local.foundation.pubsub_agent
}
