# One Cloud Function of the second generation, running as the account that modules/account made for it.

locals {
  archive = "${var.platform.archives}/${var.name}.zip"
  memory  = regex("^([0-9]+)(Mi|Gi)$", var.size.memory) # MiB or GiB
  # Go collects before it gets there; what isn't Go's heap has the rest. Requests for which it leaves no room are
  # answered 503 (shared/httpapi/load.go). functions/process gives tests the same.
  heap = floor(tonumber(local.memory[0]) * (local.memory[1] == "Gi" ? 1024 : 1) * 0.8)
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
    automatic_update_policy {} # security patches of the base image without a new build
  }

  service_config {
    service_account_email            = var.account
    available_cpu                    = var.size.cpu
    available_memory                 = var.size.memory
    max_instance_request_concurrency = var.size.concurrency
    max_instance_count               = var.size.max_instances
    min_instance_count               = var.size.min_instances
    timeout_seconds                  = var.size.timeout
    # Its own address would go past Cloud Armor.
    ingress_settings               = var.public ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision = true
    environment_variables = merge(var.environment, {
      GOOGLE_CLOUD_PROJECT = var.platform.project
      LOG_LEVEL            = var.platform.log_level
      VERSION              = var.platform.version.version
      COMMIT               = var.platform.version.commit
      GOMEMLIMIT           = "${local.heap}MiB"
    })

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
}

# The load balancer passes requests on without an identity, so what it serves takes calls from anyone; ingress
# is what keeps them behind it. A function for Pub/Sub gets no such binding.
resource "google_cloud_run_v2_service_iam_member" "anyone" {
  count = var.public ? 1 : 0

  project  = var.platform.project
  location = var.platform.region
  name     = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = var.platform.everyone
}
