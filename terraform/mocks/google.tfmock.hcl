# What Google would say of what it made. Terraform makes up a random value for whatever is not given, another for
# each resource: enough for an id that only has to be told from others. Where the provider validates what such a
# value flows into, it is given in the form that Google uses.

mock_data "google_project" {
  defaults = { number = "123456789012" }
}

mock_resource "google_service_account" {
  defaults = {
    email  = "mocked@cleanslate-test.iam.gserviceaccount.com"
    member = "serviceAccount:mocked@cleanslate-test.iam.gserviceaccount.com"
    name   = "projects/cleanslate-test/serviceAccounts/mocked@cleanslate-test.iam.gserviceaccount.com"
  }
}

mock_resource "google_compute_backend_bucket" {}
mock_resource "google_compute_backend_service" {}
mock_resource "google_compute_managed_ssl_certificate" {}
mock_resource "google_compute_security_policy" {}
mock_resource "google_monitoring_notification_channel" {}
mock_resource "google_monitoring_slo" {}
mock_resource "google_monitoring_uptime_check_config" {}
mock_resource "google_pubsub_topic" {}
mock_resource "google_secret_manager_secret_version" {}
mock_resource "google_tags_tag_key" {}
mock_resource "google_tags_tag_value" {}

mock_resource "google_iam_workload_identity_pool" {
  defaults = { name = "projects/123456789012/locations/global/workloadIdentityPools/github" }
}
