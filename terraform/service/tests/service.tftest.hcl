# The rules of the service, held against a plan, on what the foundation hands over (terraform/mocks/foundation.tfmock.hcl).

mock_provider "google" {
  source          = "../mocks"
  override_during = plan
}

mock_provider "time" {
  source          = "../mocks"
  override_during = plan
}

variables {
  project       = "cleanslate-test"
  archives      = "tests/fixtures"
  smtp_password = "unchanged"
  auth0_secret  = "unchanged"
  fresh_secret  = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  ticket_secret = { current = 2, other = 1 }
}

run "functions" {
  command = plan
  assert {
    condition     = toset(keys(local.functions)) == toset(keys(local.grants))
    error_message = "A function has no line in grants.json, or a line has no function."
  }
  assert {
    condition     = toset([for name, f in local.functions : name if f.public]) == toset(["answer", "incident", "join", "live", "org", "request", "rights", "teacher", "watch"])
    error_message = "Only the functions of the contract take people's requests; those of Pub/Sub take none."
  }
  assert {
    condition     = alltrue([for name in ["answer", "join", "live", "teacher"] : var.sizes[name].concurrency > 1])
    error_message = "answer, join, live and teacher serve many requests in one instance."
  }
}

run "keys" {
  command = plan
  assert {
    condition = alltrue([
      for name, may in local.grants : strcontains(google_logging_metric.foreign_decrypt.filter, "\"${local.foundation.accounts[name]}\"") ==
      anytrue([for actions in values(may.keys) : contains(actions, "decrypt")])
    ])
    error_message = "The alert foreign-decrypt excepts exactly the functions that may decrypt."
  }
}

run "secrets" {
  command = plan
  assert {
    condition     = toset(keys(google_secret_manager_secret_version.ticket)) == toset(["1", "2"])
    error_message = "Both versions of the ticket secret are there."
  }
  assert {
    condition     = alltrue([for v in concat(values(google_secret_manager_secret_version.ticket), [google_secret_manager_secret_version.smtp, google_secret_manager_secret_version.auth0]) : v.secret_data == null])
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
    ticket_secret = { current = 1 }
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
    project               = "Cleanslate"
    school_size           = 2501
    trace_ratio           = 1.5
    certificates          = []
    log_level             = "LOUD"
    smtp_password_version = 0
    auth0_secret_version  = 0
    ticket_secret         = { current = 1, other = 1 }
  }
  expect_failures = [var.project, var.school_size, var.trace_ratio, var.certificates, var.log_level, var.smtp_password_version, var.auth0_secret_version, var.ticket_secret]
}

run "too_many_at_once" {
  command = plan
  variables {
    sizes = { answer = { cpu = "1", memory = "512Mi", concurrency = 1001, max_instances = 1 } }
  }
  expect_failures = [var.sizes]
}

run "memory_without_a_unit" {
  command = plan
  variables {
    sizes = { answer = { cpu = "1", memory = "512", concurrency = 1, max_instances = 1 } }
  }
  expect_failures = [var.sizes]
}

run "many_at_once_on_a_part_of_a_processor" {
  command = plan
  variables {
    sizes = { answer = { cpu = "0.5", memory = "512Mi", concurrency = 2, max_instances = 1 } }
  }
  expect_failures = [var.sizes]
}

run "longer_than_an_hour" {
  command = plan
  variables {
    sizes = { answer = { cpu = "1", memory = "512Mi", concurrency = 1, max_instances = 1, timeout = 3601 } }
  }
  expect_failures = [var.sizes]
}

