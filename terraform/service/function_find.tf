# Looks through a school's sessions for whom a request is about. It opens sessions, and of them the names of students; and it destroys
# nothing.
module "find" {
  source = "../modules/function"

  name        = "find"
  description = "Whom a request to a school is about, by name"
  platform    = local.platform
  account     = local.foundation.accounts.find
  size        = var.sizes.find
  public      = false
  environment = {
    KMS_SESSION_KEY = local.foundation.keys.session
    TRACE_RATIO     = local.trace_ratio
  }
}

module "find_push" {
  source = "../modules/push"

  function = module.find
  topics   = ["find-work"]
  platform = local.topics
  pusher   = local.foundation.pushers.find
  agent    = local.foundation.pubsub_agent
}
