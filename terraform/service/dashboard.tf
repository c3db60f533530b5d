# One to look at during a lesson, one for the privacy operations.

resource "google_monitoring_dashboard" "this" {
  for_each = toset(["lesson", "privacy"])

  project = local.project
  dashboard_json = templatefile("${path.module}/dashboards/${each.key}.json.tftpl", {
    slos = {
      for k, slo in google_monitoring_slo.this : k => { name = slo.name, title = local.slos[k].about }
    }
    runbooks = local.runbooks
  })
}
