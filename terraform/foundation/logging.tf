# What is logged, where and for how long. The functions log patterns and counts, never a path, a query, an
# address or a body; what Google's services log beside them is cut down here.

locals {
  log_buckets = {
    edge  = { days = 30, about = "Requests of teachers and of those who manage incidents, without query strings" }
    audit = { days = 1095, about = "Who used which key and who reached into the databases (three years, as the product's own audit)" }
  }
  # Functions whose requests are logged at the edge. What students call leaves no line: it would hold their address and
  # device. Rates and latencies are metrics.
  logged = ["incident", "live", "org", "request", "teacher"]

  edge_logs  = "resource.type=\"http_load_balancer\" AND log_id(\"requests\")"
  staff_logs = "${local.edge_logs} AND resource.labels.backend_service_name=(${join(" OR ", [for name in local.logged : "\"${name}\""])})"
  audit_logs = "log_id(\"cloudaudit.googleapis.com/data_access\")"
}

resource "google_logging_project_bucket_config" "this" {
  for_each = local.log_buckets

  project        = local.project
  location       = var.region
  bucket_id      = each.key
  retention_days = each.value.days
  description    = each.value.about
}

resource "google_logging_project_bucket_config" "default" {
  project        = local.project
  location       = "global" # where Google made it
  bucket_id      = "_Default"
  retention_days = 30
  description    = "What the functions say"
}

# Only staff's requests. A bucket's backend logs without being asked, and students load their page from it: what it
# logs goes nowhere.
#
# An address with a query string can't be shortened on its way, so those lines are not kept at all: lists and
# exports, which the functions count as well.
resource "google_logging_project_sink" "edge" {
  project                = local.project
  name                   = "edge"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.this["edge"].id}"
  filter                 = local.staff_logs
  unique_writer_identity = true
  exclusions {
    name        = "query-strings"
    description = "Addresses with a query string"
    filter      = "httpRequest.requestUrl=~\"[?]\""
  }
}

resource "google_logging_project_sink" "audit" {
  project                = local.project
  name                   = "audit"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.this["audit"].id}"
  filter                 = local.audit_logs
  unique_writer_identity = true
}

# The sink _Default must not keep a second copy of the above.
resource "google_logging_project_exclusion" "this" {
  for_each = {
    edge     = { about = "Those of staff are kept in the bucket edge, others nowhere", filter = local.edge_logs }
    audit    = { about = "Kept in the bucket audit", filter = local.audit_logs }
    requests = { about = "These have query strings and caller's addresses", filter = "log_id(\"run.googleapis.com/requests\")" }
    # Cloud Armor's own lines repeat the load balancer's.
    payloads = { about = "No log line with a request's body, whoever writes it", filter = "jsonPayload.requestBody:* OR jsonPayload.request.body:* OR protoPayload.request.writes:*" }
  }

  project     = local.project
  name        = each.key
  description = each.value.about
  filter      = each.value.filter
}

# Every use of a key, by anyone.
resource "google_project_iam_audit_config" "kms" {
  project = local.project
  service = "cloudkms.googleapis.com"
  audit_log_config {
    log_type = "ADMIN_READ"
  }
  audit_log_config {
    log_type = "DATA_READ"
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

# Access to the databases by people. The functions' accounts are left out, or a lesson would drown it out: what
# they do for whom is in the product's own audit. (The name datastore stands for Firestore here.)
resource "google_project_iam_audit_config" "firestore" {
  project = local.project
  service = "datastore.googleapis.com"
  dynamic "audit_log_config" {
    for_each = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]
    content {
      log_type         = audit_log_config.value
      exempted_members = [for a in module.account : "serviceAccount:${a.email}"]
    }
  }
}

# Someone who acts as one of those accounts wouldn't appear there, so they appear here.
resource "google_project_iam_audit_config" "impersonation" {
  project = local.project
  service = "iam.googleapis.com"
  audit_log_config {
    log_type = "DATA_READ"
  }
}

# Every read of a secret, by anyone: a handful of lines a day, when instances start.
resource "google_project_iam_audit_config" "secrets" {
  project = local.project
  service = "secretmanager.googleapis.com"
  audit_log_config {
    log_type = "DATA_READ"
  }
}
