locals {
  # What each function may do, in one table: with the data, with the vault, with which key, secret and
  # topic. infra/deployment derives the same table from the code and fails where the two differ, so that
  # nothing is granted that no code uses. modules/function turns a line into roles and bindings.
  grants = jsondecode(file("${path.module}/grants.json"))

  # Everything that a function stands on, for modules/function.
  platform = {
    project       = local.project
    everyone      = local.everyone
    region        = var.region
    archives      = var.archives
    source_bucket = google_storage_bucket.source.name
    repository    = google_artifact_registry_repository.functions.id
    builder       = time_sleep.builder.triggers["account"]
    databases     = { default = google_firestore_database.default.name, vault = google_firestore_database.vault.name }
    keys          = merge({ for k, key in google_kms_crypto_key.this : k => key.id }, { receipt = google_kms_crypto_key.receipt.id })
    secrets       = { for k, s in google_secret_manager_secret.this : k => s.id }
    topics        = { for k, t in google_pubsub_topic.this : k => t.name }
    log_level     = var.log_level
  }

  # What is told of every function elsewhere: to alerts, audit logs and the load balancer. A new
  # function_<name>.tf adds its module here.
  functions = {
    answer    = module.answer
    breach    = module.breach
    incident  = module.incident
    join      = module.join
    notify    = module.notify
    org       = module.org
    retention = module.retention
    rights    = module.rights
    teacher   = module.teacher
  }
}
