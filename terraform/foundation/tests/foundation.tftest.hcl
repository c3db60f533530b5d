# The rules of the foundation, held against a plan. What only the cloud could know is made up by mock providers
# while planning: what was applied could not be taken down again, since databases and keys forbid it.

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
  project             = "cleanslate-test"
  domain              = "cleanslate.example"
  billing_account     = "012345-6789AB-CDEF01"
  auth0_domain        = "cleanslate.eu.auth0.com"
  support_email       = "help@cleanslate.example"
  state_bucket        = "cleanslate-test-state"
  repository          = "cleanslate-edu/cleanslate"
  ticket_secret_since = "2026-09-01T00:00:00Z"
  alert_emails        = { page = ["oncall@cleanslate.example"], ticket = ["team@cleanslate.example"] }
  operator            = { display_name = "cleanslate", logins = ["password", "google"] }
  google_login        = { client_id = "id", client_secret = "not one" }
  sign_in_relay       = { username = "sign-in", password = "secret" }
  smtp                = { host = "smtp.provider.example:587", security = "starttls", username = "user", from = "notices@cleanslate.example" }
}

run "accounts" {
  command = plan
  assert {
    condition     = length(distinct([for a in module.account : a.email])) == length(local.grants) && length(local.grants) > 0
    error_message = "Two functions share an account."
  }
}

run "keys" {
  command = plan
  assert {
    condition     = length(setsubtract([for name, f in module.account : name if contains(f.keys, "session/decrypt")], ["find", "live", "teacher"])) == 0
    error_message = "Only find, live and teacher open session keys."
  }
  assert {
    condition     = length(setsubtract([for name, f in module.account : name if contains(f.keys, "org/decrypt")], ["live", "notify", "org", "teacher"])) == 0
    error_message = "Only live, notify, org and teacher open member keys."
  }
  assert {
    # Whoever holds the ticket secret opens what a student wrote with the key inside that student's token.
    condition = alltrue([
      for name, may in local.grants : !contains(may.default, "delete") && !contains(may.vault, "delete") && !contains(may.vault, "update")
      if contains(lookup(may.keys, "session", []), "decrypt") || contains(may.secrets, "ticket")
    ])
    error_message = "Who opens what students wrote destroys nothing."
  }
  assert {
    condition = alltrue([
      for name, may in local.grants : length(may.audit) == 0 || contains(["org", "retention"], name) || may.audit == ["create"] || name == "export" && may.audit == ["get", "list"]
    ]) && contains(local.grants["live"].audit, "create")
    error_message = "Who opens something adds to the audit, and does nothing else there; who copies it opens nothing."
  }
  assert {
    condition     = length(setsubtract([for k in module.account["org"].keys : k], ["contact/decrypt", "contact/encrypt", "invitation/encrypt", "org/decrypt", "org/encrypt", "receipt/look"])) == 0
    error_message = "org opens whom to write to at a school and what its people say about themselves, and nothing else."
  }
  assert {
    condition     = length(setsubtract([for name, f in module.account : name if contains(f.keys, "contact/decrypt")], ["incident", "breach", "notify", "org"])) == 0
    error_message = "Only incident, breach, notify and org open contact keys."
  }
  assert {
    condition     = toset(module.account["notify"].keys) == toset(["contact/decrypt", "mail/decrypt", "org/decrypt"])
    error_message = "notify opens where to write to, and nothing that a student wrote."
  }
  assert {
    condition     = toset(module.account["rights"].keys) == toset(["mail/encrypt", "request/encrypt"]) && [for name, f in module.account : name if contains(f.keys, "mail/decrypt")] == ["notify"]
    error_message = "rights seals requests and their mails and opens neither; notify alone opens where a mail goes."
  }
  assert {
    condition     = length(concat(module.account["answer"].keys, module.account["join"].keys)) == 0
    error_message = "answer and join have no key at all."
  }
  assert {
    condition     = toset(module.account["retention"].keys) == toset(["receipt/look", "receipt/sign"])
    error_message = "retention signs receipts and opens nothing."
  }
  assert {
    condition     = toset(keys(google_kms_crypto_key.this)) == toset(["session", "org", "contact", "invitation", "request", "mail"]) && google_kms_crypto_key.receipt.purpose == "ASYMMETRIC_SIGN" && google_kms_crypto_key.receipt.version_template[0].algorithm == "EC_SIGN_ED25519"
    error_message = "There are six keys that wrap and one that signs receipts."
  }
  assert {
    condition     = alltrue([for k in google_kms_crypto_key.this : k.rotation_period == "7776000s" && k.deletion_policy == "PREVENT"])
    error_message = "Keys rotate every 90 days and are never destroyed."
  }
}

