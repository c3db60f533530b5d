locals {
  page_channels   = local.foundation.channels.page
  ticket_channels = local.foundation.channels.ticket

  # Which accounts may open which key according to grants.json, as a filter over the audit log.
  openers = {
    for key in keys(local.foundation.keys) : key => join(" OR ", [
      for name, may in local.grants : "\"${local.foundation.accounts[name]}\"" if contains(lookup(may.keys, key, []), "decrypt")
    ])
  }
  not_by_openers = join(" AND ", [
    for key, accounts in local.openers :
    "NOT (protoPayload.resourceName:\"/cryptoKeys/${key}\" AND protoPayload.authenticationInfo.principalEmail=(${accounts}))" if accounts != ""
  ])
}

# Decryptions by anyone whom the key tree doesn't name, failed ones too: an attempt matters as well.
resource "google_logging_metric" "foreign_decrypt" {
  project     = local.project
  name        = "foreign-decrypt"
  description = "Decrypt calls by anyone but the functions that may open the key"
  filter      = "protoPayload.serviceName=\"cloudkms.googleapis.com\" AND protoPayload.methodName=~\"Decrypt$\" AND ${local.not_by_openers}"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# For the dashboard: what people and tools, not functions, did in the databases.
resource "google_logging_metric" "people_in_databases" {
  project     = local.project
  name        = "people-in-databases"
  description = "Reads and writes in Firestore by anyone but the functions"
  filter      = "protoPayload.serviceName=\"firestore.googleapis.com\" AND log_id(\"cloudaudit.googleapis.com/data_access\")"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# Google refuses an alert on a log-based metric for up to ten minutes after the metric is created.
resource "time_sleep" "metrics" {
  create_duration = "600s"
  triggers = { for m in [
    google_logging_metric.breach_clause, google_logging_metric.foreign_decrypt, google_logging_metric.retention_waits,
    google_logging_metric.function_panics, google_logging_metric.memory_kills, google_logging_metric.no_instance, google_logging_metric.sign_in,
    google_logging_metric.key_service, google_logging_metric.mail_fails, google_logging_metric.identity_refused, google_logging_metric.live_view,
  ] : m.name => m.name }
}

resource "google_monitoring_alert_policy" "foreign_decrypt" {
  project               = local.project
  display_name          = "Someone used a key without permission"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.page_channels
  conditions {
    display_name = "Decrypt by another principal"
    condition_threshold {
      filter          = "metric.type=\"logging.googleapis.com/user/${time_sleep.metrics.triggers["foreign-decrypt"]}\" AND resource.type=\"cloudkms_cryptokey\""
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
    content   = "Someone other than the functions of the key tree asked Cloud KMS to open something. What to do: ${local.runbooks}/foreign-decrypt.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/foreign-decrypt.md"
    }
  }
  user_labels = { runbook = "foreign-decrypt" }
}

# The second leg of the vault's promise, which needs no deny policy: nobody has a role with these permissions
# (infra/deployment compares Terraform's grants with it), and both a copy and a grant of such a role are seen at once.
# It reads the admin activity log, which nobody can switch off.
locals {
  vault_copies = join(" OR ", [
    "(protoPayload.serviceName=\"firestore.googleapis.com\" AND protoPayload.methodName=~\"(ExportDocuments|CloneDatabase|CreateBackupSchedule)$\" AND protoPayload.resourceName:\"databases/vault\")",
    "(protoPayload.methodName=~\"SetIamPolicy$\" AND protoPayload.serviceData.policyDelta.bindingDeltas.action=\"ADD\" AND protoPayload.serviceData.policyDelta.bindingDeltas.role=~\"^roles/(owner|admin|editor|writer|firebase[.].*|datastore[.](owner|importExportAdmin|backup.*|cloneAdmin|restoreAdmin))$\")",
    "(protoPayload.methodName=~\"(Create|Update)Role$\" AND protoPayload.request.role.included_permissions=~\"^datastore[.](databases[.](clone|export)|backupSchedules[.]create)$\")",
  ])
}

resource "google_monitoring_alert_policy" "vault_copy" {
  project               = local.project
  display_name          = "The vault was copied, or someone was allowed to copy it"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.page_channels
  conditions {
    display_name = "A copy, or a grant to make one"
    condition_matched_log {
      filter = local.vault_copies
    }
  }
  alert_strategy {
    notification_rate_limit {
      period = "300s"
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "A copy of the vault would outlive the erasure of the keys in it. What to do: ${local.runbooks}/vault-copy.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/vault-copy.md"
    }
  }
  user_labels = { runbook = "vault-copy" }
}

resource "google_monitoring_alert_policy" "waiting" {
  # Subscriptions in which something waits for a person.
  for_each = {
    dead-letter = {
      subscription = "dead-letter"
      title        = "Messages could not be handled"
      about        = "A message of retention, breach, notify, identity, find or export failed at every attempt and waits in dead-letter."
      channels     = local.page_channels
      severity     = "ERROR"
    }
    ticket-secret-age = {
      subscription = "secret-rotation"
      title        = "The ticket secret is 90 days old"
      about        = "It is time to rotate the secret that seals participant tokens."
      channels     = local.ticket_channels
      severity     = "WARNING"
    }
  }

  project               = local.project
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
    content   = "${each.value.about} What to do: ${local.runbooks}/${each.key}.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/${each.key}.md"
    }
  }
  user_labels = { runbook = each.key }
}
