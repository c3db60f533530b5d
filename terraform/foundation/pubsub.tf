locals {
  # The topics of ARCHITECTURE.md. A payload is ids only, never an address or a name.
  topics = ["retention-tick", "retention-plan", "retention-work", "breach-work", "breach-tick", "notify-mail", "identity-work", "find-work", "export-work", "dead-letter"]
}

resource "google_pubsub_topic" "this" {
  for_each = toset(local.topics)

  project = local.project
  name    = each.key
  message_storage_policy {
    allowed_persistence_regions = [var.region]
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

# Messages are pushed to a function by an account of its own, which only that function lets in (modules/push).
resource "google_service_account" "push" {
  for_each = toset(["breach", "export", "find", "identity", "notify", "retention"])

  project      = local.project
  account_id   = "push-${each.key}"
  display_name = "Pushes messages to ${each.key}"
}

resource "google_service_account_iam_member" "push" {
  for_each = google_service_account.push

  service_account_id = each.value.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:${local.agents.pubsub}"
}