run "databases" {
  command = plan
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault, google_firestore_database.audit] : d.delete_protection_state == "DELETE_PROTECTION_ENABLED" && d.deletion_policy == "PREVENT"])
    error_message = "The databases are protected from deletion."
  }
  assert {
    condition     = google_kms_crypto_key.receipt.deletion_policy == "PREVENT" && !google_storage_bucket.source.force_destroy && !google_storage_bucket.web.force_destroy
    error_message = "A key or a bucket is not protected."
  }
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault, google_firestore_database.audit] : d.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"])
    error_message = "The databases can go back to a point in time."
  }
  assert {
    condition     = toset([for b in google_firestore_backup_schedule.kept : b.database]) == toset(["(default)", "audit"]) && alltrue([for b in google_firestore_backup_schedule.kept : b.retention == "604800s"])
    error_message = "(default) and the audit, and never the vault, are backed up, for seven days."
  }
  assert {
    condition     = length(google_firestore_database.vault.tags) == 1 && strcontains(google_iam_deny_policy.vault_copies["never"].rules[0].deny_rule[0].denial_condition[0].expression, google_tags_tag_value.never["never"].id) && google_firestore_database.vault.tags == tomap({ (google_tags_tag_key.copies[0].id) = google_tags_tag_value.never["never"].id })
    error_message = "The deny policy and the vault name the same tag."
  }
  assert {
    condition = google_iam_deny_policy.vault_copies["never"].rules[0].deny_rule[0].denied_principals == tolist(["principalSet://goog/public:all"]) && length(setsubtract([
      "datastore.googleapis.com/databases.export", "datastore.googleapis.com/databases.clone", "datastore.googleapis.com/backupSchedules.create",
    ], google_iam_deny_policy.vault_copies["never"].rules[0].deny_rule[0].denied_permissions)) == 0
    error_message = "Nobody exports, clones or backs up the vault."
  }
  assert {
    condition = length(setsubtract([
      "(default)/answers/at", "(default)/answers/records", "(default)/participants/alias", "(default)/participants/joinedAt",
      "(default)/sessions/createdAt", "(default)/orgs/contact", "(default)/members/profile", "vault/participants/session", "vault/sessions/wrapped", "vault/auditKeys/key", "audit/entries/at", "audit/entries/body",
    ], keys(google_firestore_field.exempt))) == 0
    error_message = "A field that rises with time or is sealed lost its index exemption."
  }
  assert {
    condition     = alltrue([for f in google_firestore_field.exempt : length(f.index_config) == 1 && length(f.index_config[0].indexes) == 0])
    error_message = "An exempt field has indexes."
  }
  assert {
    condition     = [for k, f in google_firestore_field.exempt : k if length(f.ttl_config) > 0] == ["(default)/codes/expiry"]
    error_message = "Codes, and only codes, end by a TTL policy."
  }
  assert {
    condition     = length(google_firestore_index.this) == length(local.firestore.indexes) && length(google_firestore_index.this) > 0
    error_message = "A composite index is missing."
  }
  assert {
    condition     = strcontains(google_firebaserules_ruleset.nobody.source[0].files[0].content, "allow read, write: if false;") && toset(keys(google_firebaserules_release.nobody)) == toset(["(default)", "vault", "audit"])
    error_message = "Rules let nobody into any database."
  }
}

