# Lets students in by code, and serves them the session's state. It leaves their keys in the vault, boxed so
# that it can't open them again, and gets back only the box that the student's own secret opens.
module "join" {
  source = "../modules/function"

  name        = "join"
  description = "Lets students in by code; session state for students"
  platform    = local.platform
  account     = local.foundation.accounts.join
  size        = var.sizes.join
  public      = true
  environment = {}
  secrets = {
    TICKET_SECRET          = local.ticket.current
    TICKET_SECRET_PREVIOUS = local.ticket.other
  }
}
