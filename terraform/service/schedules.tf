locals {
  # What Cloud Scheduler publishes to, and when.
  schedules = {
    retention-tick = "0 * * * *"
    breach-tick    = "*/15 * * * *"
  }
}

resource "google_cloud_scheduler_job" "tick" {
  for_each = local.schedules

  project   = local.project
  region    = local.foundation.region
  name      = each.key
  schedule  = each.value
  time_zone = "Etc/UTC" # months and deadlines are counted in UTC
  pubsub_target {
    topic_name = "projects/${local.project}/topics/${local.foundation.topics[each.key]}"
    attributes = { scheduled = each.key } # Pub/Sub refuses a message without data or attributes
  }
  retry_config {
    retry_count          = 5
    min_backoff_duration = "5s"
    max_backoff_duration = "60s"
  }
}
