# The rules of the whole stack, held against a plan. What only the cloud could know is made up by mock providers
# while planning: what was applied could not be taken down again, since databases and keys forbid it.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "time" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "auth0" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  project         = "cleanslate-test"
  domain          = "cleanslate.example"
  archives        = "tests/fixtures"
  billing_account = "012345-6789AB-CDEF01"
  auth0_domain    = "cleanslate.eu.auth0.com"
  support_email   = "help@cleanslate.example"
  state_bucket    = "cleanslate-test-state"
  repository      = "cleanslate-edu/cleanslate"
  smtp_password   = "unchanged"
  sign_in_relay   = { username = "sign-in", password = "secret" }
  fresh_secret    = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  ticket_secret   = { current = 2, other = 1, since = "2026-09-01T00:00:00Z" }
  alert_emails    = { page = ["oncall@cleanslate.example"], ticket = ["team@cleanslate.example"] }
  smtp            = { host = "smtp.provider.example:587", security = "starttls", username = "user", from = "notices@cleanslate.example", version = 1 }
  organizations   = { operator = { display_name = "cleanslate" }, north = { display_name = "North School", logins = ["password", "google"] } }
  google_login    = { client_id = "id", client_secret = "not one" }
}

run "functions" {
  command = plan
  assert {
    condition     = length(distinct([for f in local.functions : f.account])) == length(local.functions)
    error_message = "Two functions share a service account."
  }
  assert {
    condition     = toset(keys(local.functions)) == toset(keys(local.grants))
    error_message = "A function has no line in grants.json, or a line has no function."
  }
  assert {
    condition     = toset([for name, f in local.functions : name if f.public]) == toset(["answer", "incident", "join", "org", "rights", "teacher"])
    error_message = "Only the functions of the contract take people's requests; those of Pub/Sub take none."
  }
  assert {
    condition     = alltrue([for name in ["answer", "join", "teacher"] : var.sizes[name].concurrency > 1])
    error_message = "answer, join and teacher serve many requests in one instance."
  }
}

run "keys" {
  command = plan
  assert {
    condition     = length(setsubtract([for name, f in local.functions : name if contains(f.keys, "session/decrypt")], ["teacher"])) == 0
    error_message = "Only teacher opens session keys."
  }
  assert {
    condition     = length(setsubtract([for name, f in local.functions : name if contains(f.keys, "org/decrypt")], ["teacher"])) == 0
    error_message = "Only teacher opens member keys."
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
    condition     = length(setsubtract([for k in module.org.keys : k], ["receipt/look"])) == 0
    error_message = "org opens nothing."
  }
  assert {
    condition     = length(setsubtract([for name, f in local.functions : name if contains(f.keys, "contact/decrypt")], ["incident", "breach", "notify"])) == 0
    error_message = "Only incident, breach and notify open contact keys."
  }
  assert {
    condition     = length(concat(module.answer.keys, module.join.keys)) == 0
    error_message = "answer and join have no key at all."
  }
  assert {
    condition     = toset(module.retention.keys) == toset(["receipt/look", "receipt/sign"])
    error_message = "retention signs receipts and opens nothing."
  }
  assert {
    condition     = toset(keys(google_kms_crypto_key.this)) == toset(["session", "org", "contact"]) && google_kms_crypto_key.receipt.purpose == "ASYMMETRIC_SIGN" && google_kms_crypto_key.receipt.version_template[0].algorithm == "EC_SIGN_ED25519"
    error_message = "There are three keys that wrap and one that signs receipts."
  }
  assert {
    condition     = alltrue([for k in google_kms_crypto_key.this : k.rotation_period == "7776000s" && k.deletion_policy == "PREVENT"])
    error_message = "Keys rotate every 90 days and are never destroyed."
  }
  assert {
    condition     = alltrue([for f in local.functions : strcontains(google_logging_metric.foreign_decrypt.filter, "\"${f.account}\"") == anytrue([for k in f.keys : endswith(k, "/decrypt")])])
    error_message = "The alert foreign-decrypt excepts exactly the functions that may decrypt."
  }
}

