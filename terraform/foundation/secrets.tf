# The functions' secrets. The versions are the service's (terraform/service/secrets.tf): one is destroyed only after
# no function reads it any more.

locals {
  # 90 days, and 90 more for as long as nobody has rotated, as Secret Manager counts on by itself. It accepts only a future time.
  rotation_due = [for n in range(1, 100) : timeadd(var.ticket_secret_since, "${n * 2160}h") if timecmp(timeadd(var.ticket_secret_since, "${n * 2160}h"), timeadd(plantimestamp(), "1h")) > 0][0]
}

resource "google_secret_manager_secret" "this" {
  for_each = toset(["ticket", "smtp", "auth0"])

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
    for_each = each.key == "ticket" ? [local.rotation_due] : []
    content {
      next_rotation_time = rotation.value
      rotation_period    = "7776000s" # 90 days
    }
  }
  depends_on = [time_sleep.secret_rotation]
}

# Google takes a while to obey the grant, and Secret Manager refuses a secret whose topic it can't publish to.
resource "time_sleep" "secret_rotation" {
  create_duration = "60s"
  depends_on      = [google_pubsub_topic_iam_member.secret_rotation]
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
