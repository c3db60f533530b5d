output "topics" {
  value = keys(google_pubsub_subscription.this)
}