run "databases" {
  command = plan
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault] : d.delete_protection_state == "DELETE_PROTECTION_ENABLED" && d.deletion_policy == "PREVENT"])
    error_message = "Both databases are protected from deletion."
  }
  assert {
    condition     = google_kms_crypto_key.receipt.deletion_policy == "PREVENT" && !google_storage_bucket.source.force_destroy && !google_storage_bucket.web.force_destroy
    error_message = "A key or a bucket is not protected."
  }
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault] : d.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"])
    error_message = "Both databases can go back to a point in time."
  }
  assert {
    condition     = google_firestore_backup_schedule.default.database == "(default)" && google_firestore_backup_schedule.default.retention == "604800s"
    error_message = "(default), and only it, is backed up, for seven days."
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
      "(default)/sessions/createdAt", "(default)/orgs/contact", "(default)/members/profile", "vault/participants/session", "vault/sessions/wrapped",
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
    condition     = strcontains(google_firebaserules_ruleset.nobody.source[0].files[0].content, "allow read, write: if false;") && toset(keys(google_firebaserules_release.nobody)) == toset(["(default)", "vault"])
    error_message = "Rules let nobody into either database."
  }
}

run "secrets" {
  command = plan
  assert {
    condition     = toset(keys(google_secret_manager_secret_version.ticket)) == toset(["1", "2"])
    error_message = "Both versions of the ticket secret are there."
  }
  assert {
    condition     = alltrue([for v in concat(values(google_secret_manager_secret_version.ticket), [google_secret_manager_secret_version.smtp]) : v.secret_data == null])
    error_message = "Secrets are written, never kept in the state."
  }
  assert {
    condition     = local.ticket.current.version == google_secret_manager_secret_version.ticket["2"].version && local.ticket.other.version == google_secret_manager_secret_version.ticket["1"].version
    error_message = "current seals, other is accepted."
  }
}

run "a_secret_alone" {
  command = plan
  variables {
    ticket_secret = { current = 1, since = "2026-09-01T00:00:00Z" }
  }
  assert {
    condition     = local.ticket.other == null && keys(google_secret_manager_secret_version.ticket) == ["1"]
    error_message = "Without another version there is only one."
  }
}

run "a_secret_must_be_fresh" {
  command = plan
  variables {
    fresh_secret = "secret"
  }
  expect_failures = [var.fresh_secret]
}

run "wrong_values_are_refused" {
  command = plan
  variables {
    project         = "Cleanslate"
    region          = "Frankfurt"
    domain          = "https://cleanslate.example"
    dns_zone        = "cleanslate.example"
    auth0_domain    = "https://cleanslate.eu.auth0.com"
    billing_account = "mine"
    support_email   = "help"
    state_bucket    = "gs://cleanslate-test-state"
    repository      = "cleanslate"
    school_size     = 2501
    operator        = "nobody"
    alert_emails    = { page = [], ticket = ["team@cleanslate.example"] }
    smtp            = { host = "smtp.provider.example:587", security = "none", username = "user", from = "notices@cleanslate.example", version = 1 }
    ticket_secret   = { current = 1, other = 1, since = "2026-09-01T00:00:00Z" }
    runbooks        = "http://cleanslate.example"
    budget          = { amount = 0, currency = "EUR" }
  }
  expect_failures = [
    var.project, var.region, var.domain, var.dns_zone, var.auth0_domain, var.billing_account, var.support_email, var.state_bucket, var.repository,
    var.school_size, var.operator, var.alert_emails, var.smtp, var.ticket_secret, var.runbooks, var.budget,
  ]
}

run "what_releases_deploy_to_is_protected" {
  command = plan
  variables {
    protected = false
  }
  expect_failures = [var.protected]
}

