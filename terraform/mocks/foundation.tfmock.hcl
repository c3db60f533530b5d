# What the foundation hands over to the service (terraform/foundation/handover.tf).
mock_data "google_storage_bucket_object_content" {
  defaults = {
    content = <<-EOT
      {
        "project": "cleanslate-test",
        "region": "europe-west3",
        "domain": "cleanslate.example",
        "platform": {
          "everyone": "allUsers",
          "source_bucket": "cleanslate-test-functions-source",
          "repository": "projects/cleanslate-test/locations/europe-west3/repositories/functions",
          "builder": "projects/cleanslate-test/serviceAccounts/builder@cleanslate-test.iam.gserviceaccount.com"
        },
        "accounts": {
          "answer": "fn-answer@cleanslate-test.iam.gserviceaccount.com",
          "breach": "fn-breach@cleanslate-test.iam.gserviceaccount.com",
          "export": "fn-export@cleanslate-test.iam.gserviceaccount.com",
          "find": "fn-find@cleanslate-test.iam.gserviceaccount.com",
          "identity": "fn-identity@cleanslate-test.iam.gserviceaccount.com",
          "incident": "fn-incident@cleanslate-test.iam.gserviceaccount.com",
          "join": "fn-join@cleanslate-test.iam.gserviceaccount.com",
          "live": "fn-live@cleanslate-test.iam.gserviceaccount.com",
          "notify": "fn-notify@cleanslate-test.iam.gserviceaccount.com",
          "org": "fn-org@cleanslate-test.iam.gserviceaccount.com",
          "request": "fn-request@cleanslate-test.iam.gserviceaccount.com",
          "retention": "fn-retention@cleanslate-test.iam.gserviceaccount.com",
          "rights": "fn-rights@cleanslate-test.iam.gserviceaccount.com",
          "teacher": "fn-teacher@cleanslate-test.iam.gserviceaccount.com",
          "watch": "fn-watch@cleanslate-test.iam.gserviceaccount.com"
        },
        "addresses": {
          "IPV4": "projects/cleanslate-test/global/addresses/cleanslate-ipv4",
          "IPV6": "projects/cleanslate-test/global/addresses/cleanslate-ipv6"
        },
        "auth0": {
          "domain": "cleanslate.eu.auth0.com",
          "audience": "https://api.cleanslate.example",
          "app": "web",
          "manager": "identity",
          "connections": ["con_1", "con_2"],
          "roles": { "administrator": "rol_1", "operator": "rol_2", "teacher": "rol_3" }
        },
        "channels": {
          "page": [
            "projects/cleanslate-test/notificationChannels/1"
          ],
          "ticket": [
            "projects/cleanslate-test/notificationChannels/2"
          ]
        },
        "keys": {
          "contact": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/contact",
          "invitation": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/invitation",
          "request": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/request",
          "mail": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/mail",
          "org": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/org",
          "session": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/session"
        },
        "logged": [
          "incident",
          "live",
          "org",
          "request",
          "teacher"
        ],
        "operator_org": "org_operator",
        "pubsub_agent": "service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
        "pushers": {
          "breach": "push-breach@cleanslate-test.iam.gserviceaccount.com",
          "export": "push-export@cleanslate-test.iam.gserviceaccount.com",
          "find": "push-find@cleanslate-test.iam.gserviceaccount.com",
          "identity": "push-identity@cleanslate-test.iam.gserviceaccount.com",
          "notify": "push-notify@cleanslate-test.iam.gserviceaccount.com",
          "retention": "push-retention@cleanslate-test.iam.gserviceaccount.com"
        },
        "receipt_key_version": "projects/cleanslate-test/locations/europe-west3/keyRings/cleanslate/cryptoKeys/receipt/cryptoKeyVersions/1",
        "runbooks": "https://github.com/cleanslate-edu/cleanslate/blob/main/infra/runbooks",
        "secrets": {
          "auth0": "projects/cleanslate-test/secrets/auth0",
          "smtp": "projects/cleanslate-test/secrets/smtp",
          "ticket": "projects/cleanslate-test/secrets/ticket"
        },
        "smtp": {
          "host": "smtp.provider.example:587",
          "security": "starttls",
          "username": "user",
          "from": "notices@cleanslate.example"
        },
        "topics": {
          "breach-tick": "breach-tick",
          "breach-work": "breach-work",
          "dead-letter": "dead-letter",
          "export-work": "export-work",
          "find-work": "find-work",
          "identity-work": "identity-work",
          "notify-mail": "notify-mail",
          "retention-tick": "retention-tick",
          "retention-plan": "retention-plan",
          "retention-work": "retention-work"
        },
        "web_bucket": "cleanslate-test-web",
        "archive_bucket": "cleanslate-test-archives"
      }
    EOT
  }
}
