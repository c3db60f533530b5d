# What one function runs as, and what that account may do.

locals {
  permissions = {
    create   = "datastore.entities.create"
    delete   = "datastore.entities.delete"
    get      = "datastore.entities.get"
    list     = "datastore.entities.list"
    transact = "datastore.databases.get" # begins and rolls back transactions
    update   = "datastore.entities.update"
  }
  key_roles = {
    decrypt = "roles/cloudkms.cryptoKeyDecrypter"
    encrypt = "roles/cloudkms.cryptoKeyEncrypter"
    look    = "roles/cloudkms.publicKeyViewer"
    sign    = "roles/cloudkms.signer"
  }
  object_permissions = {
    create = "storage.objects.create"
    delete = "storage.objects.delete"
    get    = "storage.objects.get"
    list   = "storage.objects.list"
  }
  database_grants = { for database, actions in { default = var.may.default, vault = var.may.vault, audit = var.may.audit } : database => actions if length(actions) > 0 }
  key_grants = merge([
    for key, actions in var.may.keys : { for action in actions : "${key}/${action}" => { key = key, action = action } }
  ]...)
}

resource "google_service_account" "this" {
  project      = var.platform.project
  account_id   = "fn-${var.name}" # an account's name has at least six characters
  display_name = "Function ${var.name}"
}

# IAM conditions reach databases, not collections: a role for each database, with what the code does there.
resource "google_project_iam_custom_role" "database" {
  for_each = local.database_grants

  project     = var.platform.project
  role_id     = "${var.name}_${each.key}"
  title       = "${var.name} in ${each.key}"
  description = "What the function ${var.name} does in the database ${each.key} (terraform/grants.json)"
  permissions = [for action in each.value : local.permissions[action]]
}

resource "google_project_iam_member" "database" {
  for_each = local.database_grants

  project = var.platform.project
  role    = google_project_iam_custom_role.database[each.key].name
  member  = google_service_account.this.member
  condition {
    title      = "Database ${each.key}"
    expression = "resource.name == 'projects/${var.platform.project}/databases/${var.platform.databases[each.key]}'"
  }
}

# No predefined role has so little: whoever may create objects mustn't overwrite them, whoever reads them mustn't list them.
resource "google_project_iam_custom_role" "archives" {
  count = length(var.may.objects) > 0 ? 1 : 0

  project     = var.platform.project
  role_id     = "${var.name}_archives"
  title       = "${var.name} with archives"
  description = "What the function ${var.name} does with the objects of schools' archives (terraform/grants.json)"
  permissions = [for action in var.may.objects : local.object_permissions[action]]
}

resource "google_storage_bucket_iam_member" "archives" {
  count = length(var.may.objects) > 0 ? 1 : 0

  bucket = var.platform.archives
  role   = google_project_iam_custom_role.archives[0].name
  member = google_service_account.this.member
}

resource "google_kms_crypto_key_iam_member" "this" {
  for_each = local.key_grants

  crypto_key_id = var.platform.keys[each.value.key]
  role          = local.key_roles[each.value.action]
  member        = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "this" {
  for_each = toset(var.may.secrets)

  secret_id = var.platform.secrets[each.key]
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

# Writes spans, reads none.
resource "google_project_iam_member" "traces" {
  count = var.may.traces ? 1 : 0

  project = var.platform.project
  role    = "roles/telemetry.tracesWriter"
  member  = google_service_account.this.member
}

resource "google_pubsub_topic_iam_member" "this" {
  for_each = toset(var.may.topics)

  project = var.platform.project
  topic   = var.platform.topics[each.key]
  role    = "roles/pubsub.publisher"
  member  = google_service_account.this.member
}
