output "name" {
  value = google_cloudfunctions2_function.this.name
}

output "url" {
  description = "Address of the service itself, for Pub/Sub: ingress counts it as internal there, but not at the function's own address; people's requests don't get through."
  value       = google_cloudfunctions2_function.this.service_config[0].uri
}

output "public" {
  value = var.public
}