run "front" {
  command = plan
  assert {
    condition     = google_storage_bucket_iam_member.anyone.bucket == google_storage_bucket.web.name && google_storage_bucket_iam_member.anyone.role == "roles/storage.legacyObjectReader"
    error_message = "Anyone reads files of the web app by name, and nothing else."
  }
  assert {
    condition     = google_storage_bucket.source.public_access_prevention == "enforced"
    error_message = "The bucket of sources can't be made public."
  }
  assert {
    condition     = alltrue([for b in google_compute_backend_service.function : b.load_balancing_scheme == "EXTERNAL_MANAGED" && b.security_policy != null && !coalesce(b.enable_cdn, false)])
    error_message = "Every function stands behind Cloud Armor and is never cached."
  }
  assert {
    condition     = alltrue([for b in google_compute_backend_service.cached : b.enable_cdn && !b.cdn_policy[0].negative_caching && b.cdn_policy[0].cache_mode == "USE_ORIGIN_HEADERS" && !b.cdn_policy[0].cache_key_policy[0].include_query_string && b.security_policy != null])
    error_message = "What is cached is cached as the function says, refusals are not, and a query string is no way past the cache."
  }
  assert {
    condition = toset([
      for r in google_compute_url_map.this.path_matcher[0].route_rules : coalesce(r.match_rules[0].path_template_match, r.match_rules[0].full_path_match)
      if contains([for b in google_compute_backend_service.cached : b.id], r.service)
    ]) == toset(["/v1/sessions/{sid=*}/state", "/v1/notices/public", "/v1/orgs/{org=*}/privacy"])
    error_message = "Only what anyone may read goes to a cached backend."
  }
  assert {
    condition     = length(distinct([for r in google_compute_url_map.this.path_matcher[0].route_rules : r.priority])) == length(local.routes) && alltrue([for r in google_compute_url_map.this.path_matcher[0].route_rules : r.service != null])
    error_message = "Every route has a backend and a priority of its own."
  }
  assert {
    condition     = alltrue([for name in ["Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy"] : anytrue([for h in google_compute_backend_bucket.web.custom_response_headers : startswith(h, "${name}: ")])])
    error_message = "The web app is sent with its security headers."
  }
  assert {
    condition     = alltrue([for h in google_compute_backend_bucket.web.custom_response_headers : !strcontains(h, "unsafe")])
    error_message = "Nothing unsafe in the policy."
  }
  assert {
    condition     = length(local.assets) == 1 && alltrue([for a in google_storage_bucket_object.asset : a.cache_control == local.immutable]) && alltrue([for k, p in google_storage_bucket_object.page : p.cache_control == (startswith(k, "errors/") ? "no-store" : "no-cache")])
    error_message = "Assets are kept for ever, pages never."
  }
  assert {
    condition     = google_storage_bucket_object.page["problems/gone"].content_type == "text/html; charset=utf-8" && google_storage_bucket_object.page["v1/openapi.yaml"].content_type == "application/yaml"
    error_message = "Pages have their media type."
  }
  assert {
    condition     = google_storage_bucket_object.page["problems/json/gone"].content_type == "application/json" && google_storage_bucket_object.page["errors/unavailable"].content_type == "application/problem+json" && google_storage_bucket_object.page["errors/unavailable"].cache_control == "no-store"
    error_message = "Problems are JSON where JSON is asked for, and errors are no page to keep."
  }
  assert {
    condition = alltrue([
      for r in google_compute_url_map.this.path_matcher[0].route_rules : join(" ", flatten(r.custom_error_response_policy[0].error_response_rule[*].match_response_codes)) ==
      (r.service == google_compute_backend_bucket.web.id ? "403 404" : r.service == google_compute_backend_service.function["answer"].id ? "502 504" : "429 502 504") && r.custom_error_response_policy[0].error_service == google_compute_backend_bucket.web.id
    ])
    error_message = "What no function answers is a problem document below /v1, and a page elsewhere."
  }
  assert {
    condition     = [for r in google_compute_url_map.this.path_matcher[0].route_rules : join(" ", [for m in r.match_rules : m.header_matches[0].prefix_match]) if try(r.route_action[0].url_rewrite[0].path_template_rewrite, "") == "/problems/json/{slug}"] == ["application/json application/problem+json"]
    error_message = "Who asks for JSON gets a problem as JSON."
  }
  assert {
    condition     = jsondecode(google_storage_bucket_object.config.content).auth0Domain == "https://cleanslate.eu.auth0.com"
    error_message = "The web app is told where to sign in."
  }
}

run "open" {
  command = plan
  assert {
    condition     = alltrue([for r in google_compute_url_map.this.path_matcher[0].route_rules : length(r.route_action) == 0 || length(try(r.route_action[0].fault_injection_policy, [])) == 0])
    error_message = "The doors are shut without being told to."
  }
}

run "shut" {
  command = plan
  variables {
    shut = true
  }
  assert {
    condition = alltrue([
      for r in google_compute_url_map.this.path_matcher[0].route_rules : join(" ", [for f in try(r.route_action[0].fault_injection_policy, []) : "${f.abort[0].http_status} ${f.abort[0].percentage}"]) ==
      (r.service == google_compute_backend_bucket.web.id ? "" : "503 100")
    ])
    error_message = "While the doors are shut no request reaches a function, and the web app says so."
  }
  assert {
    condition = alltrue([
      for r in google_compute_url_map.this.path_matcher[0].route_rules : contains(flatten(r.custom_error_response_policy[0].error_response_rule[*].match_response_codes), "503") == (r.service != google_compute_backend_bucket.web.id)
    ])
    error_message = "While the doors are shut the API says so by a problem document."
  }
}

