# The key tree, and the key that signs receipts. grants.json says which function may use which key; the module of each function makes the
# grant. A version stays enabled while any wrapped key names it, so Terraform never destroys one.

resource "google_kms_key_ring" "this" {
  project    = local.project
  name       = "cleanslate"
  location   = var.region
  depends_on = [google_org_policy_policy.locations]
}

resource "google_kms_crypto_key" "this" {
  for_each = toset(["session", "org", "contact", "invitation", "request", "mail"])

  name                       = each.key
  key_ring                   = google_kms_key_ring.this.id
  purpose                    = "ENCRYPT_DECRYPT"
  rotation_period            = "7776000s" # 90 days
  destroy_scheduled_duration = "2592000s" # 30 days in which a mistake can be undone
  deletion_policy            = local.protection.policy
}

# Signs the blocks of receipts. Cloud KMS doesn't rotate such keys, and a receipt is checked against the public key of
# its own version for as long as someone keeps it: infra/rotation.md.
resource "google_kms_crypto_key" "receipt" {
  name                       = "receipt"
  key_ring                   = google_kms_key_ring.this.id
  purpose                    = "ASYMMETRIC_SIGN"
  destroy_scheduled_duration = "2592000s"
  deletion_policy            = local.protection.policy
  version_template {
    algorithm        = "EC_SIGN_ED25519"
    protection_level = "SOFTWARE"
  }
}

locals {
  receipt_key_version = "${google_kms_crypto_key.receipt.id}/cryptoKeyVersions/${var.receipt_key_version}"
}
