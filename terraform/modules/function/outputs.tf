output "name" {
  value = google_cloudfunctions2_function.this.name
}

output "url" {
  description = "Address of the service itself, for Pub/Sub, which ingress counts as internal there and not at the function's own address; people's requests don't get through."
  value       = google_cloudfunctions2_function.this.service_config[0].uri
}

output "account" {
  description = "E-mail address of the function's account, which a plan knows before the account is made."
  value       = "${google_service_account.this.account_id}@${google_service_account.this.project}.iam.gserviceaccount.com"
}

output "public" {
  value = var.public
}

output "keys" {
  description = "What its account may do with which key: [\"session/decrypt\"]."
  value       = keys(google_kms_crypto_key_iam_member.this)
}
