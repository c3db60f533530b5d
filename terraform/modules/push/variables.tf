variable "function" {
  type        = object({ name = string, url = string })
  description = "The function that handles the messages."
}

variable "topics" {
  type        = set(string)
  description = "Topics whose messages it gets."
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
  description = "Account of Pub/Sub itself, which signs the pushes and forwards what it gives up on."
}
