terraform {
  required_version = ">= 1.11"

  # The bucket and the prefix are given to terraform init: env/*.backend.hcl. The bucket keeps versions
  # and is made before everything else (infra/deploy.md), since Terraform can't keep its state in what
  # it is about to make.
  backend "gcs" {}

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
    auth0 = {
      source  = "auth0/auth0"
      version = "~> 1.38"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.14"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
  # Budgets and organization policies are charged to this project instead of to a shared one.
  user_project_override = true
  billing_project       = var.project
}

# The tenant and the credentials of its management API come from AUTH0_DOMAIN, AUTH0_CLIENT_ID and
# AUTH0_CLIENT_SECRET, so that they are never in a plan or in the state.
provider "auth0" {}
