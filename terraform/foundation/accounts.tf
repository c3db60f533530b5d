locals {
  # What each function may do, in one table: with the data, the vault and the audit, with schools' archives, with which key, secret and
  # topic. infra/deployment derives the same table from the code and fails where the two differ, so that
  # nothing is granted that no code uses. modules/account turns a line into roles and bindings.
  grants = jsondecode(file("${path.module}/../grants.json"))

  reach = {
    project   = local.project
    databases = { default = google_firestore_database.default.name, vault = google_firestore_database.vault.name, audit = google_firestore_database.audit.name }
    keys      = merge({ for k, key in google_kms_crypto_key.this : k => key.id }, { receipt = google_kms_crypto_key.receipt.id })
    secrets   = { for k, s in google_secret_manager_secret.this : k => s.id }
    topics    = { for k, t in google_pubsub_topic.this : k => t.name }
    archives  = google_storage_bucket.archives.name
  }
}

module "account" {
  source   = "../modules/account"
  for_each = local.grants

  name     = each.key
  platform = local.reach
  may      = each.value
}
