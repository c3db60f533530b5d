locals {
  page_channels   = [for c in google_monitoring_notification_channel.page : c.id]
  ticket_channels = [for c in google_monitoring_notification_channel.ticket : c.id]

  # Who may open which key, by grants.json, as a filter over the audit log.
  openers = {
    for key in keys(google_kms_crypto_key.this) : key => [for f in local.functions : f.account if contains(f.keys, "${key}/decrypt")]
  }
}

resource "google_monitoring_notification_channel" "page" {
  for_each = toset(var.alert_emails.page)

  project      = var.project
  type         = "email"
  display_name = "Page ${each.key}"
  labels       = { email_address = each.key }
  depends_on   = [google_project_service.this]
}

resource "google_monitoring_notification_channel" "ticket" {
  for_each = toset(var.alert_emails.ticket)

  project      = var.project
  type         = "email"
  display_name = "Ticket ${each.key}"
  labels       = { email_address = each.key }
  depends_on   = [google_project_service.this]
}

# Decryptions by whom the key tree doesn't name, failed ones too: an attempt is news as well.
resource "google_logging_metric" "foreign_decrypt" {
  project     = var.project
  name        = "foreign-decrypt"
  description = "Decrypt calls by others than the functions that may open the key"
  filter = join(" AND ", concat(
    ["protoPayload.serviceName=\"cloudkms.googleapis.com\"", "protoPayload.methodName=~\"Decrypt$\""],
    [for key, accounts in local.openers :
    "NOT (protoPayload.resourceName:\"/cryptoKeys/${key}\" AND protoPayload.authenticationInfo.principalEmail=(${join(" OR ", [for a in accounts : "\"${a}\""])}))" if length(accounts) > 0],
  ))
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# For the dashboard: what people and tools, not functions, did in the databases.
resource "google_logging_metric" "people_in_databases" {
  project     = var.project
  name        = "people-in-databases"
  description = "Reads and writes in Firestore by others than the functions"
  filter      = "protoPayload.serviceName=\"firestore.googleapis.com\" AND ${local.audit_logs}"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_monitoring_alert_policy" "foreign_decrypt" {
  project               = var.project
  display_name          = "A key was used by somebody who may not"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.page_channels
  conditions {
    display_name = "Decrypt by another principal"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.foreign_decrypt.name}\" AND resource.type=\"cloudkms_cryptokey\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Somebody other than the functions of the key tree asked Cloud KMS to open something. What to do: ${var.runbooks}/foreign-decrypt.md"
    links {
      display_name = "Runbook"
      url          = "${var.runbooks}/foreign-decrypt.md"
    }
  }
  user_labels = { runbook = "foreign-decrypt" }
}

resource "google_monitoring_alert_policy" "waiting" {
  # Subscriptions in which something waits for a person.
  for_each = {
    dead-letter = {
      subscription = google_pubsub_subscription.dead_letter.name
      title        = "Messages could not be handled"
      about        = "A message of retention, breach or notify was tried to the end and waits in dead-letter."
      channels     = local.page_channels
      severity     = "ERROR"
    }
    ticket-secret-age = {
      subscription = google_pubsub_subscription.secret_rotation.name
      title        = "The ticket secret is 90 days old"
      about        = "It is time to rotate the secret that seals participant tokens."
      channels     = local.ticket_channels
      severity     = "WARNING"
    }
  }

  project               = var.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = each.value.channels
  conditions {
    display_name = "Something waits in ${each.value.subscription}"
    condition_threshold {
      filter          = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${each.value.subscription}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "60s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }
  alert_strategy {
    notification_prompts = ["OPENED", "CLOSED"]
  }
  documentation {
    mime_type = "text/markdown"
    content   = "${each.value.about} What to do: ${var.runbooks}/${each.key}.md"
    links {
      display_name = "Runbook"
      url          = "${var.runbooks}/${each.key}.md"
    }
  }
  user_labels = { runbook = each.key }
}
