data "google_project" "this" {
  project_id = var.project
}

locals {
  services = [
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudkms.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "dns.googleapis.com",
    "firebaserules.googleapis.com",
    "firestore.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "orgpolicy.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
  ]
  # Accounts of Google's own, which it makes when the service is first enabled.
  agents = {
    pubsub        = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    secretmanager = "service-${data.google_project.this.number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
  }
}

resource "google_project_service" "this" {
  for_each = toset(local.services)

  project = var.project
  service = each.key
  # Switching a service off deletes what it holds.
  disable_on_destroy = false
}

# Nothing can be made, by anybody, outside the places that the schools were told.
resource "google_org_policy_policy" "locations" {
  count = var.allowed_locations == null ? 0 : 1

  name   = "projects/${var.project}/policies/gcp.resourceLocations"
  parent = "projects/${var.project}"
  spec {
    rules {
      values {
        allowed_values = var.allowed_locations
      }
    }
  }
  depends_on = [google_project_service.this]
}

# A key file is a credential that nobody sees being copied; every account here works without one.
resource "google_org_policy_policy" "no_key_files" {
  count = var.allowed_locations == null ? 0 : 1

  name   = "projects/${var.project}/policies/iam.disableServiceAccountKeyCreation"
  parent = "projects/${var.project}"
  spec {
    rules {
      enforce = "TRUE"
    }
  }
  depends_on = [google_project_service.this]
}

resource "google_billing_budget" "month" {
  billing_account = var.billing_account
  display_name    = "cleanslate ${var.project} (${var.runbooks}/budget.md)"
  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }
  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.amount)
    }
  }
  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1.0]
    content {
      threshold_percent = threshold_rules.value
    }
  }
  threshold_rules {
    threshold_percent = 1.2
    spend_basis       = "FORECASTED_SPEND"
  }
  all_updates_rule {
    monitoring_notification_channels = slice(local.ticket_channels, 0, min(5, length(local.ticket_channels)))
    disable_default_iam_recipients   = true
  }
}