run "edge" {
  command = plan
  assert {
    condition     = google_compute_ssl_policy.this.min_tls_version == "TLS_1_2"
    error_message = "Nothing older than TLS 1.2 is spoken."
  }
  assert {
    condition     = google_compute_url_map.redirect.default_url_redirect[0].https_redirect
    error_message = "Plain HTTP leads to HTTPS and nowhere else."
  }
  assert {
    condition     = alltrue([for b in concat(values(google_compute_backend_service.function), values(google_compute_backend_service.cached)) : anytrue([for h in b.custom_response_headers : startswith(h, "Strict-Transport-Security: max-age=63072000")])])
    error_message = "Every answer says that HTTPS is all there is."
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
    condition     = google_org_policy_policy.members[0].spec[0].rules[0].allow_all == "TRUE" && google_storage_bucket_iam_member.anyone.member == "allUsers"
    error_message = "The organization's policy would refuse what anyone may call."
  }
  assert {
    condition     = length(google_billing_budget.month.threshold_rules) == 4 && toset(google_billing_budget.month.all_updates_rule[0].monitoring_notification_channels) == toset(local.ticket_channels)
    error_message = "Somebody hears of the budget."
  }
}

run "armor" {
  command = plan
  assert {
    condition     = alltrue([for p in google_compute_security_policy.function : p.advanced_options_config[0].log_level == "NORMAL" && p.advanced_options_config[0].json_parsing == "DISABLED"])
    error_message = "Cloud Armor looks into no body."
  }
  assert {
    condition     = alltrue([for name, p in google_compute_security_policy.function : [for r in p.rule : r.rate_limit_options[0].rate_limit_threshold[0].count if r.priority == 1000] == [local.limits[name].per_minute]])
    error_message = "Every function has its rate limit."
  }
  assert {
    # A school of 1,500 behind one address joins in a minute, each trying twice.
    condition     = one([for r in google_compute_security_policy.function["join"].rule : r.rate_limit_options[0].rate_limit_threshold[0].count if r.priority == 100]) >= 2 * 1500
    error_message = "A school can't get in."
  }
  assert {
    condition     = alltrue(flatten([for p in google_compute_security_policy.function : [for r in p.rule : [for o in r.rate_limit_options : [for b in o.ban_threshold : b.count <= 10000]]]]))
    error_message = "Cloud Armor counts at most 10,000 requests towards a ban."
  }
  assert {
    condition     = [for r in google_compute_security_policy.function["join"].rule : "${r.action} ${r.match[0].expr[0].expression}" if r.priority == 100] == ["rate_based_ban request.path == '/v1/join'"]
    error_message = "Guessing codes is slowed down."
  }
}

