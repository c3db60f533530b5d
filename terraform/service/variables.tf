variable "project" {
  type        = string
  description = "Google Cloud project with the foundation. Everything else the two share, the foundation hands over."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and dashes, and begins with a letter."
  }
}

variable "shut" {
  type        = bool
  description = "Whether the doors are shut: every request to a function is answered 503, and students' devices keep their answers. For restores: infra/restore.md."
  default     = false
}

variable "archives" {
  type        = string
  description = "Folder that make package wrote: one source archive for each function, version.json, and site/ with the web app."
  default     = "../../dist"
}

variable "log_level" {
  type        = string
  description = "Lowest severity that the functions log: DEBUG, INFO, WARNING or ERROR. At DEBUG answer and join write a line for each request."
  default     = "INFO"
  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "ERROR"], var.log_level)
    error_message = "DEBUG, INFO, WARNING or ERROR."
  }
}

variable "trace_ratio" {
  type        = number
  description = "Which part of the messages that functions handle is traced, 0 to 1. Of requests, Google's front end chooses one in ten seconds of an instance. 0: nothing is traced."
  default     = 0.01
  validation {
    condition     = var.trace_ratio >= 0 && var.trace_ratio <= 1
    error_message = "A ratio is 0 to 1."
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
    Size of each function's instances. infra/capacity.md derives those of answer, join, live and teacher, which are the
    defaults, and what the day of a national test needs.
  EOT
  # Functions for Pub/Sub end within 570 seconds, before the message would be redelivered, and are
  # few at a time: what is due is not urgent, and Firestore has lessons to serve.
  # A concurrency above 1 needs a whole processor. answer batches the answers of the requests that it is
  # serving at one moment, so concurrency is what makes a chunk; join does 150 µs of HPKE for each student;
  # live holds a stream for every teacher who is watching, for up to an hour; watch holds a request of every
  # student who waits, 950 of the 1,000, so that it can still tell the others that it is full.
  default = {
    answer    = { cpu = "1", memory = "512Mi", concurrency = 500, max_instances = 20, min_instances = 1 }
    breach    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    export    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 2, timeout = 570 }
    find      = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 2, timeout = 570 }
    identity  = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 2, timeout = 570 }
    incident  = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5 }
    join      = { cpu = "1", memory = "512Mi", concurrency = 200, max_instances = 20, min_instances = 1 }
    live      = { cpu = "1", memory = "512Mi", concurrency = 100, max_instances = 30, min_instances = 0, timeout = 3600 }
    notify    = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    org       = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 5 }
    request   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 3 }
    retention = { cpu = "1", memory = "512Mi", concurrency = 4, max_instances = 3, timeout = 570 }
    rights    = { cpu = "1", memory = "512Mi", concurrency = 40, max_instances = 5 }
    teacher   = { cpu = "1", memory = "512Mi", concurrency = 80, max_instances = 10, min_instances = 1 }
    watch     = { cpu = "1", memory = "512Mi", concurrency = 1000, max_instances = 55 }
  }
  validation {
    condition     = alltrue([for s in var.sizes : s.concurrency >= 1 && s.concurrency <= 1000 && s.max_instances >= 1 && s.min_instances <= s.max_instances])
    error_message = "Concurrency is 1 to 1000, and every function has a limit of instances, not below its minimum."
  }
  validation {
    condition     = alltrue([for s in var.sizes : can(regex("^[0-9]+(Mi|Gi)$", s.memory))])
    error_message = "Memory is a number of MiB or GiB, such as 512Mi."
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

variable "certificates" {
  type        = set(string)
  description = "Numbers of the domain's certificates. Google makes one only for a load balancer that uses it, so one that can't be renewed gets a second beside it: infra/runbooks/certificate.md."
  default     = ["1"]
  validation {
    condition     = length(var.certificates) > 0 && length(var.certificates) <= 15 && alltrue([for c in var.certificates : can(regex("^[1-9][0-9]*$", c))])
    error_message = "Numbers, at least one and at most the 15 that a load balancer takes: [\"1\"], or [\"1\", \"2\"]."
  }
}

variable "ticket_secret" {
  type = object({
    current = number           # seals participant tokens
    other   = optional(number) # accepted as well
  })
  description = "Versions of the ticket secret, numbered 1, 2, 3 … in order. infra/rotation.md describes how to rotate them in the middle of a lesson."
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

variable "smtp_password" {
  type        = string
  description = "The relay's password, for the run that makes a version of it. It is stored in that version and nowhere else; other runs ignore it."
  ephemeral   = true
  sensitive   = true
  default     = "unchanged" # what other runs pass
}

variable "auth0_secret" {
  type        = string
  description = "The secret of the application that the function identity signs in as at Auth0, for the run that makes a version of it. It is stored in that version and nowhere else; other runs ignore it."
  ephemeral   = true
  sensitive   = true
  default     = "unchanged" # what other runs pass
}

variable "auth0_secret_version" {
  type        = number
  description = "Version of that secret, raised by one with every new one."
  default     = 1
  validation {
    condition     = var.auth0_secret_version >= 1
    error_message = "Versions count from 1."
  }
}

variable "smtp_password_version" {
  type        = number
  description = "Version of the relay's password, raised by one with every new one."
  default     = 1
  validation {
    condition     = var.smtp_password_version >= 1
    error_message = "Versions count from 1."
  }
}
