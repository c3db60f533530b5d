# That what is shipped in env can be planned, the rules of the provider included. Run once for each:
# terraform test -test-directory=tests/env -var-file=env/dev.tfvars

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "auth0" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  archives     = "tests/fixtures"
  fresh_secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}

run "as_shipped" {
  command = plan
}

run "right_after_a_rotation" {
  command = plan
  variables {
    ticket_secret = { current = 2, other = 1, since = timestamp() }
  }
  assert {
    condition     = google_secret_manager_secret.this["ticket"].rotation[0].next_rotation_time == local.rotation_due
    error_message = "Nobody is told when the next rotation is due."
  }
}

run "when_a_rotation_is_due" {
  command = plan
  variables {
    ticket_secret = { current = 2, since = timeadd(timestamp(), "-2161h") }
  }
  assert {
    condition     = length(google_secret_manager_secret.this["ticket"].rotation) == 0
    error_message = "Secret Manager takes no rotation time that has passed."
  }
}
