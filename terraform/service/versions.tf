terraform {
  required_version = ">= 1.11"

  # The bucket and the prefix are given to terraform init: env/*.backend.hcl.
  backend "gcs" {}

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.14"
    }
  }
}

provider "google" {
  project = var.project
  # Requests are charged to this project instead of to a shared one.
  user_project_override = true
  billing_project       = var.project
}
