# One origin: the web app at /, the functions below /v1.

locals {
  # Which path goes where, tried from the top, as the contract has it; infra/deployment tests it against the paths that
  # the functions serve. A path without a star is matched as it is. "page" is the file that is sent whatever
  # the path below, "accept" the prefixes of the Accept header that it answers. "signedIn" is for who reads with an
  # access token, which is a JWT and begins as every JSON object does in base64; the other secrets that are sent as Bearer
  # are in lower case.
  routes = jsondecode(file("${path.module}/../routes.json"))

  served = { for name, f in local.functions : name => f if f.public }

  # Keys are the headers' names; the web app's policy is in web.tf.
  transport_security = "Strict-Transport-Security: max-age=63072000; includeSubDomains"
}

resource "google_compute_region_network_endpoint_group" "function" {
  for_each = local.served

  project               = local.project
  region                = local.foundation.region
  name                  = each.key
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = each.value.name
  }
}

resource "google_compute_backend_service" "function" {
  for_each = local.served

  project                 = local.project
  name                    = each.key
  load_balancing_scheme   = "EXTERNAL_MANAGED"
  protocol                = "HTTPS"
  security_policy         = google_compute_security_policy.function[each.key].id
  custom_response_headers = [local.transport_security]
  backend {
    group = google_compute_region_network_endpoint_group.function[each.key].id
  }
  log_config {
    enable        = contains(local.foundation.logged, each.key) # what students call is not
    sample_rate   = contains(local.foundation.logged, each.key) ? 1 : null
    optional_mode = contains(local.foundation.logged, each.key) ? "EXCLUDE_ALL_OPTIONAL" : null
  }
}

# What is served when no function answers: a problem document, or the page of one, from the web app's bucket. A policy
# sees only the status, not its origin, so it names only those that no function returns (infra/deployment tests it): a
# function's own documents pass. Cloud Run's 503, when an instance doesn't start, and the load balancer's 4xx about
# requests that no HTTP server takes, stay as Google writes them.
locals {
  api_errors = [
    { codes = ["429"], page = "/errors/too-many-requests", status = 429 },  # Cloud Armor's limits
    { codes = ["502", "504"], page = "/errors/unavailable", status = 503 }, # no answer from the function, or not in time
  ]
  # These return 429 themselves, with the reason. A 429 from Cloud Armor there stays as Google writes it.
  limiting = ["answer"]
  # While the doors are shut (infra/restore.md) no request reaches a function. Devices keep their answers: 503 means later.
  shut        = var.shut ? [503] : []
  shut_errors = [for status in local.shut : { codes = [tostring(status)], page = "/errors/unavailable", status = status }]
  # The bucket returns 403 for a file that doesn't exist, since nobody may list it.
  page_errors = [
    { codes = ["403", "404"], page = "/problems/not-found", status = 404 },
  ]
}

# What anyone may read and many ask for at once is answered by the edge: the state of a session, for which every
# student asks every few seconds, the public notice, for which every page asks, and what a school promises. Only what
# the function marks as public is kept, for as long as it says (a state for one second); its errors are marked
# no-store, and refusals aren't kept either, or a session would stay unknown after it was opened.
locals {
  cached = { state = "join", notices = "incident", privacy = "org" }
}

resource "google_compute_region_network_endpoint_group" "cached" {
  for_each = local.cached

  project               = local.project
  region                = local.foundation.region
  name                  = each.key
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = local.functions[each.value].name
  }
}

resource "google_compute_backend_service" "cached" {
  for_each = local.cached

  project                 = local.project
  name                    = each.key
  load_balancing_scheme   = "EXTERNAL_MANAGED"
  protocol                = "HTTPS"
  security_policy         = google_compute_security_policy.function[each.value].id
  custom_response_headers = [local.transport_security]
  enable_cdn              = true
  cdn_policy {
    cache_mode         = "USE_ORIGIN_HEADERS"
    negative_caching   = false
    request_coalescing = true
    serve_while_stale  = 0
    cache_key_policy {
      include_host         = true
      include_protocol     = true
      include_query_string = false # or anyone could ask past the cache
    }
  }
  backend {
    group = google_compute_region_network_endpoint_group.cached[each.key].id
  }
  log_config {
    # A poll a second from every student says nothing that a lesson's other lines don't.
    enable = false
  }
}

