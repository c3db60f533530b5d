# The ticket secret seals participant tokens. Its versions take turns: all functions accept both before
# any seals with the new one, so that a rotation in the middle of a lesson costs nobody their place.

locals {
  ticket_versions = toset([for v in compact([var.ticket_secret.current, var.ticket_secret.other]) : tostring(v)])

  # Secret Manager takes only a time to come. Past it the notice has been sent and waits to be acknowledged.
  rotation_due     = timeadd(var.ticket_secret.since, "2160h") # 90 days
  rotation_to_come = timecmp(local.rotation_due, plantimestamp()) > 0

  # For the environment of every function that handles participant tokens.
  ticket = {
    current = local.ticket_version[tostring(var.ticket_secret.current)]
    other   = var.ticket_secret.other == null ? null : local.ticket_version[tostring(var.ticket_secret.other)]
  }
  ticket_version = {
    for k, v in google_secret_manager_secret_version.ticket : k => { secret = "ticket", version = v.version }
  }
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
      rotation_period    = "7776000s" # 90 days; the next notice, should nobody have rotated until then
    }
  }
  depends_on = [google_pubsub_topic_iam_member.secret_rotation]
}

resource "google_secret_manager_secret_version" "ticket" {
  for_each = local.ticket_versions

  secret                 = google_secret_manager_secret.this["ticket"].id
  secret_data_wo         = var.fresh_secret # sent when the version is made, and never again
  secret_data_wo_version = 1
  # Removing a version from ticket_secret destroys it: whoever kept a token of before can't open anything.
  deletion_policy = "DELETE"
}

resource "google_secret_manager_secret_version" "smtp" {
  secret                 = google_secret_manager_secret.this["smtp"].id
  secret_data_wo         = var.smtp_password
  secret_data_wo_version = var.smtp.version
  lifecycle {
    create_before_destroy = true
  }
}

# Secret Manager publishes to this topic when the ticket secret is 90 days old. The notice waits, and the alert
# ticket-secret-age with it, until somebody has rotated and acknowledges it.
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