run "messages" {
  command = plan
  assert {
    condition     = toset(keys(google_pubsub_topic.this)) == toset(["retention-tick", "retention-work", "breach-work", "breach-tick", "notify-mail", "dead-letter"])
    error_message = "The topics are those of ARCHITECTURE.md."
  }
  assert {
    condition     = google_cloud_scheduler_job.tick["retention-tick"].schedule == "0 * * * *" && google_cloud_scheduler_job.tick["breach-tick"].schedule == "*/15 * * * *" && alltrue([for j in google_cloud_scheduler_job.tick : j.time_zone == "Etc/UTC"])
    error_message = "Retention ticks every hour and breach every quarter of one, in UTC."
  }
  assert {
    condition     = toset(concat(module.retention_push.topics, module.breach_push.topics, module.notify_push.topics)) == setsubtract(local.topics, ["dead-letter"])
    error_message = "Every topic is pushed to the function that handles it."
  }
  assert {
    condition     = google_pubsub_subscription.dead_letter.topic == google_pubsub_topic.this["dead-letter"].id && google_pubsub_subscription.dead_letter.message_retention_duration == "2678400s" && google_pubsub_subscription.dead_letter.expiration_policy[0].ttl == ""
    error_message = "What can't be handled waits for a person."
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
    condition     = alltrue([for name, b in google_compute_backend_service.function : b.log_config[0].enable != contains(["answer", "join", "rights"], name)]) && alltrue([for b in google_compute_backend_service.cached : !b.log_config[0].enable])
    error_message = "A request of a student's is logged, or one of a teacher's isn't."
  }
  assert {
    condition     = alltrue([for b in google_compute_backend_service.function : b.log_config[0].optional_mode == "EXCLUDE_ALL_OPTIONAL" if b.log_config[0].enable])
    error_message = "The load balancer logs nothing optional."
  }
  assert {
    condition     = length(regexall("\"(answer|join|rights|web)\"", google_logging_project_sink.edge.filter)) == 0 && google_logging_project_exclusion.this["edge"].filter == local.edge_logs
    error_message = "Lines about students' requests are kept."
  }
  assert {
    condition     = alltrue([for k in ["edge", "audit", "requests", "payloads"] : contains(keys(google_logging_project_exclusion.this), k)])
    error_message = "_Default keeps a second copy."
  }
  assert {
    condition     = toset([for c in google_project_iam_audit_config.kms.audit_log_config : c.log_type]) == toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"]) && alltrue([for c in google_project_iam_audit_config.kms.audit_log_config : c.exempted_members == null])
    error_message = "Every use of a key is logged, nobody excepted."
  }
  assert {
    condition     = alltrue([for c in google_project_iam_audit_config.firestore.audit_log_config : toset(c.exempted_members) == toset([for f in local.functions : "serviceAccount:${f.account}"])])
    error_message = "Everyone's reach into Firestore is logged but the functions'."
  }
}

run "watching" {
  command = plan
  assert {
    condition = toset([for a in google_monitoring_alert_policy.burn : "${a.user_labels.runbook} ${a.conditions[0].condition_threshold[0].threshold_value} ${a.conditions[0].display_name} ${a.conditions[1].display_name}"]) == toset(flatten([
      for slo in ["answer-availability", "answer-latency", "join-availability", "join-latency"] : [
        "${slo} 14.4 over 3600s over 300s", "${slo} 6 over 21600s over 1800s", "${slo} 1 over 259200s over 21600s",
      ]
    ]))
    error_message = "Every objective has its three burn-rate alerts."
  }
  assert {
    condition     = alltrue([for a in google_monitoring_alert_policy.burn : a.combiner == "AND"])
    error_message = "Both windows must burn."
  }
  assert {
    condition = alltrue([
      for k, a in google_monitoring_alert_policy.burn : toset(a.notification_channels) == toset(endswith(k, "/long") ? local.ticket_channels : local.page_channels)
    ])
    error_message = "Fast burns page, slow ones write a ticket."
  }
  assert {
    condition = alltrue([
      for a in concat(values(google_monitoring_alert_policy.burn), values(google_monitoring_alert_policy.waiting), [
        google_monitoring_alert_policy.foreign_decrypt, google_monitoring_alert_policy.retention_tick, google_monitoring_alert_policy.retention_waits,
        google_monitoring_alert_policy.breach_clause, google_monitoring_alert_policy.vault_copy, google_monitoring_alert_policy.reach,
        google_monitoring_alert_policy.certificate,
      ]) :
      a.documentation[0].links[0].url == "${var.runbooks}/${a.user_labels.runbook}.md"
    ])
    error_message = "Every alert links its runbook."
  }
  assert {
    condition     = strcontains(google_logging_metric.breach_clause.filter, "service_name=\"${module.breach.name}\"") && strcontains(google_logging_metric.breach_clause.filter, "jsonPayload.drill=false")
    error_message = "What counts is a clause of a real incident of whose time 75 % have passed."
  }
  assert {
    condition     = google_monitoring_alert_policy.retention_tick.conditions[0].condition_absent[0].duration == "7200s" && google_monitoring_alert_policy.retention_tick.conditions[1].condition_threshold[0].aggregations[0].alignment_period == "7200s" && google_monitoring_alert_policy.retention_tick.combiner == "OR"
    error_message = "Two hours without a tick are noticed."
  }
  assert {
    condition     = local.rotation_due == timeadd(var.ticket_secret.since, "${90 * 24}h") && strcontains(google_monitoring_alert_policy.waiting["ticket-secret-age"].conditions[0].condition_threshold[0].filter, "\"secret-rotation\"") && strcontains(google_monitoring_alert_policy.waiting["dead-letter"].conditions[0].condition_threshold[0].filter, "\"dead-letter\"")
    error_message = "A ticket secret of 90 days and a message in dead-letter are noticed."
  }
  assert {
    condition     = alltrue([for a in google_monitoring_alert_policy.waiting : a.conditions[0].condition_threshold[0].threshold_value == 0])
    error_message = "One that waits is enough."
  }
  assert {
    condition = alltrue([for a in [google_monitoring_alert_policy.breach_clause, google_monitoring_alert_policy.retention_waits, google_monitoring_alert_policy.retention_tick, google_monitoring_alert_policy.foreign_decrypt, google_monitoring_alert_policy.vault_copy, google_monitoring_alert_policy.waiting["dead-letter"]] :
    toset(a.notification_channels) == toset(local.page_channels)])
    error_message = "Clocks of the law, lost messages and keys in the wrong hands wake somebody."
  }
  assert {
    condition     = alltrue([for d in google_monitoring_dashboard.this : length(jsondecode(d.dashboard_json).mosaicLayout.tiles) >= 8])
    error_message = "Both dashboards are JSON and show something."
  }
  assert {
    condition     = toset([for u in google_monitoring_uptime_check_config.this : "${u.http_check[0].path} ${u.http_check[0].use_ssl && u.http_check[0].validate_ssl}"]) == toset(["/ true", "/v1/notices/public true"]) && length(google_monitoring_alert_policy.reach.conditions) == 2
    error_message = "Page and API are not watched from outside."
  }
}

