# Who is on call: looks at everything at all times, except at data and at addresses of people, and acts for hours at a
# time, when they say why. infra/oncall.md has how, and what is left for the break-glass account.

locals {
  oncall_looks = var.oncall == null ? [] : [
    "roles/cloudkms.viewer",
    "roles/cloudscheduler.viewer",
    "roles/cloudtrace.user", # reads them
    "roles/compute.viewer",
    "roles/logging.viewer",
    "roles/monitoring.viewer",
    "roles/pubsub.viewer",
    "roles/run.viewer",
    "roles/secretmanager.viewer", # that there are versions, not what is in them
  ]
}

resource "google_project_iam_member" "oncall" {
  for_each = toset(local.oncall_looks)

  project = local.project
  role    = each.value
  member  = var.oncall
}

resource "google_project_iam_custom_role" "oncall_looks" {
  project     = local.project
  role_id     = "oncall_looks"
  title       = "On call, always"
  description = "Looks at how databases and quotas are set up and used"
  permissions = [
    "datastore.backupSchedules.list",
    "datastore.backups.list",
    "datastore.databases.getMetadata",
    "datastore.databases.list",
    "serviceusage.quotas.get",
    "serviceusage.services.get",
  ]
}

resource "google_project_iam_member" "oncall_looks" {
  count = var.oncall == null ? 0 : 1

  project = local.project
  role    = google_project_iam_custom_role.oncall_looks.name
  member  = var.oncall
}

# Nobody has this role for longer than Privileged Access Manager grants it. Whoever can send a function's traffic
# elsewhere acts as its account, so it is not for every day; no role here can change a grant.
resource "google_project_iam_custom_role" "oncall_acts" {
  project     = local.project
  role_id     = "oncall_acts"
  title       = "On call, for some hours"
  description = "What the runbooks ask for beyond looking (infra/oncall.md)"
  permissions = [
    "cloudkms.cryptoKeyVersions.get",
    "cloudkms.cryptoKeyVersions.list",
    "cloudkms.cryptoKeyVersions.restore",
    "cloudkms.cryptoKeyVersions.update",
    "cloudscheduler.jobs.get",
    "cloudscheduler.jobs.run",
    "iam.serviceAccounts.actAs",
    "iam.serviceAccounts.disable",
    "logging.logEntries.list",
    "logging.views.access",
    "pubsub.subscriptions.consume",
    "pubsub.topics.publish",
    "run.operations.get",
    "run.services.get",
    "run.services.update",
  ]
}
