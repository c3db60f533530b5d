# The rules of modules/function, whatever a function is given.

mock_provider "google" {
  source = "../mocks"
}

variables {
  name        = "example"
  description = "An example"
  account     = "fn-example@cleanslate-test.iam.gserviceaccount.com"
  platform = {
    project       = "cleanslate-test"
    everyone      = "allUsers"
    region        = "europe-west3"
    archives      = "tests/fixtures"
    log_level     = "WARNING"
    version       = { version = "v1.2.3", commit = "c0ffee" }
    source_bucket = "source"
    repository    = "projects/cleanslate-test/locations/europe-west3/repositories/functions"
    builder       = "projects/cleanslate-test/serviceAccounts/builder@cleanslate-test.iam.gserviceaccount.com"
  }
  size        = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 3, min_instances = 0, timeout = 60 }
  environment = {}
  public      = true
}

run "served" {
  module {
    source = "../modules/function"
  }
  variables {
    name    = "answer"
    secrets = { TICKET_SECRET = { secret = "ticket", version = "2" }, TICKET_SECRET_PREVIOUS = null }
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].service_account_email == var.account
    error_message = "The function runs as its account."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.build_config[0].runtime == "go126" && google_cloudfunctions2_function.this.build_config[0].entry_point == "Answer"
    error_message = "Its entry point is its name."
  }
  assert {
    condition     = google_storage_bucket_object.source.name == "answer-${filesha256("tests/fixtures/answer.zip")}.zip"
    error_message = "The source is named by its hash."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB" && length(google_cloud_run_v2_service_iam_member.anyone) == 1
    error_message = "What people reach, they reach through the load balancer alone."
  }
  assert {
    condition     = length(google_cloudfunctions2_function.this.event_trigger) == 0
    error_message = "Eventarc would own the subscription and its policies."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].max_instance_count == 3 && google_cloudfunctions2_function.this.service_config[0].max_instance_request_concurrency == 80
    error_message = "Instances and concurrency are limited."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].environment_variables == tomap({ GOOGLE_CLOUD_PROJECT = "cleanslate-test", LOG_LEVEL = "WARNING", VERSION = "v1.2.3", COMMIT = "c0ffee", GOMEMLIMIT = "409MiB" })
    error_message = "Every function knows its project, to which its traces belong, from which severity on to log, which version it is, and how much memory it may take."
  }
  assert {
    condition     = [for s in google_cloudfunctions2_function.this.service_config[0].secret_environment_variables : "${s.key} ${s.version}"] == ["TICKET_SECRET 2"]
    error_message = "Secrets are pinned, and one that isn't there isn't set."
  }
}

run "called_by_pubsub" {
  module {
    source = "../modules/function"
  }
  variables {
    name   = "rights"
    public = false
  }
  assert {
    condition     = output.url == google_cloudfunctions2_function.this.service_config[0].uri && output.url != google_cloudfunctions2_function.this.url
    error_message = "Pub/Sub is let in at the service's address, and not at the function's."
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.anyone) == 0
    error_message = "Anyone may call a function of Pub/Sub's."
  }
  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "A function of Pub/Sub's is reachable from outside."
  }
}

run "a_delivery_ends_in_time" {
  command = plan
  module {
    source = "../modules/function"
  }
  variables {
    name   = "rights"
    public = false
    size   = { cpu = "1", memory = "512Mi", concurrency = 1, max_instances = 1, min_instances = 0, timeout = 600 }
  }
  expect_failures = [var.size]
}

run "latest_is_refused" {
  command = plan
  module {
    source = "../modules/function"
  }
  variables {
    name    = "join"
    secrets = { TICKET_SECRET = { secret = "ticket", version = "latest" } }
  }
  expect_failures = [var.secrets]
}

run "a_name_is_one_word" {
  command = plan
  module {
    source = "../modules/function"
  }
  variables {
    name = "An example"
  }
  expect_failures = [var.name]
}
