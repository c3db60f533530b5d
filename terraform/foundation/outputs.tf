output "addresses" {
  description = "What the domain's A and AAAA records must name, unless dns_zone does it."
  value       = { for k, a in google_compute_global_address.this : k => a.address }
}

output "auth0_client_id" {
  value = auth0_client.web.client_id
}

output "operator" {
  description = "Auth0's id of the operator's organization, which is the id of its org document."
  value       = auth0_organization.operator.id
}

output "ci" {
  description = "What the workflows sign in with, or null where none may deploy."
  value = var.repository == null ? null : merge(
    { workload_identity_provider = google_iam_workload_identity_pool_provider.github[0].name },
    { for name, account in google_service_account.ci : name => account.email },
  )
}
