# How source archives become running functions.

resource "google_storage_bucket" "source" {
  project                     = local.project
  name                        = "${local.project}-functions-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 90
    }
  }
  versioning {
    enabled = true # Terraform removes the archive before; a roll-back finds it for 90 days
  }
}

resource "google_artifact_registry_repository" "functions" {
  project       = local.project
  location      = var.region
  repository_id = "functions"
  format        = "DOCKER"
  description   = "Images of the functions"
  cleanup_policies {
    id     = "keep"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete"
    action = "DELETE"
    condition {
      older_than = "7776000s" # 90 days
    }
  }
}

# Builds run as an account of their own, which reaches sources and images and no data.
resource "google_service_account" "builder" {
  project      = local.project
  account_id   = "builder"
  display_name = "Builds the functions"
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  project    = local.project
  location   = var.region
  repository = google_artifact_registry_repository.functions.name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

resource "google_project_iam_member" "builder_logs" {
  project = local.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.builder.member
}

# Cloud Functions copies an archive into a bucket of its own and builds from there.
resource "google_project_iam_member" "builder_sources" {
  project = local.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member
  condition {
    title      = "Source buckets"
    expression = "resource.name.startsWith('projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-') || resource.name.startsWith('projects/_/buckets/${google_storage_bucket.source.name}')"
  }
}

# Google takes minutes to obey a grant, and a build that comes before is refused.
resource "time_sleep" "builder" {
  create_duration = "120s"
  triggers        = { account = google_service_account.builder.id }
  depends_on = [
    google_artifact_registry_repository_iam_member.builder,
    google_project_iam_member.builder_logs,
    google_project_iam_member.builder_sources,
  ]
}
