data "google_project" "this" {
  project_id = var.project
}

locals {
  # Which of Google's services the resources of which types need; infra/terraform-check compares the graph with it.
  services = jsondecode(file("${path.module}/../services.json"))

  # The project with its services enabled: a resource that uses this waits for them.
  project = time_sleep.enabled.triggers["project"]

  # Who may call what people reach; available once the organization's policy allows it.
  everyone = time_sleep.shared.triggers["everyone"]

  # Google's service agents, which it creates when the service is first enabled.
  agents = {
    pubsub        = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    secretmanager = "service-${data.google_project.this.number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
  }
}

# Policies come first: one of them is about what Google does when the other services are enabled.
resource "google_project_service" "policies" {
  project            = var.project
  service            = "orgpolicy.googleapis.com"
  disable_on_destroy = false
}

resource "time_sleep" "policies" {
  create_duration = var.in_organization ? "60s" : "0s"
  triggers        = { project = var.project }
  depends_on      = [google_project_service.policies]
}

# When Compute Engine is enabled, Google makes an account and, unless a policy forbids it, an Editor of it: one that reads
# and changes everything but grants, documents of both databases included, for whatever runs without an account of its own.
resource "google_org_policy_policy" "no_editors" {
  count = var.in_organization ? 1 : 0

  name   = "projects/${time_sleep.policies.triggers["project"]}/policies/iam.automaticIamGrantsForDefaultServiceAccounts"
  parent = "projects/${time_sleep.policies.triggers["project"]}"
  spec {
    rules {
      enforce = "TRUE"
    }
  }
}

# A policy takes minutes to take effect.
resource "time_sleep" "no_editors" {
  create_duration = var.in_organization ? "180s" : "0s"
  depends_on      = [google_org_policy_policy.no_editors]
}

resource "google_project_service" "this" {
  for_each = setsubtract(keys(local.services), [google_project_service.policies.service])

  project = var.project
  service = each.key
  # Disabling a service deletes what it holds.
  disable_on_destroy = false
  depends_on         = [time_sleep.no_editors]
}

# Outside an organization, and where Compute Engine had been enabled before, that account is an Editor already. Nothing
# here runs as it.
resource "google_project_default_service_accounts" "no_editors" {
  project = local.project
  action  = "DEPRIVILEGE"
}

# A newly enabled service refuses requests for a moment.
resource "time_sleep" "enabled" {
  create_duration = "60s"
  triggers        = { project = var.project, services = join(" ", keys(local.services)) }
  depends_on      = [google_project_service.this]
}

# Nobody can create anything outside the locations that the schools were told.
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

# Organizations created since May 2024 refuse members from outside, and so allUsers. The web app's files
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

# A policy takes minutes to take effect.
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
