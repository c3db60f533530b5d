# Tells Auth0 what schools decide about their people, and creates the organizations of new ones. It alone holds what manages
# accounts there, and reaches no vault; of keys it opens the one of invitations, under which an address waits until its invitation
# is sent.
module "identity" {
  source = "../modules/function"

  name        = "identity"
  description = "Invitations, roles, deletions and schools' organizations at Auth0"
  platform    = local.platform
  account     = local.foundation.accounts.identity
  size        = var.sizes.identity
  public      = false
  environment = {
    KMS_INVITATION_KEY       = local.foundation.keys.invitation
    AUTH0_DOMAIN             = local.foundation.auth0.domain
    AUTH0_CLIENT             = local.foundation.auth0.app
    AUTH0_MANAGER            = local.foundation.auth0.manager
    AUTH0_ROLE_TEACHER       = local.foundation.auth0.roles.teacher
    AUTH0_ROLE_ADMINISTRATOR = local.foundation.auth0.roles.administrator
    AUTH0_ROLE_OPERATOR      = local.foundation.auth0.roles.operator
    AUTH0_CONNECTIONS        = join(",", local.foundation.auth0.connections)
    TRACE_RATIO              = local.trace_ratio
  }
  secrets = {
    AUTH0_SECRET = { secret = "auth0", version = google_secret_manager_secret_version.auth0.version }
  }
}

module "identity_push" {
  source = "../modules/push"

  function = module.identity
  topics   = ["identity-work"]
  platform = local.topics
  pusher   = local.foundation.pushers.identity
  agent    = local.foundation.pubsub_agent
}
