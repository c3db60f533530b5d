variable "function" {
  type        = object({ name = string, url = string })
  description = "The function that handles the messages."
}

variable "topics" {
  type        = set(string)
  description = "Topics whose messages it gets."
}

variable "kept" {
  type        = map(string)
  description = "How long a message of a topic waits at most, if not the week that it may be. Not less than an hour, in which one that always fails reaches the dead letters."
  default     = {}
  validation {
    condition     = alltrue([for kept in values(var.kept) : tonumber(trimsuffix(kept, "s")) >= 3600])
    error_message = "A message is kept for at least \"3600s\"."
  }
}

variable "platform" {
  type        = object({ project = string, region = string, topics = map(string) })
  description = "Where the topics are; dead-letter is one of them."
}

variable "pusher" {
  type        = string
  description = "E-mail address of the account that pushes, and that only this function lets in."
}

variable "agent" {
  type        = string
  description = "Pub/Sub's service agent, which signs the pushes and forwards what it gives up on."
}
