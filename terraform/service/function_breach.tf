# Keeps the clocks of incidents: affected lists, deadlines, escalations, notices. It opens the contacts of orgs and
# of those who report, and nothing a student wrote.
module "breach" {
  source = "../modules/function"

  name        = "breach"
  description = "Affected lists, clocks and notices of incidents"
  platform    = local.platform
  account     = local.foundation.accounts.breach
  size        = var.sizes.breach
  public      = false
  environment = {
    KMS_CONTACT_KEY = local.foundation.keys.contact
    OPERATOR_ORG    = local.foundation.operator_org
    TRACE_RATIO     = local.trace_ratio
  }
}

module "breach_push" {
  source = "../modules/push"

  function = module.breach
  topics   = ["breach-tick", "breach-work"]
  platform = local.topics
  pusher   = local.foundation.pushers.breach
  agent    = local.foundation.pubsub_agent
}

# By incident and clause, so that the person on call sees which. A drill wakes nobody.
resource "google_logging_metric" "breach_clause" {
  project     = local.project
  name        = "breach-clause"
  description = "Clauses of an incident of whose time 75 % have passed while a notice still waits, at every tick"
  filter      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${module.breach.name}\" AND jsonPayload.alert=\"breach-clause\" AND jsonPayload.percent>=75 AND jsonPayload.drill=false"
  label_extractors = {
    incident = "EXTRACT(jsonPayload.incident)"
    clause   = "EXTRACT(jsonPayload.clause)"
  }
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    labels {
      key         = "incident"
      description = "The incident's id"
    }
    labels {
      key         = "clause"
      description = "The clause's id, such as gdpr-33-1"
    }
  }
}

resource "google_monitoring_alert_policy" "breach_clause" {
  project               = local.project
  display_name          = "A breach notice is due soon and still waits"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.page_channels
  conditions {
    display_name = "75 % of a clause's time have passed"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${time_sleep.metrics.triggers["breach-clause"]}\" AND resource.type=\"cloud_run_revision\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "60s"
      # Two ticks without a line end it.
      evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"
      aggregations {
        alignment_period     = "1800s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["metric.labels.incident", "metric.labels.clause"]
      }
    }
  }
  alert_strategy {
    notification_prompts = ["OPENED", "CLOSED"]
  }
  documentation {
    mime_type = "text/markdown"
    content   = "The clause $${metric.label.clause} of the incident $${metric.label.incident}: a notice waits and at least 75 % of the time have passed. What to do: ${local.runbooks}/breach-clause.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/breach-clause.md"
    }
  }
  user_labels = { runbook = "breach-clause" }
}
