# Serves data subjects: shows a student what is held about them, with the key inside their own token, hides it where they
# want it erased, and asks retention; takes requests to a school from anybody. Of keys it uses two, with which it only
# seals: that of schools' keys for requests, and that of mails to requesters. It destroys nothing.
module "rights" {
  source = "../modules/function"

  name        = "rights"
  description = "Data subjects' requests"
  platform    = local.platform
  account     = local.foundation.accounts.rights
  size        = var.sizes.rights
  public      = true
  environment = {
    KMS_REQUEST_KEY = local.foundation.keys.request
    KMS_MAIL_KEY    = local.foundation.keys.mail
    TRACE_RATIO     = local.trace_ratio
  }
  secrets = {
    TICKET_SECRET          = local.ticket.current
    TICKET_SECRET_PREVIOUS = local.ticket.other
  }
}
