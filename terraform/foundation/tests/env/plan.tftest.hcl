# That what is shipped in env can be planned, the rules of the provider included. Run once for each:
# terraform test -test-directory=tests/env -var-file=env/dev.tfvars

mock_provider "google" {
  source          = "../mocks"
  override_during = plan
}

mock_provider "time" {
  source          = "../mocks"
  override_during = plan
}

mock_provider "auth0" {
  source          = "../mocks"
  override_during = plan
}

variables {
  sign_in_relay = { username = "sign-in", password = "not one" }
}

run "as_shipped" {
  command = plan
}

# Everything that an operator may choose.
run "chosen" {
  command = plan
  variables {
    dns_zone           = "zone"
    firestore_location = "eur3"
    in_organization    = true
    protected          = true
    oncall             = "group:oncall@cleanslate.example"
    repository         = "cleanslate-edu/cleanslate"
    google_login       = { client_id = "id", client_secret = "not one" }
    microsoft_login    = { client_id = "id", client_secret = "not one" }
  }
}

run "not_chosen" {
  command = plan
  variables {
    dns_zone        = null
    in_organization = false
    protected       = false
    oncall          = null
    repository      = null
  }
}

run "right_after_a_rotation" {
  command = plan
  variables {
    ticket_secret_since = timestamp()
  }
  assert {
    condition     = google_secret_manager_secret.this["ticket"].rotation[0].next_rotation_time == timeadd(var.ticket_secret_since, "2160h")
    error_message = "Nobody is told after 90 days that the next rotation is due."
  }
}

run "when_a_rotation_is_due" {
  command = plan
  variables {
    ticket_secret_since = timeadd(timestamp(), "-2161h")
  }
  assert {
    condition     = google_secret_manager_secret.this["ticket"].rotation[0].next_rotation_time == timeadd(var.ticket_secret_since, "4320h")
    error_message = "Secret Manager takes no time that has passed, and nobody is reminded."
  }
}

# As the env file that somebody deploys for the first time may have it.
run "with_a_date_of_years_ago" {
  command = plan
  variables {
    ticket_secret_since = timeadd(timestamp(), "-21610h") # ten times 90 days and ten hours
  }
  assert {
    condition     = google_secret_manager_secret.this["ticket"].rotation[0].next_rotation_time == timeadd(var.ticket_secret_since, "23760h")
    error_message = "A secret that is new is never rotated."
  }
}
