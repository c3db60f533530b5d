# The functions' secrets. The versions are the service's (terraform/service/secrets.tf): one is destroyed only after
# no function reads it any more.

locals {
  # Secret Manager accepts only a future time. After it, the notice has been sent and waits to be acknowledged.
  rotation_due     = timeadd(var.ticket_secret_since, "2160h") # 90 days
  rotation_to_come = timecmp(local.rotation_due, plantimestamp()) > 0
}

resource "google_secret_manager_secret" "this" {
  for_each = toset(["ticket", "smtp"])

  project   = local.project
  secret_id = each.key
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
  dynamic "topics" {
    for_each = each.key == "ticket" ? [google_pubsub_topic.secret_rotation.id] : []
    content {
      name = topics.value
    }
  }
  dynamic "rotation" {
    for_each = each.key == "ticket" && local.rotation_to_come ? [local.rotation_due] : []
    content {
      next_rotation_time = rotation.value
      rotation_period    = "7776000s" # 90 days until the next notice, if nobody has rotated by then
    }
  }
  depends_on = [google_pubsub_topic_iam_member.secret_rotation]
}

# Secret Manager publishes to this topic when the ticket secret is 90 days old. The notice waits, and the alert
# ticket-secret-age with it, until someone has rotated and acknowledges it.
resource "google_pubsub_topic" "secret_rotation" {
  project = local.project
  name    = "secret-rotation"
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_subscription" "secret_rotation" {
  project                    = local.project
  name                       = "secret-rotation"
  topic                      = google_pubsub_topic.secret_rotation.id
  message_retention_duration = "2678400s"
  filter                     = "attributes.eventType = \"SECRET_ROTATE\""
  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "secret_rotation" {
  project = local.project
  topic   = google_pubsub_topic.secret_rotation.name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.agents.secretmanager}"
}
