# Tells the pages of students who wait how the session stands as soon as that changes. It reads sessions and their
# papers, and nothing else.
module "watch" {
  source = "../modules/function"

  name        = "watch"
  description = "Tells students' pages at once when a session changes"
  platform    = local.platform
  account     = local.foundation.accounts.watch
  size        = var.sizes.watch
  public      = true
  environment = {}
  secrets     = {}
}
