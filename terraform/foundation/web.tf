# Where the web app's files are, and what it is told of this environment. The files themselves are a release's
# (terraform/service/web.tf).

resource "google_storage_bucket" "web" {
  project                     = local.project
  name                        = "${local.project}-web"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "inherited" # the only bucket that anyone may read
  force_destroy               = !var.protected
}

resource "google_storage_bucket_iam_member" "anyone" {
  bucket = google_storage_bucket.web.name
  role   = "roles/storage.legacyObjectReader" # single files by name; it can't be listed
  member = local.everyone
}

resource "google_storage_bucket_object" "config" {
  bucket        = google_storage_bucket.web.name
  name          = "config.json"
  content_type  = "application/json"
  cache_control = "no-cache"
  content = jsonencode({
    auth0Domain    = "https://${var.auth0_domain}"
    auth0ClientId  = auth0_client.web.client_id
    auth0Audience  = auth0_resource_server.api.identifier
    privacyContact = var.support_email
    misuseContact  = var.support_email

    # What a school's page says of where its data lies and who keeps it.
    operator  = var.operator.display_name
    region    = var.region
    databases = var.firestore_location
  })
}
