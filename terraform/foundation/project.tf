data "google_project" "this" {
  project_id = var.project
}

locals {
  # Which of Google's services the resources of which types need; infra/terraform-check holds the graph against it.
  services = jsondecode(file("${path.module}/../services.json"))

  # The project with its services awake: a resource that names it waits for them.
  project = time_sleep.enabled.triggers["project"]

  # Who may call what people reach, named after the organization's policy lets it be.
  everyone = time_sleep.shared.triggers["everyone"]

  # Accounts of Google's own, which it makes when the service is first enabled.
  agents = {
    pubsub        = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    secretmanager = "service-${data.google_project.this.number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
  }
}

resource "google_project_service" "this" {
  for_each = toset(keys(local.services))

  project = var.project
  service = each.key
  # Switching a service off deletes what it holds.
  disable_on_destroy = false
}

# A service that was just enabled refuses requests for a moment.
resource "time_sleep" "enabled" {
  create_duration = "60s"
  triggers        = { project = var.project, services = join(" ", keys(local.services)) }
  depends_on      = [google_project_service.this]
}

# Nothing can be made, by anybody, outside the places that the schools were told.
resource "google_org_policy_policy" "locations" {
  count = var.in_organization ? 1 : 0

  name   = "projects/${local.project}/policies/gcp.resourceLocations"
  parent = "projects/${local.project}"
  spec {
    rules {
      values {
        allowed_values = var.allowed_locations
      }
    }
  }
}

# A key file is a credential that nobody sees being copied; every account here works without one.
resource "google_org_policy_policy" "no_key_files" {
  count = var.in_organization ? 1 : 0

  name   = "projects/${local.project}/policies/iam.disableServiceAccountKeyCreation"
  parent = "projects/${local.project}"
  spec {
    rules {
      enforce = "TRUE"
    }
  }
}

# Organizations that were made since May 2024 refuse members from outside, and with them allUsers. The web app's files
# have no other way to be read, and of a function of Cloud Functions the invoker check can't be switched off here. So
# this project takes any member; who may grant is not changed by that.
resource "google_org_policy_policy" "members" {
  count = var.in_organization ? 1 : 0

  name   = "projects/${local.project}/policies/iam.allowedPolicyMemberDomains"
  parent = "projects/${local.project}"
  spec {
    rules {
      allow_all = "TRUE"
    }
  }
}

# A policy takes minutes until it is obeyed.
resource "time_sleep" "shared" {
  create_duration = var.in_organization ? "180s" : "0s"
  triggers        = { everyone = "allUsers" }
  depends_on      = [google_org_policy_policy.members]
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
