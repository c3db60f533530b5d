# One Cloud Function of the second generation: its account, what the account may do, the function.

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
  database_grants = { for database, actions in { default = var.may.default, vault = var.may.vault } : database => actions if length(actions) > 0 }
  key_grants = merge([
    for key, actions in var.may.keys : { for action in actions : "${key}/${action}" => { key = key, action = action } }
  ]...)
  archive = "${var.platform.archives}/${var.name}.zip"
}

resource "google_service_account" "this" {
  project      = var.platform.project
  account_id   = "fn-${var.name}" # an account's name has at least six characters
  display_name = "Function ${var.name}"
  description  = var.description
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

resource "google_pubsub_topic_iam_member" "this" {
  for_each = toset(var.may.topics)

  project = var.platform.project
  topic   = var.platform.topics[each.key]
  role    = "roles/pubsub.publisher"
  member  = google_service_account.this.member
}

# Named by its hash: the same source is the same object, and Terraform leaves the function alone.
resource "google_storage_bucket_object" "source" {
  bucket = var.platform.source_bucket
  name   = "${var.name}-${filesha256(local.archive)}.zip"
  source = local.archive
}

resource "google_cloudfunctions2_function" "this" {
  project     = var.platform.project
  location    = var.platform.region
  name        = var.name
  description = var.description

  build_config {
    runtime           = "go126"
    entry_point       = title(var.name)
    service_account   = var.platform.builder
    docker_repository = var.platform.repository
    source {
      storage_source {
        bucket = google_storage_bucket_object.source.bucket
        object = google_storage_bucket_object.source.name
      }
    }
    automatic_update_policy {} # security patches of the base image without a build of ours
  }

  service_config {
    service_account_email            = google_service_account.this.email
    available_cpu                    = var.size.cpu
    available_memory                 = var.size.memory
    max_instance_request_concurrency = var.size.concurrency
    max_instance_count               = var.size.max_instances
    min_instance_count               = var.size.min_instances
    timeout_seconds                  = var.size.timeout
    # Its own address would go past Cloud Armor.
    ingress_settings               = var.public ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision = true
    environment_variables          = merge(var.environment, { GOOGLE_CLOUD_PROJECT = var.platform.project, LOG_LEVEL = var.platform.log_level })

    dynamic "secret_environment_variables" {
      for_each = { for name, s in var.secrets : name => s if s != null }
      content {
        key        = secret_environment_variables.key
        project_id = var.platform.project
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }
  }

  # A revision doesn't start before it may read its secrets.
  depends_on = [google_secret_manager_secret_iam_member.this]
}

# The load balancer passes requests on without an identity, so what it serves takes calls from anyone; ingress
# is what keeps them behind it. A function of Pub/Sub's gets no such binding.
resource "google_cloud_run_v2_service_iam_member" "anyone" {
  count = var.public ? 1 : 0

  project  = var.platform.project
  location = var.platform.region
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = var.platform.everyone
}
