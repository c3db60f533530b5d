# Ends the life of data on time: plans hourly what is due, and erases it piece by piece. It opens nothing; it
# signs receipts.
module "retention" {
  source = "../modules/function"

  name        = "retention"
  description = "Plans and carries out expiry, deletion and erasure; receipts"
  platform    = local.platform
  account     = local.foundation.accounts.retention
  size        = var.sizes.retention
  public      = false
  environment = {
    ARCHIVE_BUCKET  = local.foundation.archive_bucket
    KMS_RECEIPT_KEY = local.foundation.receipt_key_version
    TRACE_RATIO     = local.trace_ratio
  }
}

module "retention_push" {
  source = "../modules/push"

  function = module.retention
  topics   = ["retention-tick", "retention-plan", "retention-work"]
  # The ticks of two hours: a function that was down doesn't plan for every hour since.
  kept     = { retention-plan = "7200s" }
  platform = local.topics
  pusher   = local.foundation.pushers.retention
  agent    = local.foundation.pubsub_agent
}

# Two conditions, since a metric that never had a value doesn't count as absent.
resource "google_monitoring_alert_policy" "retention_tick" {
  project               = local.project
  display_name          = "Retention had no successful tick in two hours"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "No acknowledged tick"
    condition_absent {
      filter   = local.retention_ticks
      duration = "7200s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  conditions {
    display_name = "Fewer than one acknowledged tick"
    condition_threshold {
      filter                  = local.retention_ticks
      comparison              = "COMPARISON_LT"
      threshold_value         = 1
      duration                = "60s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_ACTIVE"
      aggregations {
        alignment_period     = "7200s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "What is due is not erased. What to do: ${local.runbooks}/retention-tick.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/retention-tick.md"
    }
  }
  user_labels = { runbook = "retention-tick" }
}

locals {
  retention_ticks = "metric.type=\"pubsub.googleapis.com/subscription/push_request_count\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"retention-tick\" AND metric.labels.response_class=\"ack\""
}

# A tick that finds a restored database, more to erase than a tick may, or a policy without an end, succeeds and erases
# nothing.
resource "google_logging_metric" "retention_waits" {
  project     = local.project
  name        = "retention-waits"
  description = "Retention waits for a person: a database was restored, more is due than one tick may begin, or a policy has no end"
  filter      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${module.retention.name}\" AND jsonPayload.alert=\"retention-waits\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_monitoring_alert_policy" "retention_waits" {
  project               = local.project
  display_name          = "Retention waits for a person"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "Retention is paused or stopped"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${time_sleep.metrics.triggers["retention-waits"]}\" AND resource.type=\"cloud_run_revision\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "60s"
      # A tick without the line closes the incident.
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "3600s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Nothing is erased until somebody confirms. What to do: ${local.runbooks}/retention-waits.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/retention-waits.md"
    }
  }
  user_labels = { runbook = "retention-waits" }
}
