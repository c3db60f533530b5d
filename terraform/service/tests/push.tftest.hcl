# The rules of modules/push.

mock_provider "google" {
  source = "../mocks"
}

run "push" {
  module {
    source = "../modules/push"
  }
  variables {
    function = { name = "retention", url = "https://retention.a.run.app" }
    topics   = ["retention-tick", "retention-work"]
    kept     = { retention-tick = "7200s" }
    platform = {
      project = "cleanslate-test"
      region  = "europe-west3"
      topics  = { retention-tick = "retention-tick", retention-work = "retention-work", dead-letter = "dead-letter" }
    }
    pusher = "push-retention@cleanslate-test.iam.gserviceaccount.com"
    agent  = "service-1@gcp-sa-pubsub.iam.gserviceaccount.com"
  }
  assert {
    condition     = toset(keys(google_pubsub_subscription.this)) == toset(["retention-tick", "retention-work"])
    error_message = "Every topic has its subscription."
  }
  assert {
    condition     = alltrue([for s in google_pubsub_subscription.this : s.push_config[0].oidc_token[0].service_account_email == var.pusher && s.push_config[0].oidc_token[0].audience == "https://retention.a.run.app"])
    error_message = "A push carries the identity that the function lets in."
  }
  assert {
    condition     = google_pubsub_subscription.this["retention-tick"].push_config[0].push_endpoint == "https://retention.a.run.app/projects/cleanslate-test/topics/retention-tick"
    error_message = "The address names the topic."
  }
  assert {
    condition     = alltrue([for s in google_pubsub_subscription.this : s.ack_deadline_seconds == 600 && s.expiration_policy[0].ttl == ""])
    error_message = "A delivery has 600 seconds, and the subscription no end."
  }
  assert {
    condition     = alltrue([for s in google_pubsub_subscription.this : s.dead_letter_policy[0].dead_letter_topic == "projects/cleanslate-test/topics/dead-letter" && s.dead_letter_policy[0].max_delivery_attempts == 10 && s.retry_policy[0].minimum_backoff == "10s"])
    error_message = "What can't be handled is tried again, less and less often, and then put aside."
  }
  assert {
    condition     = { for topic, s in google_pubsub_subscription.this : topic => s.message_retention_duration } == { retention-tick = "7200s", retention-work = "604800s" }
    error_message = "A message waits a week, unless it is said for how long."
  }
  assert {
    condition     = google_cloud_run_v2_service_iam_member.invoker.member == "serviceAccount:${var.pusher}" && google_cloud_run_v2_service_iam_member.invoker.role == "roles/run.invoker"
    error_message = "Only the pushing account may call the function."
  }
  assert {
    condition     = length(google_pubsub_subscription_iam_member.agent) == 2
    error_message = "Pub/Sub can forward what it gives up on."
  }
}

run "kept_too_short" {
  command = plan
  module {
    source = "../modules/push"
  }
  variables {
    function = { name = "retention", url = "https://retention.a.run.app" }
    topics   = ["retention-tick"]
    kept     = { retention-tick = "600s" }
    platform = {
      project = "cleanslate-test"
      region  = "europe-west3"
      topics  = { retention-tick = "retention-tick", dead-letter = "dead-letter" }
    }
    pusher = "push-retention@cleanslate-test.iam.gserviceaccount.com"
    agent  = "service-1@gcp-sa-pubsub.iam.gserviceaccount.com"
  }
  expect_failures = [var.kept]
}