run "wrong_values_are_refused" {
  command = plan
  variables {
    project             = "Cleanslate"
    region              = "Frankfurt"
    firestore_location  = "Frankfurt"
    allowed_locations   = ["europe-west3"]
    receipt_key_version = 0
    domain              = "https://cleanslate.example"
    dns_zone            = "cleanslate.example"
    auth0_domain        = "https://cleanslate.eu.auth0.com"
    billing_account     = "mine"
    support_email       = "help"
    state_bucket        = "gs://cleanslate-test-state"
    repository          = "cleanslate"
    operator            = { name = "Nobody", display_name = "nobody" }
    alert_emails        = { page = [], ticket = ["team@cleanslate.example"] }
    ticket_secret_since = "last autumn"
    smtp                = { host = "smtp.provider.example:587", security = "none", username = "user", from = "notices@cleanslate.example" }
    runbooks            = "http://cleanslate.example"
    budget              = { amount = 0, currency = "EUR" }
  }
  expect_failures = [
    var.project, var.region, var.domain, var.dns_zone, var.auth0_domain, var.billing_account, var.support_email, var.state_bucket, var.repository,
    var.operator, var.alert_emails, var.ticket_secret_since, var.smtp, var.runbooks, var.budget, var.firestore_location, var.allowed_locations,
    var.receipt_key_version,
  ]
}

# Where a variable has two rules, the other one.
run "other_wrong_values_are_refused" {
  command = plan
  variables {
    alert_emails = { page = ["oncall"], ticket = ["team@cleanslate.example"] }
    operator     = { display_name = "cleanslate", logins = ["facebook"] }
    smtp         = { host = "smtp.provider.example:587", security = "starttls", username = "user", from = "notices" }
  }
  expect_failures = [var.alert_emails, var.operator, var.smtp]
}

run "what_releases_deploy_to_is_protected" {
  command = plan
  variables {
    protected = false
  }
  expect_failures = [var.protected]
}

run "buckets" {
  command = plan
  assert {
    condition     = google_storage_bucket_iam_member.anyone.bucket == google_storage_bucket.web.name && google_storage_bucket_iam_member.anyone.role == "roles/storage.legacyObjectReader"
    error_message = "Anyone reads files of the web app by name, and nothing else."
  }
  assert {
    condition = (
      google_storage_bucket.archives.public_access_prevention == "enforced" && google_storage_bucket.archives.soft_delete_policy[0].retention_duration_seconds == 0 &&
      !google_storage_bucket.archives.versioning[0].enabled && one(google_storage_bucket.archives.lifecycle_rule[0].condition).age == 7
    )
    error_message = "An archive outlasts what was erased of it."
  }
  assert {
    condition     = google_storage_bucket.source.public_access_prevention == "enforced"
    error_message = "The bucket of sources can't be made public."
  }
  assert {
    condition     = jsondecode(google_storage_bucket_object.config.content).auth0Domain == "https://cleanslate.eu.auth0.com"
    error_message = "The web app is told where to sign in."
  }
}

run "project" {
  command = plan
  assert {
    condition     = google_org_policy_policy.locations[0].spec[0].rules[0].values[0].allowed_values == tolist(["in:europe-west3-locations"])
    error_message = "Nothing is made outside the places that schools were told."
  }
  assert {
    condition     = google_org_policy_policy.no_key_files[0].spec[0].rules[0].enforce == "TRUE"
    error_message = "No account has a key file."
  }
  assert {
    condition     = google_org_policy_policy.no_editors[0].spec[0].rules[0].enforce == "TRUE" && endswith(google_org_policy_policy.no_editors[0].name, "/iam.automaticIamGrantsForDefaultServiceAccounts")
    error_message = "Google's own default accounts become Editors."
  }
  assert {
    condition     = google_project_default_service_accounts.no_editors.action == "DEPRIVILEGE"
    error_message = "A default account that is an Editor stays one."
  }
  assert {
    condition     = google_org_policy_policy.members[0].spec[0].rules[0].allow_all == "TRUE" && google_storage_bucket_iam_member.anyone.member == "allUsers"
    error_message = "The organization's policy would refuse what anyone may call."
  }
  assert {
    condition     = length(google_billing_budget.month.threshold_rules) == 4 && toset(google_billing_budget.month.all_updates_rule[0].monitoring_notification_channels) == toset(local.ticket_channels)
    error_message = "Somebody hears of the budget."
  }
}