resource "google_compute_url_map" "this" {
  project         = local.project
  name            = "cleanslate"
  default_service = google_compute_backend_bucket.web.id

  host_rule {
    hosts        = [local.foundation.domain]
    path_matcher = "cleanslate"
  }

  path_matcher {
    name            = "cleanslate"
    default_service = google_compute_backend_bucket.web.id

    dynamic "route_rules" {
      for_each = local.routes
      iterator = route
      content {
        priority = route.key + 1
        service = lookup(merge(
          { web = google_compute_backend_bucket.web.id },
          { for k, b in google_compute_backend_service.cached : k => b.id },
          { for k, b in google_compute_backend_service.function : k => b.id },
        ), route.value.to, null)
        dynamic "match_rules" {
          for_each = try(route.value.accept, [""]) # any of them
          content {
            full_path_match     = strcontains(route.value.path, "*") ? null : route.value.path
            path_template_match = strcontains(route.value.path, "*") ? route.value.path : null
            dynamic "header_matches" {
              for_each = concat(
                match_rules.value == "" ? [] : [{ name = "Accept", begins = match_rules.value }],
                try(route.value.signedIn, false) ? [{ name = ":method", begins = "GET" }, { name = "Authorization", begins = "Bearer eyJ" }] : [],
              )
              content {
                header_name  = header_matches.value.name
                prefix_match = header_matches.value.begins
              }
            }
          }
        }
        custom_error_response_policy {
          error_service = google_compute_backend_bucket.web.id
          dynamic "error_response_rule" {
            for_each = route.value.to == "web" ? local.page_errors : concat([
              for e in local.api_errors : e if !(contains(local.limiting, route.value.to) && contains(e.codes, "429"))
            ], local.shut_errors)
            content {
              match_response_codes   = error_response_rule.value.codes
              path                   = error_response_rule.value.page
              override_response_code = error_response_rule.value.status
            }
          }
        }
        dynamic "route_action" {
          for_each = route.value.to != "web" ? [for status in local.shut : { status = status }] : try([{ page = route.value.page }], [])
          content {
            dynamic "url_rewrite" {
              for_each = try([route_action.value.page], [])
              content {
                path_prefix_rewrite   = strcontains(route.value.path, "*") ? null : url_rewrite.value
                path_template_rewrite = strcontains(route.value.path, "*") ? url_rewrite.value : null
              }
            }
            dynamic "fault_injection_policy" {
              for_each = try([route_action.value.status], [])
              content {
                abort {
                  http_status = fault_injection_policy.value
                  percentage  = 100
                }
              }
            }
          }
        }
      }
    }
  }
}

resource "google_compute_managed_ssl_certificate" "this" {
  for_each = var.certificates

  project = local.project
  name    = "cleanslate-${substr(sha256(local.foundation.domain), 0, 8)}-${each.key}" # a new domain is a new certificate
  managed {
    domains = [local.foundation.domain]
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_ssl_policy" "this" {
  project         = local.project
  name            = "cleanslate"
  profile         = "MODERN" # what five-year-old phones speak
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  project          = local.project
  name             = "cleanslate"
  url_map          = google_compute_url_map.this.id
  ssl_certificates = [for c in google_compute_managed_ssl_certificate.this : c.id]
  ssl_policy       = google_compute_ssl_policy.this.id
  quic_override    = "ENABLE"
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each = local.foundation.addresses

  project               = local.project
  name                  = "cleanslate-https-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  target                = google_compute_target_https_proxy.this.id
  ip_address            = each.value
  port_range            = "443"
}

resource "google_compute_url_map" "redirect" {
  project = local.project
  name    = "cleanslate-redirect"
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = true
  }
}

resource "google_compute_target_http_proxy" "redirect" {
  project = local.project
  name    = "cleanslate-redirect"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each = local.foundation.addresses

  project               = local.project
  name                  = "cleanslate-http-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  target                = google_compute_target_http_proxy.redirect.id
  ip_address            = each.value
  port_range            = "80"
}
