# Releases from CI, without a key file: GitHub says which workflow asks, and Google believes it. Only the
# protected environment "production" of the one repository is let in, so that a person has approved what runs
# here. The account ships functions and the web app; it can look at keys, databases and grants, which a plan has
# to compare, and change none of them: what touches those is applied by a person (infra/deploy.md).

locals {
  release_roles = var.repository == null ? [] : [
    "roles/artifactregistry.reader",
    "roles/cloudfunctions.developer",
    "roles/cloudkms.viewer",
    "roles/cloudscheduler.viewer",
    "roles/compute.viewer",
    "roles/dns.reader",
    "roles/firebaserules.viewer",
    "roles/iam.roleViewer",
    "roles/iam.securityReviewer",
    "roles/logging.viewer",
    "roles/monitoring.viewer",
    "roles/orgpolicy.policyViewer",
    "roles/pubsub.viewer",
    "roles/run.viewer",
    "roles/secretmanager.viewer",
    "roles/serviceusage.serviceUsageConsumer",
  ]
}

resource "google_service_account" "release" {
  count = var.repository == null ? 0 : 1

  project      = local.project
  account_id   = "release"
  display_name = "Releases from CI"
}

# Google's own viewer role for Firestore reads documents too.
resource "google_project_iam_custom_role" "release" {
  count = var.repository == null ? 0 : 1

  project     = local.project
  role_id     = "release"
  title       = "Release"
  description = "Looks at how the databases are set up, never at what is in them"
  permissions = [
    "datastore.backupSchedules.get",
    "datastore.backupSchedules.list",
    "datastore.databases.getMetadata",
    "datastore.databases.list",
    "datastore.indexes.get",
    "datastore.indexes.list",
  ]
}

resource "google_project_iam_member" "release" {
  for_each = toset(local.release_roles)

  project = local.project
  role    = each.value
  member  = google_service_account.release[0].member
}

resource "google_project_iam_member" "release_custom" {
  count = var.repository == null ? 0 : 1

  project = local.project
  role    = google_project_iam_custom_role.release[0].name
  member  = google_service_account.release[0].member
}

resource "google_service_account_iam_member" "release_acts_as" {
  for_each = var.repository == null ? {} : merge(
    { for name, f in local.functions : name => f.account },
    { builder = google_service_account.builder.email },
  )

  service_account_id = "projects/${local.project}/serviceAccounts/${each.value}"
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.release[0].member
}

resource "google_storage_bucket_iam_member" "release" {
  for_each = var.repository == null ? {} : {
    source = google_storage_bucket.source.name
    web    = google_storage_bucket.web.name
    state  = var.state_bucket
  }

  bucket = each.value
  role   = "roles/storage.objectAdmin"
  member = google_service_account.release[0].member
}

resource "google_iam_workload_identity_pool" "github" {
  count = var.repository == null ? 0 : 1

  project                   = local.project
  workload_identity_pool_id = "github"
  display_name              = "GitHub"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  count = var.repository == null ? 0 : 1

  project                            = local.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.github[0].workload_identity_pool_id
  workload_identity_pool_provider_id = "actions"
  display_name                       = "GitHub Actions"
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  attribute_condition = "assertion.sub == 'repo:${var.repository}:environment:production' && assertion.ref == 'refs/heads/main'"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "release_from_github" {
  count = var.repository == null ? 0 : 1

  service_account_id = google_service_account.release[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.github[0].name}/subject/repo:${var.repository}:environment:production"
}
