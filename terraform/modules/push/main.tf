# Messages of some topics, pushed to one function, with an identity that only that function lets in.

resource "google_cloud_run_v2_service_iam_member" "invoker" {
  project  = var.platform.project
  location = var.platform.region
  name     = var.function.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${var.pusher}"
}

resource "google_pubsub_subscription" "this" {
  for_each = var.topics

  project                    = var.platform.project
  name                       = each.key
  topic                      = var.platform.topics[each.key]
  ack_deadline_seconds       = 600 # the maximum: what takes longer would be redelivered while it runs
  message_retention_duration = lookup(var.kept, each.key, "604800s")
  expiration_policy {
    ttl = "" # never expires, however long nothing is due
  }

  push_config {
    # The path names the topic: the functions framework makes it the event's source.
    push_endpoint = "${var.function.url}/projects/${var.platform.project}/topics/${each.key}"
    oidc_token {
      service_account_email = var.pusher
      audience              = var.function.url
    }
  }

  # About 50 minutes of attempts, then a person looks at it.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }
  dead_letter_policy {
    dead_letter_topic     = "projects/${var.platform.project}/topics/${var.platform.topics["dead-letter"]}"
    max_delivery_attempts = 10
  }

  depends_on = [google_cloud_run_v2_service_iam_member.invoker]
}

resource "google_pubsub_subscription_iam_member" "agent" {
  for_each = google_pubsub_subscription.this

  project      = var.platform.project
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${var.agent}"
}