run "release" {
  command = plan
  assert {
    condition     = length([for m in google_project_iam_member.release : m.role if length(regexall("(?i)admin|owner|editor|secretAccessor|datastore|decrypt", m.role)) > 0 || m.role == "roles/viewer"]) == 0
    error_message = "The account of releases governs nothing and reads no data."
  }
  assert {
    condition     = length([for p in google_project_iam_custom_role.release[0].permissions : p if strcontains(p, "entities")]) == 0
    error_message = "The account of releases reads no document."
  }
  assert {
    condition     = strcontains(google_iam_workload_identity_pool_provider.github[0].attribute_condition, "repo:cleanslate-edu/cleanslate:environment:production")
    error_message = "Only the protected environment of the one repository deploys."
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
    condition     = length(google_service_account.release) == 0 && output.deployment == null
    error_message = "Without a repository nothing may deploy."
  }
  assert {
    condition     = length(google_org_policy_policy.locations) == 0 && length(google_dns_record_set.this) == 2
    error_message = "What is optional is."
  }
  assert {
    condition     = length(google_org_policy_policy.no_key_files) + length(google_org_policy_policy.members) + length(google_iam_deny_policy.vault_copies) + length(google_tags_tag_value.never) == 0 && length(google_firestore_database.vault.tags) == 0
    error_message = "Outside an organization there is no policy of one."
  }
  assert {
    condition     = alltrue([for d in [google_firestore_database.default, google_firestore_database.vault] : d.delete_protection_state == "DELETE_PROTECTION_DISABLED" && d.deletion_policy == "DELETE"]) && alltrue([for k in google_kms_crypto_key.this : k.deletion_policy == "DELETE"]) && google_storage_bucket.source.force_destroy && google_storage_bucket.web.force_destroy
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
    condition     = auth0_client.web.initiate_login_uri == "https://cleanslate.example/teach/"
    error_message = "Invitations lead nowhere."
  }
  assert {
    condition     = { for s in auth0_action.claims.secrets : s.name => s.value } == { SMTP_HOST = "smtp.provider.example:587", SMTP_SECURITY = "starttls", SMTP_FROM = "notices@cleanslate.example", SMTP_USERNAME = "sign-in", SMTP_PASSWORD = "secret" }
    error_message = "Nobody can be told of a new second factor."
  }
  assert {
    condition     = toset([for c in auth0_organization_connections.this["north"].enabled_connections : c.connection_id]) == toset([auth0_connection.password.id, auth0_connection.google[0].id])
    error_message = "A school has the logins that it asked for."
  }
  assert {
    condition     = auth0_connection.password.options[0].disable_signup && alltrue([for c in auth0_organization_connections.this["north"].enabled_connections : !c.is_signup_enabled && !c.assign_membership_on_login])
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
