# Whether the service can be reached from outside, through DNS, certificate and load balancer, which no log here shows.

locals {
  # The page comes from the bucket; the public notice, which anyone may read, from the edge or from incident.
  watched = {
    page   = "/"
    notice = "/v1/notices/public"
  }
}

resource "google_monitoring_uptime_check_config" "this" {
  for_each = local.watched

  project      = local.project
  display_name = "https://${local.foundation.domain}${each.value}"
  timeout      = "10s"
  period       = "60s"
  http_check {
    path         = each.value
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = local.project, host = local.foundation.domain }
  }
}

# Teachers sign in at Auth0, in their browsers: no line of ours shows that they can't.
resource "google_monitoring_uptime_check_config" "sign_in" {
  project      = local.project
  display_name = "https://${local.foundation.auth0.domain}"
  timeout      = "10s"
  period       = "60s"
  http_check {
    path         = "/.well-known/jwks.json"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = local.project, host = local.foundation.auth0.domain }
  }
}

resource "google_monitoring_alert_policy" "sign_in" {
  project               = local.project
  display_name          = "Nobody can sign in"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "Auth0 fails from two places"
    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${google_monitoring_uptime_check_config.sign_in.uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "60s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["resource.label.host"]
      }
      trigger {
        count = 1
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Auth0 doesn't answer. What to do: ${local.runbooks}/sign-in.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/sign-in.md"
    }
  }
  user_labels = { runbook = "sign-in" }
}

resource "google_monitoring_alert_policy" "reach" {
  project               = local.project
  display_name          = "The service can't be reached"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.page_channels
  dynamic "conditions" {
    for_each = google_monitoring_uptime_check_config.this
    content {
      display_name = "${local.watched[conditions.key]} fails from two places"
      condition_threshold {
        filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${conditions.value.uptime_check_id}\""
        comparison      = "COMPARISON_GT"
        threshold_value = 1
        duration        = "60s"
        aggregations {
          alignment_period     = "300s"
          per_series_aligner   = "ALIGN_NEXT_OLDER"
          cross_series_reducer = "REDUCE_COUNT_FALSE"
          group_by_fields      = ["resource.label.host"]
        }
        trigger {
          count = 1
        }
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Nobody gets in from outside. What to do: ${local.runbooks}/reach.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/reach.md"
    }
  }
  user_labels = { runbook = "reach" }
}

# Google renews a managed certificate about a month before it expires. If it is closer than that, renewal failed.
resource "google_monitoring_alert_policy" "certificate" {
  project               = local.project
  display_name          = "The certificate ends in less than 20 days"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.page_channels
  conditions {
    display_name = "Days until the certificate ends"
    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${google_monitoring_uptime_check_config.this["page"].uptime_check_id}\""
      comparison      = "COMPARISON_LT"
      threshold_value = 20
      duration        = "600s"
      aggregations {
        alignment_period     = "1200s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_MEAN"
        group_by_fields      = ["resource.label.host"]
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "It could not be renewed. What to do: ${local.runbooks}/certificate.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/certificate.md"
    }
  }
  user_labels = { runbook = "certificate" }
}
