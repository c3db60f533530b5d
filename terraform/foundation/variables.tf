variable "project" {
  type        = string
  description = "Google Cloud project that everything is created in. It must exist and be linked to the billing account."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and dashes, and begins with a letter."
  }
}

variable "region" {
  type        = string
  description = "Region of the functions, the keys and the logs. It can't be changed later: see infra/region.md."
  default     = "europe-west3"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region looks like europe-west3."
  }
}

variable "firestore_location" {
  type        = string
  description = "Location of both databases: a region, or a multi-region such as eur3. It can't be changed later."
  default     = "europe-west3"
  validation {
    condition     = can(regex("^([a-z]+-[a-z]+[0-9]+|eur3|nam5|nam7)$", var.firestore_location))
    error_message = "A location is a region such as europe-west3, or one of eur3, nam5, nam7."
  }
}

variable "allowed_locations" {
  type        = list(string)
  description = "Value groups of the organization policy gcp.resourceLocations, with in_organization."
  default     = ["in:europe-west3-locations"]
  validation {
    condition     = length(var.allowed_locations) > 0 && alltrue([for l in var.allowed_locations : startswith(l, "in:")])
    error_message = "Each is a value group such as in:europe-west3-locations."
  }
}

variable "in_organization" {
  type        = bool
  description = "Whether the project is in a Google organization. Outside one there can be no organization policies and no deny policy: nothing to hold students' data in."
  default     = true
}

variable "protected" {
  type        = bool
  description = "Whether databases, keys and what is in buckets are kept from being destroyed. Only a stack with made-up data does without: make destroy."
  default     = true
  validation {
    condition     = var.protected || var.repository == null
    error_message = "What releases deploy to is protected."
  }
}

variable "domain" {
  type        = string
  description = "Host name of the web app and the API, without scheme: cleanslate.example."
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "A host name such as cleanslate.example, in lower case, without scheme and path."
  }
}

variable "dns_zone" {
  type        = string
  description = "Name of a Cloud DNS zone in this project that holds the domain, or null when its addresses are kept elsewhere (output addresses)."
  default     = null
  validation {
    condition     = var.dns_zone == null ? true : can(regex("^[a-z][a-z0-9-]{0,62}$", var.dns_zone))
    error_message = "The zone's name in Cloud DNS, such as cleanslate-example, not its domain."
  }
}

variable "ticket_secret_since" {
  type        = string
  description = "When the current version of the ticket secret began to seal: 2026-09-01T00:00:00Z. 90 days later the ticket addresses are told to rotate it (infra/rotation.md)."
  validation {
    condition     = can(timeadd(var.ticket_secret_since, "0s"))
    error_message = "A time as 2026-09-01T00:00:00Z."
  }
}

variable "receipt_key_version" {
  type        = number
  description = "Version of the key that signs receipts."
  default     = 1
  validation {
    condition     = var.receipt_key_version >= 1
    error_message = "Versions count from 1."
  }
}

variable "smtp" {
  type = object({
    host     = string # smtp.provider.example:587
    security = string # starttls, or tls where encryption begins at once
    username = string
    from     = string # the sender's address; bounces go there
  })
  description = "The relay that notices are sent by, any provider's. from is a mailbox that a person reads: what bounces hours later comes back there and nowhere else."
  validation {
    condition     = can(regex("^[a-z0-9.-]+:[0-9]+$", var.smtp.host)) && contains(["starttls", "tls"], var.smtp.security)
    error_message = "host is a name and a port; security is starttls or tls."
  }
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.smtp.from))
    error_message = "from is an e-mail address."
  }
}

variable "sign_in_relay" {
  type        = object({ username = string, password = string })
  description = "A credential of its own at the same relay, by which Auth0 tells a teacher that a second factor was set up. It may only send: the state holds it, since Auth0's provider has no write-only argument for it."
  sensitive   = true
}

variable "alert_emails" {
  type = object({
    page   = list(string) # wakes someone up
    ticket = list(string) # is read on the next working day
  })
  description = "Who gets alerts."
  validation {
    condition     = length(var.alert_emails.page) > 0 && length(var.alert_emails.ticket) > 0
    error_message = "Both need at least one address: an alert that nobody gets is none."
  }
  validation {
    condition     = alltrue([for a in concat(var.alert_emails.page, var.alert_emails.ticket) : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", a))])
    error_message = "Each is an e-mail address."
  }
}

variable "oncall" {
  type        = string
  description = "The group of those who are on call, as \"group:oncall@cleanslate.example\", or null for none: then the owners are."
  default     = null
  validation {
    condition     = var.oncall == null || can(regex("^group:[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.oncall))
    error_message = "A group, so that people come and go without an apply."
  }
}

variable "runbooks" {
  type        = string
  description = "Address of infra/runbooks as people on call can read it."
  default     = "https://github.com/cleanslate-edu/cleanslate/blob/main/infra/runbooks"
  validation {
    condition     = startswith(var.runbooks, "https://") && !endswith(var.runbooks, "/")
    error_message = "An https address without a slash at its end."
  }
}

variable "billing_account" {
  type        = string
  description = "Billing account that the budget watches: 012345-6789AB-CDEF01."
  validation {
    condition     = can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "A billing account looks like 012345-6789AB-CDEF01."
  }
}

variable "budget" {
  type        = object({ amount = number, currency = string })
  description = "Monthly budget. The ticket addresses are told at 50, 90 and 100 % of it, and when 120 % is forecast."
  default     = { amount = 200, currency = "EUR" }
  validation {
    condition     = var.budget.amount >= 1 && floor(var.budget.amount) == var.budget.amount && can(regex("^[A-Z]{3}$", var.budget.currency))
    error_message = "A whole amount and a currency such as EUR, which must be the billing account's."
  }
}

variable "repository" {
  type        = string
  description = "GitHub repository whose releases may deploy, owner/name, or null for none."
  default     = null
  validation {
    condition     = var.repository == null ? true : can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "owner/name"
  }
}

variable "state_bucket" {
  type        = string
  description = "Bucket of Terraform's state, which the deployment from CI must reach."
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$", var.state_bucket))
    error_message = "A bucket's name, without gs://."
  }
}

variable "auth0_domain" {
  type        = string
  description = "Host name that people sign in at: the tenant's, or its custom domain."
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.auth0_domain))
    error_message = "A host name such as cleanslate.eu.auth0.com, without scheme."
  }
}

variable "operator" {
  type = object({
    name         = optional(string, "operator")
    display_name = string
    logins       = optional(set(string), ["password"]) # of password, google, microsoft
  })
  description = "The operator's own organization, whose people may manage schools, and incidents across them."
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]{0,49}$", var.operator.name)) && length(setsubtract(var.operator.logins, ["password", "google", "microsoft"])) == 0 && length(var.operator.logins) > 0
    error_message = "A short name has 1 to 50 lower-case letters, digits, dashes and underscores; logins are password, google, microsoft, at least one."
  }
}

variable "google_login" {
  type        = object({ client_id = string, client_secret = string })
  description = "OAuth client of the Google sign-in, or null for none. The state holds its secret: Auth0's provider has no write-only argument for it."
  default     = null
  sensitive   = true
}

variable "microsoft_login" {
  type        = object({ client_id = string, client_secret = string })
  description = "Application of the Microsoft sign-in, or null for none. The state holds its secret, as with google_login."
  default     = null
  sensitive   = true
}

variable "support_email" {
  type        = string
  description = "Address that the sign-in page shows to people who can't sign in, and every page as the contact for privacy and misuse."
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.support_email))
    error_message = "An e-mail address such as help@cleanslate.example."
  }
}
