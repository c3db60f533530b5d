# What GitHub Actions signs in as, without a key file: GitHub says which workflow asks, in which of its environments, and
# Google believes it.
#
# release   ships functions and the web app, from the environment "production", which a person has to approve, and from a
#           tag. It plans terraform/service whole and changes of it what a release changes; what else changes there, and
#           all of terraform/foundation, is applied by a person (infra/deploy.md).
# plan      compares both roots with what is there, for the comment on a pull request, from the environment "plan". It
#           changes nothing.

locals {
  ci = var.repository == null ? {} : {
    release = {
      subject = "repo:${var.repository}:environment:production"
      about   = "Releases from CI"
      roles = [
        "roles/artifactregistry.reader",
        "roles/cloudfunctions.developer",
        "roles/cloudscheduler.viewer",
        "roles/compute.viewer",
        "roles/iam.securityReviewer", # reads grants of a subscription and of the services
        "roles/logging.viewer",
        "roles/monitoring.viewer",
        "roles/pubsub.viewer",
        "roles/run.viewer",
        "roles/secretmanager.viewer", # that a version is there, not what it is
        "roles/serviceusage.serviceUsageConsumer",
      ]
    }
    plan = {
      subject = "repo:${var.repository}:environment:plan"
      about   = "Plans for pull requests"
      roles = [
        "roles/artifactregistry.reader",
        "roles/cloudfunctions.viewer",
        "roles/cloudkms.viewer",
        "roles/cloudscheduler.viewer",
        "roles/compute.viewer",
        "roles/dns.reader",
        "roles/firebaserules.viewer",
        "roles/iam.roleViewer",
        "roles/iam.securityReviewer",
        "roles/iam.workloadIdentityPoolViewer",
        "roles/logging.viewer",
        "roles/monitoring.viewer",
        "roles/orgpolicy.policyViewer",
        "roles/pubsub.viewer",
        "roles/run.viewer",
        "roles/secretmanager.viewer",
        "roles/serviceusage.serviceUsageConsumer",
      ]
    }
  }
  ci_roles = merge([
    for name, account in local.ci : { for role in account.roles : "${name} ${role}" => { account = name, role = role } }
  ]...)
}

resource "google_service_account" "ci" {
  for_each = local.ci

  project      = local.project
  account_id   = each.key == "plan" ? "plan-ci" : each.key # an account's name has at least six characters
  display_name = each.value.about
}

resource "google_project_iam_member" "ci" {
  for_each = local.ci_roles

  project = local.project
  role    = each.value.role
  member  = google_service_account.ci[each.value.account].member
}

# What those viewer roles lack for comparing the foundation. Google's own viewer role for Firestore reads documents too, and
# its viewer role for buckets the objects in them.
resource "google_project_iam_custom_role" "plan" {
  for_each = { for name, account in local.ci : name => account if name == "plan" }

  project     = local.project
  role_id     = "plan"
  title       = "Plan"
  description = "Reads the configuration of databases, buckets and tags, never their contents"
  permissions = [
    "datastore.backupSchedules.get",
    "datastore.backupSchedules.list",
    "datastore.databases.getMetadata",
    "datastore.databases.list",
    "datastore.indexes.get",
    "datastore.indexes.list",
    "resourcemanager.tagKeys.get",
    "resourcemanager.tagValues.get",
    "storage.buckets.get",
  ]
}

resource "google_project_iam_member" "plan" {
  for_each = google_project_iam_custom_role.plan

  project = local.project
  role    = each.value.name
  member  = google_service_account.ci[each.key].member
}

# Whoever deploys code that runs as an account can do what it may do: Google demands actAs for exactly that, and no
# narrower role deploys. So release may act as the functions' accounts and the builder, each by name, and as no other of the
# project. It has no role that mints tokens (serviceAccountTokenCreator, workloadIdentityUser): what it wants to do as a
# function it has to deploy, which shows in the audit log, in the function's image and in its version. And since no role of
# its own creates virtual machines, jobs or schedules beyond Cloud Functions and Cloud Run, an account runs nowhere else.
resource "google_service_account_iam_member" "release_acts_as" {
  for_each = var.repository == null ? {} : merge(
    { for name, account in module.account : name => account.id },
    { builder = google_service_account.builder.name },
  )

  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.ci["release"].member
}

resource "google_storage_bucket_iam_member" "release" {
  for_each = var.repository == null ? {} : {
    source = google_storage_bucket.source.name
    web    = google_storage_bucket.web.name
  }

  bucket = each.value
  role   = "roles/storage.objectAdmin"
  member = google_service_account.ci["release"].member
}

# The state of the service, and not that of the foundation. Terraform lists the bucket to find it.
resource "google_storage_bucket_iam_member" "release_state" {
  for_each = { for name, account in local.ci : name => account if name == "release" }

  bucket = var.state_bucket
  role   = "roles/storage.objectAdmin"
  member = google_service_account.ci[each.key].member
  condition {
    title      = "State of the service"
    expression = "resource.name.startsWith('projects/_/buckets/${var.state_bucket}/objects/service/')"
  }
}

resource "google_storage_bucket_iam_member" "release_state_list" {
  for_each = google_storage_bucket_iam_member.release_state

  bucket = var.state_bucket
  role   = "roles/storage.legacyBucketReader" # the bucket and its list, no object
  member = each.value.member
}

resource "google_storage_bucket_iam_member" "plan" {
  for_each = var.repository == null ? {} : {
    source = google_storage_bucket.source.name
    web    = google_storage_bucket.web.name
    state  = var.state_bucket
  }

  bucket = each.value
  role   = "roles/storage.objectViewer"
  member = google_service_account.ci["plan"].member
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
  attribute_condition = "assertion.sub == '${local.ci["plan"].subject}' || assertion.sub == '${local.ci["release"].subject}' && assertion.ref.startsWith('refs/tags/v')"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "ci_from_github" {
  for_each = local.ci

  service_account_id = google_service_account.ci[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.github[0].name}/subject/${each.value.subject}"
}