run "messages" {
  command = plan
  assert {
    condition     = toset(keys(google_pubsub_topic.this)) == toset(["retention-tick", "retention-plan", "retention-work", "breach-work", "breach-tick", "notify-mail", "identity-work", "find-work", "export-work", "dead-letter"])
    error_message = "The topics are those of ARCHITECTURE.md."
  }
  assert {
    condition     = google_pubsub_subscription.dead_letter.topic == google_pubsub_topic.this["dead-letter"].id && google_pubsub_subscription.dead_letter.message_retention_duration == "2678400s" && google_pubsub_subscription.dead_letter.expiration_policy[0].ttl == ""
    error_message = "What can't be handled waits for a person."
  }
}

run "pushes" {
  command = plan
  assert {
    condition     = alltrue([for m in google_service_account_iam_member.push : m.role == "roles/iam.serviceAccountTokenCreator" && m.member == "serviceAccount:${local.agents.pubsub}"]) && length(google_service_account_iam_member.push) == 6
    error_message = "Pub/Sub can't sign its pushes."
  }
}

run "logs" {
  command = plan
  assert {
    condition     = google_logging_project_bucket_config.this["edge"].retention_days == 30 && google_logging_project_bucket_config.default.retention_days == 30
    error_message = "Request logs end after 30 days."
  }
  assert {
    condition     = [for e in google_logging_project_sink.edge.exclusions : e.filter] == ["httpRequest.requestUrl=~\"[?]\""]
    error_message = "No address with a query string is kept."
  }
  assert {
    # By name: a filter without names would keep what is excepted nowhere, such as who loaded the page.
    condition     = google_logging_project_sink.edge.filter == "resource.type=\"http_load_balancer\" AND log_id(\"requests\") AND resource.labels.backend_service_name=(\"incident\" OR \"live\" OR \"org\" OR \"request\" OR \"teacher\")"
    error_message = "Lines about students' requests are kept, or those of staff aren't."
  }
  assert {
    condition = { for k, e in google_logging_project_exclusion.this : k => e.filter if k != "payloads" } == {
      audit    = "log_id(\"cloudaudit.googleapis.com/data_access\")"
      edge     = "resource.type=\"http_load_balancer\" AND log_id(\"requests\")"
      requests = "log_id(\"run.googleapis.com/requests\")"
    }
    error_message = "_Default keeps a second copy, or callers' addresses."
  }
  assert {
    condition     = alltrue([for field in ["jsonPayload.requestBody:*", "jsonPayload.request.body:*", "protoPayload.request.writes:*"] : contains(split(" OR ", google_logging_project_exclusion.this["payloads"].filter), field)])
    error_message = "A line with a request's body is kept."
  }
  assert {
    condition     = google_logging_project_sink.audit.filter == "log_id(\"cloudaudit.googleapis.com/data_access\")" && google_logging_project_bucket_config.this["audit"].retention_days == 1095
    error_message = "Who used a key or reached into a database isn't known for three years."
  }
  assert {
    condition     = alltrue([for a in [google_project_iam_audit_config.impersonation, google_project_iam_audit_config.secrets] : [for c in a.audit_log_config : c.log_type if c.exempted_members == null] == ["DATA_READ"]])
    error_message = "Somebody acts as an account, or reads a secret, and nobody sees it."
  }
  assert {
    condition     = toset([for c in google_project_iam_audit_config.kms.audit_log_config : c.log_type]) == toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"]) && alltrue([for c in google_project_iam_audit_config.kms.audit_log_config : c.exempted_members == null])
    error_message = "Every use of a key is logged, nobody excepted."
  }
  assert {
    condition     = alltrue([for c in google_project_iam_audit_config.firestore.audit_log_config : toset(c.exempted_members) == toset([for f in module.account : "serviceAccount:${f.email}"])])
    error_message = "Everyone's reach into Firestore is logged but the functions'."
  }
}

run "told" {
  command = plan
  assert {
    condition     = length(google_secret_manager_secret.this["ticket"].rotation) == 1 && google_secret_manager_secret.this["ticket"].topics[0].name == google_pubsub_topic.secret_rotation.id
    error_message = "A ticket secret of 90 days is noticed."
  }
  assert {
    condition     = alltrue([for c in concat(values(google_monitoring_notification_channel.page), values(google_monitoring_notification_channel.ticket)) : c.force_delete])
    error_message = "A channel that alerts use couldn't be removed."
  }
}

