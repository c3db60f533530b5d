# What students notice: whether joining and answering work, and how fast. Measured where they come in.

locals {
  # By service: the backend at the edge, and what it is for. A teacher's time to answer is left out: an export
  # may take a minute; so is that of a student who waits. Of the state that students poll, the time is that of the
  # requests that the edge passes on.
  services = {
    answer  = { backend = google_compute_backend_service.function["answer"].name, latency = true }
    join    = { backend = google_compute_backend_service.function["join"].name, latency = true }
    state   = { backend = google_compute_backend_service.cached["state"].name, latency = true }
    teacher = { backend = google_compute_backend_service.function["teacher"].name, latency = false }
    watch   = { backend = google_compute_backend_service.function["watch"].name, latency = false }
  }
  slos = merge([
    for name, s in local.services : merge({
      "${name}-availability" = { service = name, goal = 0.999, about = "${name}: requests that don't end in a server error" }
      }, s.latency ? {
      "${name}-latency" = { service = name, goal = 0.99, about = "${name}: requests answered within a second" }
    } : {})
  ]...)

  # Google's SRE workbook, chapter 5: a burn rate over a long window says that it matters, over a short one
  # that it is still happening. With a goal over 30 days, 14.4 is 2 % of the error budget in an hour, 6 is 5 % in six
  # hours, 1 is 10 % in three days.
  burns = {
    fast = { rate = 14.4, windows = ["3600s", "300s"], channel = "page", severity = "CRITICAL" }
    slow = { rate = 6, windows = ["21600s", "1800s"], channel = "page", severity = "ERROR" }
    long = { rate = 1, windows = ["259200s", "21600s"], channel = "ticket", severity = "WARNING" }
  }
  burn_alerts = merge([
    for slo, _ in local.slos : { for burn, b in local.burns : "${slo}/${burn}" => merge(b, { slo = slo, burn = burn }) }
  ]...)

  backend_requests = {
    for name, s in local.services : name => "resource.type=\"https_lb_rule\" AND resource.labels.backend_target_name=\"${s.backend}\""
  }
}

resource "google_monitoring_custom_service" "this" {
  for_each = local.services

  project      = local.project
  service_id   = each.key
  display_name = each.key
}

resource "google_monitoring_slo" "this" {
  for_each = local.slos

  project             = local.project
  service             = google_monitoring_custom_service.this[each.value.service].service_id
  slo_id              = each.key
  display_name        = each.value.about
  goal                = each.value.goal
  rolling_period_days = 30

  request_based_sli {
    dynamic "good_total_ratio" {
      for_each = endswith(each.key, "-availability") ? [local.backend_requests[each.value.service]] : []
      content {
        total_service_filter = "metric.type=\"loadbalancing.googleapis.com/https/request_count\" AND ${good_total_ratio.value}"
        bad_service_filter   = "metric.type=\"loadbalancing.googleapis.com/https/request_count\" AND ${good_total_ratio.value} AND metric.labels.response_code_class=500"
      }
    }
    dynamic "distribution_cut" {
      for_each = endswith(each.key, "-latency") ? [local.backend_requests[each.value.service]] : []
      content {
        distribution_filter = "metric.type=\"loadbalancing.googleapis.com/https/backend_latencies\" AND ${distribution_cut.value}"
        range {
          max = 1000 # ms
        }
      }
    }
  }
}

resource "google_monitoring_alert_policy" "burn" {
  for_each = local.burn_alerts

  project               = local.project
  display_name          = "${each.value.slo} burns its error budget at ${each.value.rate} times the allowed rate"
  combiner              = "AND"
  severity              = each.value.severity
  notification_channels = each.value.channel == "page" ? local.page_channels : local.ticket_channels

  dynamic "conditions" {
    for_each = each.value.windows
    content {
      display_name = "over ${conditions.value}"
      condition_threshold {
        filter          = "select_slo_burn_rate(\"${google_monitoring_slo.this[each.value.slo].name}\", \"${conditions.value}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.rate
        duration        = "0s"
        trigger {
          count = 1
        }
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "${local.slos[each.value.slo].about}. What to do: ${local.runbooks}/${each.value.slo}.md"
    links {
      display_name = "Runbook"
      url          = "${local.runbooks}/${each.value.slo}.md"
    }
  }
  user_labels = { runbook = each.value.slo }
}
