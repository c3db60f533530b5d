locals {
  # The topics of ARCHITECTURE.md. A payload is ids only, never an address or a name.
  topics = ["retention-tick", "retention-work", "breach-work", "breach-tick", "notify-mail", "dead-letter"]

  # What Cloud Scheduler publishes to, and when.
  schedules = {
    retention-tick = "0 * * * *"
    breach-tick    = "*/15 * * * *"
  }
}

resource "google_pubsub_topic" "this" {
  for_each = toset(local.topics)

  project = local.project
  name    = each.key
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_cloud_scheduler_job" "tick" {
  for_each = local.schedules

  project   = local.project
  region    = var.region
  name      = each.key
  schedule  = each.value
  time_zone = "Etc/UTC" # months and deadlines are counted in UTC
  pubsub_target {
    topic_name = google_pubsub_topic.this[each.key].id
    attributes = { scheduled = each.key } # Pub/Sub takes no message without data or attributes
  }
  retry_config {
    retry_count          = 5
    min_backoff_duration = "5s"
    max_backoff_duration = "60s"
  }
}

# What could not be handled waits here for a person; the alert dead-letter rings while anything does.
resource "google_pubsub_subscription" "dead_letter" {
  project                    = local.project
  name                       = "dead-letter"
  topic                      = google_pubsub_topic.this["dead-letter"].id
  message_retention_duration = "2678400s" # 31 days, the longest there is
  ack_deadline_seconds       = 600
  expiration_policy {
    ttl = "" # never
  }
}

# Pub/Sub itself forwards what it gives up on.
resource "google_pubsub_topic_iam_member" "dead_letter" {
  project = local.project
  topic   = google_pubsub_topic.this["dead-letter"].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:${local.agents.pubsub}"
}
