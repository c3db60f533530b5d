# Whom alerts and the budget tell.

locals {
  page_channels   = [for c in google_monitoring_notification_channel.page : c.id]
  ticket_channels = [for c in google_monitoring_notification_channel.ticket : c.id]
}

resource "google_monitoring_notification_channel" "page" {
  for_each = toset(var.alert_emails.page)

  project      = local.project
  type         = "email"
  display_name = "Page ${each.key}"
  labels       = { email_address = each.key }
  force_delete = true # from the alerts that the service has with it
}

resource "google_monitoring_notification_channel" "ticket" {
  for_each = toset(var.alert_emails.ticket)

  project      = local.project
  type         = "email"
  display_name = "Ticket ${each.key}"
  labels       = { email_address = each.key }
  force_delete = true # from the alerts that the service has with it
}
