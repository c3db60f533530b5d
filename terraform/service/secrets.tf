# The ticket secret seals participant tokens. Its versions take turns: all functions accept both before
# any seals with the new one, so that a rotation in the middle of a lesson costs nobody their place.

locals {
  ticket_versions = toset([for v in compact([var.ticket_secret.current, var.ticket_secret.other]) : tostring(v)])

  # For the environment of every function that handles participant tokens.
  ticket = {
    current = local.ticket_version[tostring(var.ticket_secret.current)]
    other   = var.ticket_secret.other == null ? null : local.ticket_version[tostring(var.ticket_secret.other)]
  }
  ticket_version = {
    for k, v in google_secret_manager_secret_version.ticket : k => { secret = "ticket", version = v.version }
  }
}

resource "google_secret_manager_secret_version" "ticket" {
  for_each = local.ticket_versions

  secret                 = local.foundation.secrets.ticket
  secret_data_wo         = var.fresh_secret # sent when the version is made, and never again
  secret_data_wo_version = 1
  # Removing a version from ticket_secret destroys it: whoever kept a token of before can't open anything.
  deletion_policy = "DELETE"
}

resource "google_secret_manager_secret_version" "smtp" {
  secret                 = local.foundation.secrets.smtp
  secret_data_wo         = var.smtp_password
  secret_data_wo_version = var.smtp_password_version
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_secret_manager_secret_version" "auth0" {
  secret                 = local.foundation.secrets.auth0
  secret_data_wo         = var.auth0_secret
  secret_data_wo_version = var.auth0_secret_version
  lifecycle {
    create_before_destroy = true
  }
}
