# What the service has to know about the foundation, as a file in the bucket of sources. None of it is secret: whoever releases
# reads this instead of the foundation's state, in which the social log-ins' client secrets are.
locals {
  handover = {
    project = local.project
    region  = var.region
    domain  = var.domain

    # For modules/function.
    platform = {
      everyone      = local.everyone
      source_bucket = google_storage_bucket.source.name
      repository    = google_artifact_registry_repository.functions.id
      builder       = time_sleep.builder.triggers["account"]
    }

    accounts  = { for name, a in module.account : name => a.email }
    addresses = { for k, a in google_compute_global_address.this : k => a.id }
    auth0 = {
      domain   = var.auth0_domain
      audience = auth0_resource_server.api.identifier
      app      = auth0_client.web.client_id
      manager  = auth0_client.identity.client_id
      roles    = { for name, r in auth0_role.this : name => r.id }

      # By which schools sign in, in the order of their names, so that it stays the same.
      connections = values(local.connections)
    }
    channels            = { page = local.page_channels, ticket = local.ticket_channels }
    keys                = { for k, key in google_kms_crypto_key.this : k => key.id }
    logged              = local.logged
    operator_org        = auth0_organization.operator.id
    pubsub_agent        = local.agents.pubsub
    pushers             = { for name, a in google_service_account.push : name => a.email }
    receipt_key_version = local.receipt_key_version
    runbooks            = var.runbooks
    secrets             = { for k, s in google_secret_manager_secret.this : k => s.id }
    smtp                = var.smtp
    topics              = { for k, t in google_pubsub_topic.this : k => t.name }
    web_bucket          = google_storage_bucket.web.name
    archive_bucket      = google_storage_bucket.archives.name
  }
}

resource "google_storage_bucket_object" "foundation" {
  bucket        = google_storage_bucket.source.name
  name          = "foundation.json"
  content_type  = "application/json"
  cache_control = "no-store"
  content       = jsonencode(local.handover)

  # Whoever reads it can use what it names: grants are made, and indexes are built.
  depends_on = [module.account, google_service_account_iam_member.push, google_storage_bucket_iam_member.anyone, google_firestore_index.this]
}
