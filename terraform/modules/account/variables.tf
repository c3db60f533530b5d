variable "name" {
  type        = string
  description = "The function's name."
  validation {
    condition     = can(regex("^[a-z]{3,24}$", var.name))
    error_message = "3 to 24 lower-case letters."
  }
}

variable "platform" {
  type = object({
    project   = string
    databases = map(string)
    keys      = map(string)
    secrets   = map(string)
    topics    = map(string)
    archives  = string
  })
  description = "What there is to reach."
}

variable "may" {
  type = object({
    default = list(string)
    vault   = list(string)
    audit   = list(string)
    objects = list(string)
    keys    = map(list(string))
    secrets = list(string)
    topics  = list(string)
    traces  = bool
  })
  description = "Its line of grants.json."
  validation {
    condition     = length(setsubtract(concat(var.may.default, var.may.vault, var.may.audit), ["create", "delete", "get", "list", "transact", "update"])) == 0
    error_message = "A database grant is one of create, delete, get, list, transact, update."
  }
  validation {
    condition     = length(setsubtract(var.may.objects, ["create", "delete", "get", "list"])) == 0
    error_message = "A grant on archives is one of create, delete, get, list."
  }
  validation {
    condition     = length(setsubtract(flatten(values(var.may.keys)), ["decrypt", "encrypt", "look", "sign"])) == 0
    error_message = "A key grant is decrypt, encrypt, look or sign."
  }
}
