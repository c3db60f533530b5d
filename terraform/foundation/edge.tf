# What the service is reached at, which outlives every release: addresses and their names.

resource "google_compute_global_address" "this" {
  for_each = toset(["IPV4", "IPV6"])

  project    = local.project
  name       = "cleanslate-${lower(each.key)}"
  ip_version = each.key
}

resource "google_dns_record_set" "this" {
  for_each = var.dns_zone == null ? {} : { A = "IPV4", AAAA = "IPV6" }

  project      = local.project
  managed_zone = var.dns_zone
  name         = "${var.domain}."
  type         = each.key
  ttl          = 300
  rrdatas      = [google_compute_global_address.this[each.value].address]
}
