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

variables {
  archives     = "tests/fixtures"
  fresh_secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}

run "as_shipped" {
  command = plan
}

run "shut_in_the_middle_of_a_rotation" {
  command = plan
  variables {
    shut          = true
    ticket_secret = { current = 2, other = 1 }
  }
}