run "front" {
  command = plan
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

run "certificates" {
  command = plan
  variables {
    certificates = ["1", "2"]
  }
  assert {
    condition     = toset(google_compute_target_https_proxy.this.ssl_certificates) == toset([for c in google_compute_managed_ssl_certificate.this : c.id]) && length(distinct([for c in google_compute_managed_ssl_certificate.this : c.name])) == 2
    error_message = "A second certificate is none that the load balancer shows, and so Google never makes it."
  }
  assert {
    condition     = alltrue([for c in google_compute_managed_ssl_certificate.this : c.managed[0].domains == tolist([local.foundation.domain])])
    error_message = "A certificate is for another domain."
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
    # A school of 1,500 behind one address joins in a minute: for each a code that is asked about, a join, and half a retry.
    condition     = one([for r in google_compute_security_policy.function["join"].rule : r.rate_limit_options[0].rate_limit_threshold[0].count if r.priority == 100]) >= 3 * 1500
    error_message = "A school can't get in."
  }
  assert {
    condition     = alltrue(flatten([for p in google_compute_security_policy.function : [for r in p.rule : [for o in r.rate_limit_options : [for b in o.ban_threshold : b.count <= 10000]]]]))
    error_message = "Cloud Armor counts at most 10,000 requests towards a ban."
  }
  assert {
    condition     = [for r in google_compute_security_policy.function["join"].rule : "${r.action} ${r.match[0].expr[0].expression}" if r.priority == 100] == ["rate_based_ban request.path == '/v1/join' || request.path == '/v1/rejoin' || request.path.startsWith('/v1/codes/')"]
    error_message = "Guessing codes is slowed down."
  }
  assert {
    condition     = [for r in google_compute_security_policy.function["rights"].rule : "${r.action} ${r.rate_limit_options[0].rate_limit_threshold[0].count} ${r.rate_limit_options[0].rate_limit_threshold[0].interval_sec} ${r.match[0].expr[0].expression}" if r.priority == 100] == ["throttle 20 60 request.path.startsWith('/v1/requests')"]
    error_message = "Requests to schools have a limit of their own."
  }
  assert {
    condition     = [for r in google_compute_security_policy.function["org"].rule : "${r.action} ${r.rate_limit_options[0].rate_limit_threshold[0].count} ${r.rate_limit_options[0].rate_limit_threshold[0].interval_sec} ${r.match[0].expr[0].expression}" if r.priority == 100] == ["throttle 120 60 request.path == '/v1/unsubscribe'"]
    error_message = "Leaving a newsletter has a limit of its own."
  }
}

run "messages" {
  command = plan
  assert {
    condition     = google_cloud_scheduler_job.tick["retention-tick"].schedule == "0 * * * *" && google_cloud_scheduler_job.tick["breach-tick"].schedule == "*/15 * * * *" && alltrue([for j in google_cloud_scheduler_job.tick : j.time_zone == "Etc/UTC"])
    error_message = "Retention ticks every hour and breach every quarter of one, in UTC."
  }
  assert {
    condition     = toset(concat(module.retention_push.topics, module.breach_push.topics, module.notify_push.topics, module.identity_push.topics, module.find_push.topics, module.export_push.topics)) == setsubtract(keys(local.foundation.topics), ["dead-letter"])
    error_message = "Every topic is pushed to the function that handles it."
  }
}

run "logs" {
  command = plan
  assert {
    condition     = alltrue([for name, b in google_compute_backend_service.function : b.log_config[0].enable != contains(["answer", "join", "rights", "watch"], name)]) && alltrue([for b in google_compute_backend_service.cached : !b.log_config[0].enable])
    error_message = "A request of a student's is logged, or one of a teacher's isn't."
  }
  assert {
    condition     = alltrue([for b in google_compute_backend_service.function : b.log_config[0].optional_mode == "EXCLUDE_ALL_OPTIONAL" if b.log_config[0].enable])
    error_message = "The load balancer logs nothing optional."
  }
}

run "watching" {
  command = plan
  assert {
    condition = toset([for a in google_monitoring_alert_policy.burn : "${a.user_labels.runbook} ${a.conditions[0].condition_threshold[0].threshold_value} ${a.conditions[0].display_name} ${a.conditions[1].display_name}"]) == toset(flatten([
      for slo in ["answer-availability", "answer-latency", "join-availability", "join-latency", "state-availability", "state-latency", "teacher-availability", "watch-availability"] : [
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
      for a in concat(values(google_monitoring_alert_policy.burn), values(google_monitoring_alert_policy.waiting), values(google_monitoring_alert_policy.failing),
        values(google_monitoring_alert_policy.errors), values(google_monitoring_alert_policy.instances), [
          google_monitoring_alert_policy.refused, google_monitoring_alert_policy.quota, google_monitoring_alert_policy.backlog, google_monitoring_alert_policy.sign_in,
          google_monitoring_alert_policy.foreign_decrypt, google_monitoring_alert_policy.retention_tick, google_monitoring_alert_policy.retention_waits,
          google_monitoring_alert_policy.breach_clause, google_monitoring_alert_policy.vault_copy, google_monitoring_alert_policy.reach,
          google_monitoring_alert_policy.certificate,
      ]) :
      a.documentation[0].links[0].url == "${local.runbooks}/${a.user_labels.runbook}.md"
    ])
    error_message = "Every alert links its runbook."
  }
  assert {
    condition     = strcontains(google_logging_metric.breach_clause.filter, "service_name=\"${module.breach.name}\"") && strcontains(google_logging_metric.breach_clause.filter, "jsonPayload.drill=false")
    error_message = "What counts is a clause of a real incident of whose time 75 % have passed."
  }
  assert {
    condition = sum([
      for a in concat(values(google_monitoring_alert_policy.burn), values(google_monitoring_alert_policy.waiting), values(google_monitoring_alert_policy.failing),
        values(google_monitoring_alert_policy.errors), values(google_monitoring_alert_policy.instances), [
          google_monitoring_alert_policy.refused, google_monitoring_alert_policy.quota, google_monitoring_alert_policy.backlog, google_monitoring_alert_policy.sign_in,
          google_monitoring_alert_policy.foreign_decrypt, google_monitoring_alert_policy.retention_tick, google_monitoring_alert_policy.retention_waits,
          google_monitoring_alert_policy.breach_clause, google_monitoring_alert_policy.vault_copy, google_monitoring_alert_policy.reach,
          google_monitoring_alert_policy.certificate,
      ]) : length(a.conditions)
    ]) == 91
    error_message = "The number of the alerts' conditions, which cost money, isn't that of infra/capacity/cost.go."
  }
  assert {
    condition     = google_monitoring_alert_policy.retention_tick.conditions[0].condition_absent[0].duration == "7200s" && google_monitoring_alert_policy.retention_tick.conditions[1].condition_threshold[0].aggregations[0].alignment_period == "7200s" && google_monitoring_alert_policy.retention_tick.combiner == "OR"
    error_message = "Two hours without a tick are noticed."
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.waiting["ticket-secret-age"].conditions[0].condition_threshold[0].filter, "\"secret-rotation\"") && strcontains(google_monitoring_alert_policy.waiting["dead-letter"].conditions[0].condition_threshold[0].filter, "\"dead-letter\"")
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
    condition     = toset(keys(google_monitoring_alert_policy.failing)) == toset(["function-panics", "memory-kills", "no-instance", "sign-in", "key-service", "mail-fails", "identity-refused", "live-view"]) && alltrue([for k, a in google_monitoring_alert_policy.failing : strcontains(a.conditions[0].condition_threshold[0].filter, "user/${k}\"")])
    error_message = "Each count of failures has its alert."
  }
  assert {
    condition     = toset(concat(keys(google_monitoring_alert_policy.errors), [for s in google_monitoring_slo.this : replace(s.slo_id, "/-(availability|latency)$/", "")])) == setunion(keys(local.served), ["state"])
    error_message = "Every function that people call has an objective, or an alert on its errors."
  }
  assert {
    condition     = toset(keys(google_monitoring_alert_policy.instances)) == toset(keys(local.served)) && alltrue([for k, a in google_monitoring_alert_policy.instances : a.conditions[0].condition_threshold[0].threshold_value == var.sizes[k].max_instances - 1])
    error_message = "A function that people call and that can't grow any more is noticed."
  }
  assert {
    condition     = length(google_monitoring_alert_policy.backlog.conditions) == length(local.patience) && alltrue([for s in keys(local.patience) : contains(concat(module.retention_push.topics, module.breach_push.topics, module.notify_push.topics, module.identity_push.topics, module.find_push.topics, module.export_push.topics), s)])
    error_message = "What waits too long is a subscription that there is."
  }
  assert {
    condition     = google_monitoring_uptime_check_config.sign_in.monitored_resource[0].labels.host == local.foundation.auth0.domain && google_monitoring_uptime_check_config.sign_in.http_check[0].validate_ssl
    error_message = "Auth0 is not watched from outside."
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
