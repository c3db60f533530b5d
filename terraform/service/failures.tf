# What goes wrong in the functions and beneath them: lines that they or Cloud Run write, counted by function, errors of
# the functions that few people call, limits that are reached, and messages that nobody handles.

resource "google_logging_metric" "function_panics" {
  project     = local.project
  name        = "function-panics"
  description = "Panics: faults in our code"
  filter      = "resource.type=\"cloud_run_revision\" AND severity=\"CRITICAL\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# Cloud Run's own words, https://cloud.google.com/run/docs/troubleshooting.
resource "google_logging_metric" "memory_kills" {
  project     = local.project
  name        = "memory-kills"
  description = "Instances that were stopped for using more memory than they have"
  filter      = "resource.type=\"cloud_run_revision\" AND textPayload=~\"^Memory limit of .* exceeded\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# These lines are counted and kept nowhere (logging.tf). Cloud Run's own count of requests lacks them.
resource "google_logging_metric" "no_instance" {
  project     = local.project
  name        = "no-instance"
  description = "Requests and messages that Cloud Run turned away because all instances were busy"
  filter      = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/requests\") AND httpRequest.status=429 AND textPayload=~\"no available instance\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_logging_metric" "sign_in" {
  project     = local.project
  name        = "sign-in"
  description = "Attempts to fetch Auth0's keys that failed"
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.alert=\"sign-in\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_logging_metric" "key_service" {
  project     = local.project
  name        = "key-service"
  description = "Requests and messages that failed because Cloud KMS didn't answer, or refused a key"
  filter      = "resource.type=\"cloud_run_revision\" AND severity>=\"WARNING\" AND jsonPayload.cause=\"kms\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_logging_metric" "mail_fails" {
  project     = local.project
  name        = "mail-fails"
  description = "Attempts to send a breach notice that the mail server didn't accept"
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.alert=\"mail-fails\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_logging_metric" "identity_refused" {
  project     = local.project
  name        = "identity-refused"
  description = "Changes of people's accounts that Auth0 didn't accept"
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.alert=\"identity-refused\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_logging_metric" "live_view" {
  project     = local.project
  name        = "live-view"
  description = "Teachers' live views that didn't begin or broke off"
  filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.alert=\"live-view\""
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

locals {
  # More than so many lines of one function in a period.
  failing = {
    function-panics = {
      title = "A function panicked", about = "A fault in our code ended a request or the handling of a message."
      more  = 0, period = "300s", channels = local.page_channels, severity = "ERROR"
    }
    memory-kills = {
      title = "An instance ran out of memory", about = "Cloud Run stopped it, with all the requests that it was serving."
      more  = 0, period = "300s", channels = local.page_channels, severity = "ERROR"
    }
    no-instance = {
      title = "All instances are busy", about = "Requests or messages are turned away."
      more  = 10, period = "300s", channels = local.page_channels, severity = "ERROR"
    }
    sign-in = {
      title = "Auth0's keys can't be fetched", about = "Soon nobody can sign in."
      more  = 3, period = "600s", channels = local.page_channels, severity = "ERROR"
    }
    key-service = {
      title = "Cloud KMS doesn't serve a function", about = "Results can't be opened, sessions can't be started, receipts can't be signed."
      more  = 3, period = "300s", channels = local.page_channels, severity = "ERROR"
    }
    mail-fails = {
      title = "Breach notices aren't accepted", about = "The mail server can't be reached or rejects them."
      more  = 2, period = "3600s", channels = local.ticket_channels, severity = "WARNING"
    }
    identity-refused = {
      title = "Auth0 refuses changes of accounts", about = "Invitations aren't sent, or roles and deletions aren't carried out there."
      more  = 2, period = "3600s", channels = local.ticket_channels, severity = "WARNING"
    }
    live-view = {
      title = "Live views break off", about = "Teachers don't see the answers arrive."
      more  = 5, period = "600s", channels = local.page_channels, severity = "ERROR"
    }
  }
}

resource "google_monitoring_alert_policy" "failing" {
  for_each = local.failing

  project               = local.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = each.value.channels
  conditions {
    display_name = "More than ${each.value.more} lines in ${each.value.period}"
    condition_threshold {
      filter                  = "metric.type=\"logging.googleapis.com/user/${time_sleep.metrics.triggers[each.key]}\" AND resource.type=\"cloud_run_revision\""
      comparison              = "COMPARISON_GT"
      threshold_value         = each.value.more
      duration                = "0s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = each.value.period
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.labels.service_name"]
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "$${resource.labels.service_name}: ${each.value.about} What to do: ${local.runbooks}/${each.key}.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/${each.key}.md"
    }
  }
  user_labels = { runbook = each.key }
}

locals {
  # So few people call these that an objective over 30 days says nothing: a single failure would be several per cent of it.
  # With what the edge caches of them.
  rare = {
    live     = { backends = [google_compute_backend_service.function["live"].name], channels = local.page_channels }
    rights   = { backends = [google_compute_backend_service.function["rights"].name], channels = local.page_channels }
    request  = { backends = [google_compute_backend_service.function["request"].name], channels = local.ticket_channels }
    org      = { backends = [google_compute_backend_service.function["org"].name, google_compute_backend_service.cached["privacy"].name], channels = local.ticket_channels }
    incident = { backends = [google_compute_backend_service.function["incident"].name, google_compute_backend_service.cached["notices"].name], channels = local.page_channels }
  }
}

resource "google_monitoring_alert_policy" "errors" {
  for_each = local.rare

  project               = local.project
  display_name          = "${each.key}: requests fail with server errors"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = each.value.channels
  conditions {
    display_name = "Three 5xx in a quarter of an hour"
    condition_threshold {
      filter                  = "metric.type=\"loadbalancing.googleapis.com/https/request_count\" AND resource.type=\"https_lb_rule\" AND resource.labels.backend_target_name=one_of(${join(",", [for b in each.value.backends : "\"${b}\""])}) AND metric.labels.response_code_class=500"
      comparison              = "COMPARISON_GT"
      threshold_value         = 2
      duration                = "0s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "900s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Requests to ${each.key} end in a 5xx. What to do: ${local.runbooks}/errors.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/errors.md"
    }
  }
  user_labels = { runbook = "errors" }
}

# Before requests are turned away. Functions of Pub/Sub's may use all they have: their messages wait.
resource "google_monitoring_alert_policy" "instances" {
  for_each = local.served

  project               = local.project
  display_name          = "${each.key} is at its limit of instances"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.ticket_channels
  conditions {
    display_name = "All ${var.sizes[each.key].max_instances} busy for five minutes"
    condition_threshold {
      filter                  = "metric.type=\"run.googleapis.com/container/instance_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${each.value.name}\" AND metric.labels.state=\"active\""
      comparison              = "COMPARISON_GT"
      threshold_value         = var.sizes[each.key].max_instances - 1
      duration                = "300s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_MAX"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "${each.key} can't scale out any further. What to do: ${local.runbooks}/no-instance.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/no-instance.md"
    }
  }
  user_labels = { runbook = "no-instance" }
}

# Cloud Armor's limits are counted by address, and a school has one.
resource "google_monitoring_alert_policy" "refused" {
  project               = local.project
  display_name          = "Many requests are rate-limited"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "More than 300 answers 429 in five minutes"
    condition_threshold {
      filter                  = "metric.type=\"loadbalancing.googleapis.com/https/request_count\" AND resource.type=\"https_lb_rule\" AND metric.labels.response_code=429"
      comparison              = "COMPARISON_GT"
      threshold_value         = 300
      duration                = "0s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.labels.backend_target_name"]
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "$${resource.labels.backend_target_name}: a whole school may be shut out, or someone is guessing codes. What to do: ${local.runbooks}/refused.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/refused.md"
    }
  }
  user_labels = { runbook = "refused" }
}

resource "google_monitoring_alert_policy" "quota" {
  project               = local.project
  display_name          = "A Google quota is used up"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "A request was refused for a quota"
    condition_threshold {
      filter                  = "metric.type=\"serviceruntime.googleapis.com/quota/exceeded\" AND resource.type=\"consumer_quota\""
      comparison              = "COMPARISON_GT"
      threshold_value         = 0
      duration                = "0s"
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_COUNT_TRUE"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.labels.service", "metric.labels.quota_metric"]
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "$${resource.labels.service}, $${metric.labels.quota_metric}. What to do: ${local.runbooks}/quota.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/quota.md"
    }
  }
  user_labels = { runbook = "quota" }
}

locals {
  # How long a message of a subscription may wait. A school's plan comes again every hour, a clock's tick every quarter.
  patience = { retention-plan = 5400, retention-work = 7200, breach-work = 1800, notify-mail = 1800, identity-work = 7200, find-work = 7200, export-work = 7200 }
}

resource "google_monitoring_alert_policy" "backlog" {
  project               = local.project
  display_name          = "Messages wait too long"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  dynamic "conditions" {
    for_each = local.patience
    content {
      display_name = "One of ${conditions.key} waits for more than ${conditions.value / 60} minutes"
      condition_threshold {
        filter                  = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${conditions.key}\""
        comparison              = "COMPARISON_GT"
        threshold_value         = conditions.value
        duration                = "300s"
        evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
        aggregations {
          alignment_period   = "60s"
          per_series_aligner = "ALIGN_MAX"
        }
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "$${resource.labels.subscription_id}: what its messages ask for isn't being done. What to do: ${local.runbooks}/backlog.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/backlog.md"
    }
  }
  user_labels = { runbook = "backlog" }
}
