variable "name" {
  type        = string
  description = "The function's one name: folder, package, archive, service, account; with a capital letter the entry point."
  validation {
    condition     = can(regex("^[a-z]{3,24}$", var.name))
    error_message = "3 to 24 lower-case letters."
  }
}

variable "description" {
  type        = string
  description = "What the function does, for people who see it in a list."
}

variable "account" {
  type        = string
  description = "E-mail address of the account that it runs as."
}

variable "platform" {
  type = object({
    project       = string
    everyone      = string
    region        = string
    archives      = string
    log_level     = string
    version       = object({ version = string, commit = string })
    source_bucket = string
    repository    = string
    builder       = string
  })
  description = "What the function is built from and runs on."
}

variable "size" {
  type = object({
    cpu           = string
    memory        = string
    concurrency   = number
    max_instances = number
    min_instances = number
    timeout       = number
  })
  description = "Its entry of sizes."
  validation {
    # Pub/Sub redelivers after 600 seconds, even while the first delivery is still being handled.
    condition     = var.public || var.size.timeout <= 570
    error_message = "A function of Pub/Sub's has at most 570 seconds."
  }
}

variable "environment" {
  type        = map(string)
  description = "Environment variables, none of them secret."
}

variable "secrets" {
  type        = map(object({ secret = string, version = string }))
  description = "Environment variables from Secret Manager, each a numbered version, so that a rotation is a deployment and not a surprise. One that is null is not set."
  default     = {}
  validation {
    condition     = alltrue([for s in var.secrets : try(s.version != "latest", true)])
    error_message = "Pin the version."
  }
}

variable "public" {
  type        = bool
  description = "Whether the load balancer sends people's requests here. If not, only callers inside the project who may invoke it get through."
}
