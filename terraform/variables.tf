variable "project" {
  type        = string
  description = "Google Cloud project that everything is made in. It must exist and be linked to the billing account."
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
  description = "Whether databases, keys and what is in buckets are kept from being destroyed. Only a stack whose data is made up goes without: make destroy."
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

variable "shut" {
  type        = bool
  description = "Whether the doors are shut: every request to a function is answered 503, and students' devices keep their answers. For restores: infra/restore.md."
  default     = false
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

variable "archives" {
  type        = string
  description = "Folder that make package wrote: one source archive for each function, and site/ with the web app."
  default     = "../dist"
}

variable "log_level" {
  type        = string
  description = "Severity from which on the functions log: DEBUG, INFO, WARNING or ERROR. At DEBUG answer and join write a line for each request."
  default     = "INFO"
  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "ERROR"], var.log_level)
    error_message = "DEBUG, INFO, WARNING or ERROR."
  }
}

variable "sizes" {
  type = map(object({
    cpu           = string
    memory        = string
    concurrency   = number
    max_instances = number
    min_instances = optional(number, 0)
    timeout       = optional(number, 60) # seconds
  }))
  description = <<-EOT
    Size of each function's instances. infra/capacity.md derives those of answer, join and teacher, which are the
    defaults, and what the day of a national test needs.
  EOT
  # The functions of Pub/Sub's end within 570 seconds, before the message is delivered again beside them, and are
  # few at a time: what is due is not urgent, and Firestore has lessons to serve.
  # A concurrency above 1 needs a whole processor. answer gathers the answers of the requests that it is
  # serving at one moment, so concurrency is what makes a chunk; join does 150 µs of HPKE for each student;
  # teacher holds a stream for every teacher who is watching, for up to an hour.
  default = {
    answer    = { cpu = "1", memory = "512Mi", concurrency = 500, max_instances = 20, min_instances = 1 }
    breach    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    incident  = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5 }
    join      = { cpu = "1", memory = "512Mi", concurrency = 200, max_instances = 20, min_instances = 1 }
    notify    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    org       = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5 }
    retention = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    rights    = { cpu = "1", memory = "512Mi", concurrency = 40, max_instances = 5 }
    teacher   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 30, min_instances = 1, timeout = 3600 }
  }
  validation {
    condition     = alltrue([for s in var.sizes : s.concurrency >= 1 && s.concurrency <= 1000 && s.max_instances >= 1 && s.min_instances <= s.max_instances])
    error_message = "Concurrency is 1 to 1000, and every function has a limit of instances, not below its minimum."
  }
  validation {
    condition     = alltrue([for s in var.sizes : s.concurrency == 1 || tonumber(s.cpu) >= 1])
    error_message = "A concurrency above 1 needs at least one processor."
  }
  validation {
    condition     = alltrue([for s in var.sizes : s.timeout >= 1 && s.timeout <= 3600])
    error_message = "A request may take 1 to 3600 seconds."
  }
}

variable "school_size" {
  type        = number
  description = "Students of the largest school that comes from a single address. The rate limits follow from it."
  default     = 1500
  validation {
    condition     = var.school_size >= 100 && var.school_size <= 2500
    error_message = "Between 100 and 2500, since Cloud Armor counts at most 10,000 requests towards a ban, which is four times the size. A larger school comes from several addresses."
  }
}

variable "ticket_secret" {
  type = object({
    current = number           # seals participant tokens
    other   = optional(number) # accepted as well
    since   = string           # when current began to seal: 2026-09-01T00:00:00Z
  })
  description = "Versions of the ticket secret, numbered 1, 2, 3 … in order. infra/rotation.md describes how to rotate them in the middle of a lesson."
  validation {
    condition     = can(timeadd(var.ticket_secret.since, "0s"))
    error_message = "since is a time as 2026-09-01T00:00:00Z."
  }
  validation {
    condition     = var.ticket_secret.current >= 1 && try(var.ticket_secret.other >= 1 && var.ticket_secret.other != var.ticket_secret.current, true)
    error_message = "current and other are two different version numbers."
  }
}

variable "fresh_secret" {
  type        = string
  description = <<-EOT
    32 random bytes in base64, new for every run: openssl rand -base64 32. A run that makes a version of the
    ticket secret stores it there and nowhere else: not in the plan, not in the state. Other runs forget it.
  EOT
  ephemeral   = true
  sensitive   = true
  validation {
    condition     = can(regex("^[A-Za-z0-9+/]{43}=$", var.fresh_secret))
    error_message = "It must be 32 bytes in base64. Run: export TF_VAR_fresh_secret=$(openssl rand -base64 32)"
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
    version  = number # of the password: raised by one with every new one
  })
  description = "The relay that notices are sent by, any provider's. from is a mailbox that a person reads: what bounces hours later comes back there and nowhere else."
  validation {
    condition     = can(regex("^[a-z0-9.-]+:[0-9]+$", var.smtp.host)) && contains(["starttls", "tls"], var.smtp.security)
    error_message = "host is a name and a port; security is starttls or tls."
  }
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.smtp.from)) && var.smtp.version >= 1
    error_message = "from is an e-mail address, and versions count from 1."
  }
}

variable "smtp_password" {
  type        = string
  description = "The relay's password, for the run that makes a version of it. It is stored there and nowhere else; other runs forget it."
  ephemeral   = true
  sensitive   = true
  default     = "unchanged" # what other runs say
}

variable "sign_in_relay" {
  type        = object({ username = string, password = string })
  description = "A credential of its own at the same relay, by which Auth0 tells a teacher that a second factor was set up. It may only send: the state holds it, since Auth0's provider has no write-only argument for it."
  sensitive   = true
}

variable "alert_emails" {
  type = object({
    page   = list(string) # wakes somebody up
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
  description = "What a month may cost before the ticket addresses hear of it, at 50, 90 and 100 %, and when 120 % are forecast."
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

variable "organizations" {
  type = map(object({
    display_name = string
    logins       = optional(set(string), ["password"]) # of password, google, microsoft
  }))
  description = "Schools, and the operator's own organization, by short name. infra/deploy.md describes how each gets its org document."
  validation {
    condition     = alltrue([for k, o in var.organizations : can(regex("^[a-z0-9][a-z0-9_-]{0,49}$", k)) && length(setsubtract(o.logins, ["password", "google", "microsoft"])) == 0 && length(o.logins) > 0])
    error_message = "A short name has 1 to 50 lower-case letters, digits, dashes and underscores; logins are password, google, microsoft, at least one."
  }
}

variable "operator" {
  type        = string
  description = "Which of the organizations is the operator's own: its people may keep incidents across schools."
  default     = "operator"
  validation {
    condition     = contains(keys(var.organizations), var.operator)
    error_message = "The operator is one of organizations."
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
