# Records students' answers in bursts. It seals with the key inside the student's token, can open nothing
# and reaches no key, no vault and no topic.
module "answer" {
  source = "../modules/function"

  name        = "answer"
  description = "Records students' answers in bursts"
  platform    = local.platform
  account     = local.foundation.accounts.answer
  size        = var.sizes.answer
  public      = true
  environment = {}
  secrets = {
    TICKET_SECRET          = local.ticket.current
    TICKET_SECRET_PREVIOUS = local.ticket.other
  }
}