run "release" {
  command = plan
  assert {
    condition     = length([for m in google_project_iam_member.ci : m.role if length(regexall("(?i)admin|owner|editor|secretAccessor|datastore|decrypt|tokencreator|serviceAccountUser", m.role)) > 0 || m.role == "roles/viewer"]) == 0
    error_message = "The accounts of CI govern nothing, act as nobody in the whole project, and read no data."
  }
  assert {
    condition     = length([for m in google_project_iam_member.ci : m.role if strcontains(m.member, "plan-ci@") && length(regexall("(?i)developer|user$", m.role)) > 0]) == 0
    error_message = "The account of plans changes nothing."
  }
  assert {
    condition = length([
      for p in google_project_iam_custom_role.plan["plan"].permissions : p if length(regexall("entities|objects|databases[.]get$|[.](create|update|delete|setIamPolicy)", p)) > 0
    ]) == 0
    error_message = "The account of plans reads no document and no object, and changes nothing."
  }
  assert {
    condition     = length(setsubtract(["storage.buckets.get", "resourcemanager.tagKeys.get", "resourcemanager.tagValues.get"], google_project_iam_custom_role.plan["plan"].permissions)) == 0
    error_message = "The foundation can't be compared."
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.release_acts_as)) == setunion(keys(local.grants), ["builder"]) && alltrue([for m in google_service_account_iam_member.release_acts_as : m.role == "roles/iam.serviceAccountUser"])
    error_message = "A release acts as the functions and the builder, and as nobody else."
  }
  assert {
    condition     = alltrue([for m in google_storage_bucket_iam_member.release_state : strcontains(m.condition[0].expression, "/objects/service/")])
    error_message = "A release reaches the state of the service, and not the foundation's."
  }
  assert {
    condition     = google_iam_workload_identity_pool_provider.github[0].attribute_condition == "assertion.sub == 'repo:cleanslate-edu/cleanslate:environment:plan' || assertion.sub == 'repo:cleanslate-edu/cleanslate:environment:production' && assertion.ref.startsWith('refs/tags/v')"
    error_message = "Only the protected environment of the one repository deploys, and only a tag."
  }
  assert {
    condition     = alltrue([for name, m in google_service_account_iam_member.ci_from_github : endswith(m.member, "/subject/repo:cleanslate-edu/cleanslate:environment:${name == "plan" ? "plan" : "production"}")])
    error_message = "An environment signs in as the account of another."
  }
}

run "no_release" {
  command = plan
  variables {
    repository      = null
    in_organization = false
    protected       = false
    dns_zone        = "zone"
  }
  assert {
    condition     = length(google_service_account.ci) == 0 && output.ci == null
    error_message = "Without a repository nothing may deploy."
  }
  assert {
    condition     = length(google_org_policy_policy.locations) == 0 && length(google_dns_record_set.this) == 2
    error_message = "What is optional is."
  }
  assert {
    condition     = length(google_org_policy_policy.no_key_files) + length(google_org_policy_policy.no_editors) + length(google_org_policy_policy.members) + length(google_iam_deny_policy.vault_copies) + length(google_tags_tag_value.never) == 0 && length(google_firestore_database.vault.tags) == 0
    error_message = "Outside an organization there is no policy of one."
  }
  assert {
    condition     = google_project_default_service_accounts.no_editors.action == "DEPRIVILEGE"
    error_message = "Outside an organization a default account stays an Editor."
  }
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault, google_firestore_database.audit] : d.delete_protection_state == "DELETE_PROTECTION_DISABLED" && d.deletion_policy == "DELETE"]) && alltrue([for k in google_kms_crypto_key.this : k.deletion_policy == "DELETE"]) && google_storage_bucket.source.force_destroy && google_storage_bucket.web.force_destroy
    error_message = "What is not protected can't be taken down."
  }
}

