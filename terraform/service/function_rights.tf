# Serves data subjects: shows a student what is held about them, with the key inside their own token, hides it where they
# want it erased, and asks retention. It has no key of its own and destroys nothing.
module "rights" {
  source = "../modules/function"

  name        = "rights"
  description = "Data subjects' requests"
  platform    = local.platform
  account     = local.foundation.accounts.rights
  size        = var.sizes.rights
  public      = true
  environment = {
    TRACE_RATIO = local.trace_ratio
  }
  secrets = {
    TICKET_SECRET          = local.ticket.current
    TICKET_SECRET_PREVIOUS = local.ticket.other
  }
}
