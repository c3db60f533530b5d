# Schools' archives: everything of a school, sealed piece by piece, for a week. Nothing of one must outlast what is erased of it, so there
# is no second copy of an object: no version, no soft deletion. retention deletes on time; the rule is for the day on which it can't.
resource "google_storage_bucket" "archives" {
  project                     = local.project
  name                        = "${local.project}-archives"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 7
    }
  }
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 1
    }
  }
  soft_delete_policy {
    retention_duration_seconds = 0
  }
  versioning {
    enabled = false
  }
}