run "sign_in" {
  command = plan
  assert {
    condition     = auth0_client.web.app_type == "spa" && toset(auth0_client.web.grant_types) == toset(["authorization_code", "refresh_token"]) && auth0_client.web.refresh_token[0].rotation_type == "rotating"
    error_message = "The web app signs in by code and PKCE, with refresh tokens that are good once."
  }
  assert {
    condition     = auth0_resource_server.api.enforce_policies && auth0_resource_server.api.token_dialect == "access_token_authz" && auth0_resource_server.api.signing_alg == "RS256"
    error_message = "Permissions are in the token, signed with RS256."
  }
  assert {
    condition     = [for a in auth0_trigger_actions.post_login.actions : a.display_name] == ["second-factor", "claims"]
    error_message = "The challenge comes before the claim."
  }
  assert {
    condition     = auth0_tenant.this.customize_mfa_in_postlogin_action
    error_message = "Actions may not challenge."
  }
  assert {
    condition     = auth0_client.identity.app_type == "non_interactive" && auth0_client.identity.grant_types == tolist(["client_credentials"]) && auth0_client_grant.identity.audience == "https://cleanslate.eu.auth0.com/api/v2/" && length([for s in auth0_client_grant.identity.scopes : s if strcontains(s, "update:users") || strcontains(s, "create:users") || strcontains(s, "authentication_methods") || contains(["update:organizations", "delete:organizations"], s)]) == 0
    error_message = "identity creates organizations, changes memberships and deletes accounts; it touches nobody's way of signing in, and no organization that is there."
  }
  assert {
    condition     = auth0_client.web.initiate_login_uri == "https://cleanslate.example/teach/"
    error_message = "Invitations lead nowhere."
  }
  assert {
    condition     = { for s in auth0_action.claims.secrets : s.name => s.value } == { SMTP_HOST = "smtp.provider.example:587", SMTP_SECURITY = "starttls", SMTP_FROM = "notices@cleanslate.example", SMTP_USERNAME = "sign-in", SMTP_PASSWORD = "secret" }
    error_message = "Nobody can be told of a new second factor."
  }
  assert {
    condition     = toset([for c in auth0_organization_connections.operator.enabled_connections : c.connection_id]) == toset([auth0_connection.password.id, auth0_connection.google[0].id])
    error_message = "The operator has the logins that it asked for."
  }
  assert {
    condition     = auth0_connection.password.options[0].disable_signup && alltrue([for c in auth0_organization_connections.operator.enabled_connections : !c.is_signup_enabled && !c.assign_membership_on_login])
    error_message = "Nobody makes themselves a member."
  }
  assert {
    condition     = auth0_attack_protection.this.brute_force_protection[0].enabled && contains(auth0_attack_protection.this.brute_force_protection[0].shields, "block") && auth0_attack_protection.this.suspicious_ip_throttling[0].enabled && contains(auth0_attack_protection.this.breached_password_detection[0].shields, "block")
    error_message = "Guessing passwords is stopped."
  }
  assert {
    condition     = auth0_guardian.this.otp && auth0_guardian.this.webauthn_platform[0].enabled && !coalesce(auth0_guardian.this.email, false)
    error_message = "There are second factors, and e-mail is none."
  }
}

# The service is tested with what mocks/foundation.tfmock.hcl says in the place of what is handed over.
run "handover" {
  command = plan
  assert {
    condition = { for k, v in local.handover : k => try(keys(v), []) } == {
      for k, v in jsondecode(regex("(?s)<<-EOT\n(.*)EOT", file("../mocks/foundation.tfmock.hcl"))[0]) : k => try(keys(v), [])
    }
    error_message = "mocks/foundation.tfmock.hcl doesn't have the shape of what is handed over."
  }
}

run "on_call" {
  command = plan
  variables {
    oncall = "group:oncall@cleanslate.example"
  }
  assert {
    condition     = alltrue([for m in google_project_iam_member.oncall : m.member == "group:oncall@cleanslate.example"]) && length(google_project_iam_member.oncall) == length(local.oncall_looks) && length(google_project_iam_member.oncall_looks) == 1
    error_message = "Who is on call looks at all times."
  }
  assert {
    condition     = length([for p in concat(tolist(google_project_iam_custom_role.oncall_acts.permissions), tolist(google_project_iam_custom_role.oncall_looks.permissions)) : p if can(regex("setIamPolicy|useTo|entities|getAccessToken|signBlob|secretmanager|\\.(export|clone|restore|delete)$", p)) && p != "cloudkms.cryptoKeyVersions.restore"]) == 0
    error_message = "Who is on call changes no grant, uses no key, reads no document and no secret, and copies no database."
  }
}

run "on_call_is_a_group" {
  command = plan
  variables {
    oncall = "user:ada@cleanslate.example"
  }
  expect_failures = [var.oncall]
}
