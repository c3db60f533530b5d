output "email" {
  description = "E-mail address of the account, which a plan knows before it is made."
  value       = "${google_service_account.this.account_id}@${google_service_account.this.project}.iam.gserviceaccount.com"
}

output "keys" {
  description = "What it may do with which key: [\"session/decrypt\"]."
  value       = keys(google_kms_crypto_key_iam_member.this)
}

output "id" {
  description = "The account as a resource that grants are made on."
  value       = google_service_account.this.name
}
