# The rules of modules/account, whatever a function is given.

mock_provider "google" {
  source = "../mocks"
}

variables {
  name = "example"
  platform = {
    project   = "cleanslate-test"
    databases = { default = "(default)", vault = "vault", audit = "audit" }
    keys      = { session = "SESSION", org = "ORG", contact = "CONTACT" }
    secrets   = { ticket = "TICKET" }
    topics    = { retention-work = "retention-work" }
    archives  = "archives"
  }
  may = { default = ["create", "get"], vault = [], audit = [], objects = [], keys = {}, secrets = ["ticket"], topics = [], traces = false }
}

run "reads" {
  module {
    source = "../modules/account"
  }
  assert {
    condition     = google_service_account.this.account_id == "fn-example"
    error_message = "A function has an account of its own."
  }
  assert {
    condition     = google_project_iam_custom_role.database["default"].permissions == toset(["datastore.entities.create", "datastore.entities.get"]) && !contains(keys(google_project_iam_custom_role.database), "vault")
    error_message = "It may do in a database what its line says, and in another nothing."
  }
  assert {
    condition     = one(google_project_iam_member.database["default"].condition).expression == "resource.name == 'projects/cleanslate-test/databases/(default)'"
    error_message = "A grant is for one database."
  }
  assert {
    condition     = length(google_kms_crypto_key_iam_member.this) == 0 && length(google_pubsub_topic_iam_member.this) == 0 && length(google_project_iam_member.traces) == 0
    error_message = "It was given a key, a topic or traces that it has no line for."
  }
}

run "erases" {
  module {
    source = "../modules/account"
  }
  variables {
    may = { default = ["get"], vault = ["delete", "transact"], audit = [], objects = [], keys = { contact = ["decrypt"] }, secrets = [], topics = ["retention-work"], traces = true }
  }
  assert {
    condition     = [for m in google_kms_crypto_key_iam_member.this : "${m.crypto_key_id} ${m.role}"] == ["CONTACT roles/cloudkms.cryptoKeyDecrypter"]
    error_message = "A key is granted as its line says."
  }
  assert {
    condition     = google_project_iam_custom_role.database["vault"].permissions == toset(["datastore.entities.delete", "datastore.databases.get"]) && strcontains(one(google_project_iam_member.database["vault"].condition).expression, "databases/vault'")
    error_message = "The vault's grant is for the vault."
  }
  assert {
    condition     = [for m in google_pubsub_topic_iam_member.this : "${m.topic} ${m.role}"] == ["retention-work roles/pubsub.publisher"]
    error_message = "It publishes where its line says."
  }
  assert {
    condition     = one(google_project_iam_member.traces).role == "roles/telemetry.tracesWriter"
    error_message = "It sends spans, and reads none."
  }
}

run "creates_archives" {
  module {
    source = "../modules/account"
  }
  variables {
    may = { default = [], vault = [], audit = [], objects = ["create"], keys = {}, secrets = [], topics = [], traces = false }
  }
  assert {
    condition     = google_project_iam_custom_role.archives[0].permissions == toset(["storage.objects.create"]) && google_storage_bucket_iam_member.archives[0].bucket == "archives"
    error_message = "It may do with the objects of archives what its line says, and with those of no other bucket."
  }
}

run "unknown_grants_are_refused" {
  command = plan
  module {
    source = "../modules/account"
  }
  variables {
    may = { default = ["everything"], vault = [], audit = [], objects = [], keys = {}, secrets = [], topics = [], traces = false }
  }
  expect_failures = [var.may]
}

run "unknown_grants_on_archives_are_refused" {
  command = plan
  module {
    source = "../modules/account"
  }
  variables {
    may = { default = [], vault = [], audit = [], objects = ["overwrite"], keys = {}, secrets = [], topics = [], traces = false }
  }
  expect_failures = [var.may]
}

run "unknown_uses_of_a_key_are_refused" {
  command = plan
  module {
    source = "../modules/account"
  }
  variables {
    may = { default = [], vault = [], audit = [], objects = [], keys = { session = ["destroy"] }, secrets = [], topics = [], traces = false }
  }
  expect_failures = [var.may]
}

run "a_name_is_one_word" {
  command = plan
  module {
    source = "../modules/account"
  }
  variables {
    name = "An example"
  }
  expect_failures = [var.name]
}
